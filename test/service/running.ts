// A service with everything that belongs to it, for tests: policies from a text, a store and a log in a folder of its own, an API key, and the server.

import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import {
  AuditLog,
  AuditSinks,
  COMMAND,
  logSink,
  openSqlite,
  type RunningServer,
  type ServerSettings,
  Service,
  type ServiceSettings,
  type Store,
  signerOf,
  startServer,
} from '@polc/service';

/** Everything below `polc/`. */
export const ADMIN = `
policy "polc-admin" {
  path "polc/*" { capabilities = ["create", "read", "update", "delete", "list"] }
}
`;

export interface Running {
  readonly service: Service;
  readonly server: RunningServer;
  readonly store: Store;
  readonly folder: string;
  /** Of a caller with the policy `polc-admin`. */
  readonly key: string;
  /** What is answered to a call with that key; `body` as JSON unless it is text. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** A key of another caller. */
  keyFor(entry: object): Promise<string>;
  end(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  readonly json: any;
}

export interface RunningOptions {
  readonly store?: (folder: string) => Promise<Store>;
  readonly service?: Partial<ServiceSettings>;
  readonly server?: ServerSettings;
  readonly audit?: ServiceSettings['audit'];
}

export function bundleOf(...texts: readonly string[]): Uint8Array {
  const { bundle, diagnostics } = compile(texts.map((text, i) => ({ file: `set-${i}.hcl`, text })));
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return bundle;
}

export const ed25519 = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** `policies`: beside `polc-admin`. */
export async function run(policies: string, { store: openStore, service: more, server, audit }: RunningOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'polc-service-'));
  const store = await (openStore?.(folder) ?? openSqlite(join(folder, 'store.db'), { interval: 10 }));
  const log =
    audit ??
    new AuditSinks([logSink('file', await AuditLog.open(join(folder, 'audit'), { origin: 'polc.test/log', signer: signerOf('polc.test', randomBytes(32)) }))]);
  const service = await Service.open({
    ...{ store, bundle: bundleOf(ADMIN, policies), audit: log, auditSecret: randomBytes(32), node: 'test', issuer: 'https://polc.test', audience: 'polc.test' },
    ...{ grantKey: ed25519(), interval: 20, ...more },
  });
  const { key } = await service.change(COMMAND, 'create', ({ callers }) => callers.create({ id: 'admin', policies: ['polc-admin'] }));
  const running = await startServer(service, { auditFolder: join(folder, 'audit'), ...server });
  return {
    ...{ service, server: running, store, folder, key },
    call: (method, path, body, headers) => call(running.base, key, method, path, body, headers),
    keyFor: async (entry) => (await service.change(COMMAND, 'create', ({ callers }) => callers.create(entry))).key,
    end: async () => {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function call(
  base: string,
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
    ...sent,
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, json: isJson && text !== '' ? JSON.parse(text) : null };
}
