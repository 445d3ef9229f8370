// What the options of `polc serve` say. All of it is read and looked at before a folder is made or a port is listened on.

import { createPublicKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { ServerSettings, TokensFile } from '@polc/service';
import { InvalidArgumentError } from 'commander';
import { Failure } from '../failure.js';
import { readJsonDocument } from '../host/json-document.js';
import { nameOfInput, readInput } from '../host/read-input.js';
import { readAuthorities, readIdentity } from '../host/read-pem.js';
import { append, whole } from './option-values.js';

export interface ServeOptions {
  readonly policies?: readonly string[];
  readonly data: string;
  readonly store?: string;
  readonly audit?: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly baseUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly clientCa?: string;
  readonly tokens?: string;
  readonly anonymous?: readonly string[];
  readonly trust?: readonly string[];
  readonly node: string;
  readonly audience?: string;
  readonly maxStaleness: number;
  readonly rateLimit?: number;
  readonly sensitive?: readonly string[];
  readonly trustProxy?: readonly string[];
  readonly grace: number;
  readonly sealed: boolean;
  readonly log: 'debug' | 'info' | 'warn' | 'error';
}

export interface ServeSettings {
  readonly server: ServerSettings;
  readonly trust?: readonly KeyObject[];
  /** null: no tokens are taken. */
  readonly tokens: TokensFile | null;
}

/** @throws Failure */
export async function serveSettings(options: ServeOptions): Promise<ServeSettings> {
  const { host, port, baseUrl, anonymous, rateLimit, trustProxy, grace, log } = options;
  if (baseUrl !== undefined) demandBase(baseUrl);
  const tokens = options.tokens === undefined ? null : await readTokens(options.tokens);
  const tls = await tlsOf(options, (tokens?.trustDomains ?? []).length > 0);
  const server: ServerSettings = {
    ...{ host, port, grace, logLevel: log },
    ...(tls === undefined ? {} : { tls }),
    ...(baseUrl === undefined ? {} : { base: baseUrl }),
    ...(anonymous === undefined ? {} : { anonymous }),
    ...(rateLimit === undefined ? {} : { rateLimit: { requests: rateLimit, seconds: 1 } }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
  };
  return { server, tokens, ...(options.trust === undefined ? {} : { trust: await Promise.all(options.trust.map(readPublicKey)) }) };
}

async function tlsOf({ tlsCert, tlsKey, clientCa }: ServeOptions, takesSvids: boolean): Promise<ServerSettings['tls']> {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new Failure('usage', '--tls-cert and --tls-key go together');
  if (tlsCert === undefined || tlsKey === undefined) {
    if (clientCa !== undefined) throw new Failure('usage', '--client-ca goes with --tls-cert and --tls-key: without TLS nobody shows a certificate');
    return undefined;
  }
  return { ...(await readIdentity(tlsCert, tlsKey)), takesSvids, ...(clientCa === undefined ? {} : { clientCa: await readAuthorities(clientCa) }) };
}

async function readTokens(file: string): Promise<TokensFile> {
  const { readTokensFile, TokenSettingsError } = await import('@polc/service');
  const value = await readJsonDocument(file);
  try {
    return readTokensFile(value);
  } catch (error) {
    if (error instanceof TokenSettingsError) throw new Failure('usage', `--tokens: ${error.message}`, error);
    throw error;
  }
}

async function readPublicKey(file: string): Promise<KeyObject> {
  const pem = Buffer.from(await readInput(file));
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below.
  }
  throw new Failure('usage', `--trust ${nameOfInput(file)}: not an Ed25519 key in PEM`);
}

export function portNumber(text: string): number {
  const port = whole(text);
  if (port > 65_535) throw new InvalidArgumentError('It is a port: a whole number up to 65535.');
  return port;
}

/** AuthZEN 1.0 §9: neither query nor fragment. @throws Failure, without what was given: a password may stand in it */
function demandBase(text: string): void {
  const { protocol, username, password } = URL.canParse(text) ? new URL(text) : { protocol: '', username: '', password: '' };
  const isPlain = username === '' && password === '' && !/[?#]/.test(text);
  if (!isPlain || !/^https?:$/.test(protocol)) throw new Failure('usage', '--base-url: it is https://HOST or http://HOST, with no query and no fragment');
}

export function nonEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is a name.');
  return text;
}

/** A name of the package that reads them. */
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Repeatable. */
export function network(text: string, all?: readonly string[]): readonly string[] {
  const [, address = '', size] = /^([^/]*)(?:\/([1-9][0-9]{0,2}))?$/.exec(text) ?? [];
  const isNetwork = isIP(address) !== 0 && Number(size ?? 1) <= (isIP(address) === 4 ? 32 : 128);
  if (!isNetwork && !NETWORKS.includes(text)) throw new InvalidArgumentError('It is an address or a network, as 10.0.0.0/8.');
  return append(text, all);
}
