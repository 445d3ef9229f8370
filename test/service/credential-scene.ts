// A service behind TLS that takes every kind of credential, an authority for each of them, and calls that show what a test wants them to.

import { webcrypto } from 'node:crypto';
import { type RequestOptions, request } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { openSqlite, type ServerSettings, type Store } from '@polc/service';
import { TokenDoor } from '../../service/tokens/token-door.js';
import type { IssuerSettings } from '../../service/tokens/token-settings.js';
import { type Running, run } from './running.js';
import { type Authority, type CertificateOptions, makeIntermediate, makeLeaf, makeRoot, rootEntry } from './token-certificates.js';
import { ISSUER, jwks, jws, makeSigner, proof, SERVER, type Signer, START, sha256 } from './token-kit.js';

export const MACHINES = 'https://machines.example';
const HOUR = 3_600_000;
/** Certificates of tests are made for another day. */
export const NOWADAYS = { since: START - Date.now() + HOUR, until: Date.now() + HOUR - START };
export const seconds = () => Math.floor(Date.now() / 1000);

const POLICIES = `
policy "asks-for-itself" {
  path "polc/decide/agents/{{self.id}}" { capabilities = ["update"] }
  path "polc/grants/redeem" { capabilities = ["update"] }
}
policy "enforcement" {
  path "polc/decide/+/+" { capabilities = ["update"] }
  path "polc/decide/context" { capabilities = ["update"] }
  path "polc/grants/redeem" { capabilities = ["update"] }
}
policy "lists-agents" { path "polc/agents/" { capabilities = ["list"] } }
policy "lists-users" { path "polc/users/" { capabilities = ["list"] } }
policy "asks-for-users" {
  path "polc/decide/users/alice" { capabilities = ["update"] }
  path "polc/decide/agents/+" { capabilities = ["update"] }
}
policy "code" {
  path "secret/data/*" { capabilities = ["read", "update"] }
  path "record/+" { capabilities = ["read", "update"] }
}
policy "searches" { path "polc/search/+" { capabilities = ["update"] } }
scope "reads" {
  path "secret/data/*" { capabilities = ["read"] }
  path "record/+" { capabilities = ["read"] }
  path "polc/search/+" { capabilities = ["update"] }
  path "polc/decide/agents/+" { capabilities = ["update"] }
}
`;

export interface Shown {
  readonly certificate?: Authority;
  /** Sent behind the certificate. */
  readonly chain?: readonly Authority[];
  readonly authorization?: string;
  readonly dpop?: readonly string[];
  readonly session?: Buffer;
}

export interface CredentialAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  readonly json: any;
  /** To go on with in another connection. */
  readonly session: Buffer | null;
}

export interface CredentialScene {
  readonly running: Running;
  readonly base: string;
  /** Authority of callers' certificates. */
  readonly callers: Authority;
  /** Root of the trust domain. */
  readonly domain: Authority;
  readonly people: Signer;
  readonly machines: Signer;
  readonly workloads: Signer;
  leaf(by: Authority | null, options?: CertificateOptions): Promise<Authority>;
  ask(method: string, path: string, shown: Shown, body?: unknown): Promise<CredentialAnswer>;
  /** Access token of a user (`people`), or of a machine. */
  token(signer: Signer, claims: object, header?: object): string;
  /** Of a request to this server. */
  proofOf(key: Signer, token: string, method: string, path: string, claims?: object): string;
  end(): Promise<void>;
}

export async function openCredentialScene(settings: ServerSettings = {}): Promise<CredentialScene> {
  const [people, machines, workloads] = [makeSigner('ES256', 'p1'), makeSigner('EdDSA', 'm1'), makeSigner('ES256', 'w1')];
  const authority = await makeRoot({ subject: 'CN=servers', uris: [], ...NOWADAYS });
  const callers = await makeRoot({ subject: 'CN=callers', uris: [], ...NOWADAYS });
  const domain = await makeRoot(NOWADAYS);
  const own = await makeLeaf(authority, { subject: 'CN=polc', uris: [], names: [{ type: 'ip', value: '127.0.0.1' }], ...NOWADAYS });
  let store: Store | null = null;
  const issuer = (name: string, signer: Signer): IssuerSettings => ({ issuer: name, audiences: [SERVER], keys: { jwks: jwks(signer) } });
  const door = new TokenDoor({
    issuers: [{ ...issuer(ISSUER, people), actorIssuers: [MACHINES] }, { ...issuer(MACHINES, machines) }],
    trustDomains: [
      { trustDomain: 'example.org', audiences: [SERVER], bundle: { jwks: { keys: [{ ...workloads.jwk, use: 'jwt-svid' }, rootEntry(domain)] as never } } },
    ],
    first: (...seen) => (store as Store).first(...seen),
  });
  const running = await run(POLICIES, {
    store: async (folder) => {
      store = await openSqlite(`${folder}/store.db`, { interval: 10 });
      return store;
    },
    server: {
      tls: { key: await keyOf(own), cert: pemOf(own), clientCa: pemOf(callers), takesSvids: true },
      ...{ door, userIssuers: [ISSUER], failureLimit: { requests: 10_000, seconds: 60 }, ...settings },
    },
  });
  const { base, port } = running.server;
  const ca = pemOf(authority);
  return {
    ...{ running, base, callers, domain, people, machines, workloads },
    leaf: (by, options) => makeLeaf(by, { ...NOWADAYS, ...options }),
    ask: async (method, path, shown, body) => ask({ ca, port, method, path, ...(await tlsOf(shown)) }, shown, body),
    token: (signer, claims, header = {}) => {
      const iss = signer === machines ? MACHINES : ISSUER;
      const times = { iat: seconds() - 5, exp: seconds() + 300 };
      return jws(
        { alg: signer.alg, typ: 'at+jwt', kid: signer.jwk.kid, ...header },
        { iss, aud: SERVER, client_id: 'app', jti: 't', ...times, ...claims },
        signer,
      );
    },
    proofOf: (key, token, method, path, claims = {}) =>
      proof(key, token, { htm: method, htu: `${base}${path}`, iat: seconds(), ath: sha256(token), ...claims }),
    end: () => running.end(),
  };
}

export const intermediate = (by: Authority) => makeIntermediate(by, NOWADAYS);

export const pemOf = ({ certificate }: Authority) => certificate.toString('pem');

export async function keyOf({ keys }: Authority): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

async function tlsOf({ certificate, chain = [], session }: Shown): Promise<ConnectionOptions> {
  const resumed = session === undefined ? {} : { session };
  if (certificate === undefined) return resumed;
  return { cert: [certificate, ...chain].map(pemOf).join('\n'), key: await keyOf(certificate), ...resumed };
}

function ask(options: RequestOptions & ConnectionOptions, { authorization, dpop = [] }: Shown, body: unknown): Promise<CredentialAnswer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(authorization === undefined ? {} : { authorization }),
      ...(dpop.length === 0 ? {} : { dpop: [...dpop] }),
    };
    let session: Buffer | null = null;
    // A connection of its own, since it shows who asks.
    const asking = request({ ...options, host: '127.0.0.1', agent: false, headers } as RequestOptions, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const received = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, text: received, json: received.startsWith('{') ? JSON.parse(received) : null, session });
      });
    });
    asking.on('socket', (socket) => socket.on('session', (made: Buffer) => (session = made)));
    asking.on('error', reject);
    asking.end(text);
  });
}
