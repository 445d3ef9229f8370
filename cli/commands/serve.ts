// `polc serve`: the decision server, with everything that belongs to it in one folder.

import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CibaSettings, RunningServer, ServerSettings, Service, TokenSettings } from '@polc/service';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT, Failure, fileFailure } from '../failure.js';
import { DataFolder, DEFAULT_FOLDER } from '../host/data-folder.js';
import { readJsonDocument } from '../host/json-document.js';
import { asFailure, openService } from '../host/open-service.js';
import { note } from '../host/output.js';
import { readServicePolicies } from '../host/service-policies.js';
import { append, whole } from './option-values.js';
import { examples } from './options.js';

interface ServeOptions {
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

export function defineServe(command: Command): void {
  command
    .description(
      'Decide over HTTP: the Authorization API of OpenID AuthZEN, and polc’s own endpoints for the registry, delegation, grants, approvals and audit.',
    )
    .argument('[bundle]', 'a compiled policy; or name policies with -p')
    .option('-p, --policies <path...>', 'policy files and folders, or one bundle')
    .option('--data <folder>', 'where store, keys and logs are, made where they are not', process.env.POLC_DATA ?? DEFAULT_FOLDER)
    .option('--store <url>', 'sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE, in place of the store in the data folder', process.env.POLC_STORE)
    .option('--audit <url>', 'file:FOLDER; repeatable: each is a whole log, and one that can be written is enough', append)
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--port <number>', '0: any that is free, which wants a --base-url for whoever checks grants', whole, 8420)
    .option('--base-url <url>', 'what it is called from outside, in metadata, grants and proofs of possession')
    .option('--tls-cert <file>', 'certificate chain in PEM')
    .option('--tls-key <file>', 'its key in PEM')
    .option('--client-ca <file>', 'authorities that callers’ certificates come from, in PEM')
    .option('--tokens <file>', 'issuers and trust domains whose tokens are taken, as JSON (docs/serving.md)')
    .option('--anonymous <policy>', 'a policy of whoever shows no credential; repeatable. Without it nobody is let in without one', append)
    .option('--trust <key.pem>', 'take only bundles signed by this Ed25519 key, and none older than was in force; repeatable', append)
    .option('--node <name>', 'names this server in its log', 'server')
    .option('--audience <name>', 'whom grants are for; what the server is called, unless said')
    .option('--max-staleness <seconds>', 'deny everything once the facts may be older', positive, 10)
    .option('--rate-limit <requests>', 'of one caller, within a second', whole)
    .option('--sensitive <pattern>', 'a path pattern; each decision on it is an alert; repeatable', append)
    .option('--trust-proxy <network>', 'a proxy whose X-Forwarded-For is believed; repeatable', append)
    .option('--grace <seconds>', 'that requests under way have once it is told to end', positive, 10)
    .option('--no-sealed', 'keep no sealed copy of requests in the log: they cannot be decided again')
    .option('--log <level>', 'debug, info, warn or error, as lines of JSON on standard error', 'info')
    .action(async (bundle: string | undefined, options: ServeOptions) => {
      process.exitCode = await runServe(bundle, options);
    });
  examples(
    command,
    'Who may ask what is policy, over paths below polc/. With -p, the policies',
    'polc-admin, polc-enforcement-point and polc-auditor are there unless yours have',
    'these names. A first caller is made on the store: polc caller create.',
    '',
    'SIGHUP reads the policies again; what does not compile, or is not signed as it',
    'must be, changes nothing. SIGTERM and SIGINT answer what is under way, then end.',
    '',
    'Examples:',
    '  $ polc caller create gateway --policy polc-enforcement-point',
    '  $ polc serve -p policies',
    '  $ polc serve policies.polcb --trust key.pub --store postgres://polc@db/polc',
  );
}

async function runServe(bundle: string | undefined, options: ServeOptions): Promise<number> {
  const { COMMAND, ServiceError, startServer } = await import('@polc/service');
  const paths = bundle === undefined ? options.policies : [bundle];
  if (paths === undefined || (bundle !== undefined && options.policies !== undefined))
    throw new Failure('usage', 'serve takes one bundle, or policies with -p');
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) throw new Failure('usage', '--tls-cert and --tls-key go together');
  const trust = options.trust?.map(readPublicKey);
  const tokens = options.tokens === undefined ? null : await readTokens(options.tokens);
  const data = new DataFolder(options.data);
  const base = options.baseUrl ?? `${options.tlsCert === undefined ? 'http' : 'https'}://${options.host}:${options.port}`;
  const opened = await openService({
    ...{ data, bundle: await readServicePolicies(paths), node: options.node, issuer: base, maxStaleness: options.maxStaleness, sealed: options.sealed },
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.audit === undefined ? {} : { audit: options.audit }),
    ...(options.audience === undefined ? {} : { audience: options.audience }),
    ...(trust === undefined ? {} : { trust }),
    ...(options.sensitive === undefined ? {} : { alerts: { sensitive: options.sensitive } }),
  });
  const { service, auditFolder } = opened;
  const reload = () =>
    readServicePolicies(paths).catch((error: unknown) => {
      throw error instanceof Failure ? new ServiceError('bad_policies', error.message, null, error) : error;
    });
  let server: RunningServer | null = null;
  try {
    server = await startServer(service, {
      ...settingsOf(options, (tokens?.trustDomains ?? []).length > 0),
      ...(await doorOf(tokens, service)),
      reload,
      auditFolder,
      log: { write: (line) => process.stderr.write(line) },
    });
    await service.trail.happened(COMMAND, 'started', `it listens at ${server.base}`, service.policies.engine.revision);
    note(`polc: it listens at ${server.base}; revision ${service.policies.engine.revision}`);
    process.on('SIGHUP', () => {
      reload()
        .then((bytes) => service.replacePolicies(bytes, COMMAND))
        .then(
          (answer) => note(`polc: the policies are ${answer === 'same' ? 'what they were' : `replaced; revision ${service.policies.engine.revision}`}`),
          (error: unknown) => note(`polc: the policies stay as they are: ${error instanceof Error ? error.message : String(error)}`),
        );
    });
    const signal = await ended();
    note(`polc: ${signal}: what is under way is answered, then it ends`);
    await service.trail.happened(COMMAND, 'stopped', signal, service.policies.engine.revision);
  } catch (error) {
    // Whatever it was: what listens would go on, and the process with it.
    await (server ?? service).close();
    throw listenFailure(error, options) ?? (await asFailure(error));
  }
  await server.close();
  return EXIT.fine;
}

function ended(): Promise<string> {
  return new Promise((resolve) => {
    // Once: who asks again wants it to end at once, by the system's own hand.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

function settingsOf(options: ServeOptions, takesSvids: boolean): ServerSettings {
  const { host, port, baseUrl, tlsCert, tlsKey, clientCa, anonymous, rateLimit, trustProxy, grace, log } = options;
  const tls =
    tlsCert === undefined || tlsKey === undefined
      ? {}
      : { tls: { cert: readText(tlsCert), key: readText(tlsKey), takesSvids, ...(clientCa === undefined ? {} : { clientCa: readText(clientCa) }) } };
  return {
    ...{ host, port, grace, logLevel: log, ...tls },
    ...(baseUrl === undefined ? {} : { base: baseUrl }),
    ...(anonymous === undefined ? {} : { anonymous }),
    ...(rateLimit === undefined ? {} : { rateLimit: { requests: rateLimit, seconds: 1 } }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
  };
}

/** What `--tokens` holds, beside the door's own settings. */
interface TokensFile extends Omit<TokenSettings, 'first' | 'clock'> {
  readonly userIssuers?: readonly string[];
  readonly ciba?: CibaSettings;
}

async function readTokens(file: string): Promise<TokensFile> {
  const value = await readJsonDocument(file);
  if (typeof value === 'object' && value !== null && 'issuers' in value && Array.isArray(value.issuers)) return value as TokensFile;
  throw new Failure('usage', `${file}: an object with "issuers", a list`);
}

async function doorOf(tokens: TokensFile | null, { store, clock }: Service): Promise<Pick<ServerSettings, 'door' | 'userIssuers' | 'ciba'>> {
  if (tokens === null) return {};
  const { TokenDoor, TokenSettingsError } = await import('@polc/service');
  const { userIssuers = [], ciba, ...settings } = tokens;
  if (!Array.isArray(userIssuers) || userIssuers.some((issuer) => typeof issuer !== 'string'))
    throw new Failure('usage', '--tokens: "userIssuers" is a list of issuers');
  try {
    const door = new TokenDoor({ ...settings, clock, first: (use, id, expires, now) => store.first(use, id, expires, now) });
    return { door, userIssuers, ...(ciba === undefined ? {} : { ciba }) };
  } catch (error) {
    if (error instanceof TokenSettingsError) throw new Failure('usage', `--tokens: ${error.message}`, error);
    throw error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileFailure(file, error, 'unreadable');
  }
}

function readPublicKey(file: string): KeyObject {
  try {
    const key = createPublicKey(readText(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    if (error instanceof Failure) throw error;
  }
  throw new Failure('usage', `--trust ${file}: not an Ed25519 key in PEM`);
}

function listenFailure(error: unknown, { host, port }: ServeOptions): Failure | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return new Failure('server', `${host}:${port}: something else listens there`, error);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Failure('server', `${host}:${port}: it cannot listen there: ${code}`, error);
  return null;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('a number above 0.');
  return number;
}
