// A service with one of everything, for bad requests of every kind: what it describes of itself, whom its paths can name, what it holds, and who asks it.

import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import type { ServerSettings } from '@polc/service';
import { type Running, run } from './running.js';

const POLICIES = `
agent_type "worker" {
  max_ttl = "5m"
  uses    = 2
}
policy "exact" {
  path "secret/exact" {
    capabilities = ["read"]
    when { expr = request.purpose == "review" && session.id == "S" && parameters.kind == "one" }
  }
  path "secret/asked" {
    capabilities = ["update"]
    approval { by = ["group:leads"] }
  }
}
policy "nothing" { path "nothing" { capabilities = ["read"] } }
scope "one" { path "secret/*" { capabilities = ["read"] } }
group "leads" { policies = ["nothing"] }
`;

export interface Operation {
  readonly method: string;
  /** As the description has it: `/v1/agents/{id}`. */
  readonly path: string;
  /** Where it has what there is. */
  readonly url: string;
  readonly params: readonly string[];
  readonly query: readonly { readonly name: string; readonly schema: object }[];
  /** Of its body; null: it takes none. */
  readonly schema: object | null;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body?: string | Uint8Array;
  readonly headers?: OutgoingHttpHeaders;
  /** null: no credential. */
  readonly key: string | null;
}

export interface FuzzScene {
  readonly running: Running;
  readonly operations: readonly Operation[];
  /** Of callers who may everything, and nothing. */
  readonly admin: string;
  readonly nobody: string;
  /** A grant that was given, and an approval that waits. */
  readonly ids: { readonly grant: string; readonly token: string; readonly approval: string; readonly consent: string };
  ask(asked: Asked): Promise<FuzzAnswer>;
  /** All that is stored, in short. */
  held(): Promise<string>;
  end(): Promise<void>;
}

/** What of the base request an answer hangs on. */
export const EXACT = { agent: 'worker', operation: 'read', path: 'secret/exact', parameters: { kind: 'one' }, purpose: 'review', session: { id: 'S' } };
export const WANTING = { agent: 'worker', operation: 'update', path: 'secret/asked' };

/** Open to whoever asks. */
export const OPEN = ['/.well-known/authzen-configuration', '/.well-known/jwks.json', '/health/live', '/health/ready', '/openapi.json'];

export async function openScene(settings: ServerSettings = {}): Promise<FuzzScene> {
  const running = await run(POLICIES, { server: { failureLimit: { requests: 10_000, seconds: 60 }, ...settings } });
  const must = async (path: string, body: object) => {
    const { status, json, text } = await running.call('POST', path, body);
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return json;
  };
  await must('/v1/agents', { id: 'worker', type: 'worker', policies: ['exact'], identity: { spiffe: 'spiffe://example.org/worker' } });
  await must('/v1/agents', { id: 'existing', policies: ['nothing'], display_name: 'Existing One' });
  await must('/v1/users', { id: 'existing', policies: ['nothing'] });
  await must('/v1/groups', { id: 'existing', policies: ['nothing'] });
  await must('/v1/delegations', { id: 'existing', from: 'user:existing', to: 'existing', scopes: ['one'] });
  const consent = await must('/v1/consents', { delegation: 'existing', scopes: ['one'], by: 'user:existing' });
  await must('/v1/identity/entity', { id: 'existing', name: 'existing', policies: ['nothing'] });
  await must('/v1/identity/entity', { id: 'registered', name: 'registered' });
  const registration = {
    id: 'registration',
    display_name: 'existing',
    entity_id: 'registered',
    no_default_ceiling_policy: true,
    ceiling_policies: ['nothing'],
  };
  await must('/v1/agent-registry/register', registration);
  await must('/v1/callers', { id: 'existing', policies: ['nothing'] });
  const { grant } = await must('/v1/grants', EXACT);
  const [approval] = (await must('/v1/approvals', WANTING)).approvals;
  const ids = { grant: grant.id, token: grant.token, approval: approval.id, consent: consent.id } as const;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const { store, server } = running;
  return {
    ...{ running, ids, admin: running.key, nobody: await running.keyFor({ id: 'nobody', policies: ['nothing'] }) },
    operations: operationsOf((await running.call('GET', '/openapi.json')).json, ids),
    ask: (asked) => ask(agent, server.port, asked),
    held: async () => {
      const all = [await store.version(), await store.grants(null, { limit: 1_000 }), await store.approvals({}, { limit: 1_000 })];
      return JSON.stringify(all);
    },
    end: async () => {
      agent.destroy();
      await running.end();
    },
  };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Described {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
}

function operationsOf({ paths }: Description, ids: FuzzScene['ids']): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      ...{ method: method.toUpperCase(), path, url: urlOf(path, ids) },
      params: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
      query: parameters.filter((one) => one.in === 'query').map(({ name, schema }) => ({ name, schema })),
      schema: requestBody?.content['application/json']?.schema ?? null,
    })),
  );
}

function urlOf(path: string, { grant, approval, consent }: FuzzScene['ids']): string {
  const id = path.startsWith('/v1/grants/') ? grant : path.startsWith('/v1/approvals/') ? approval : path.startsWith('/v1/consents/') ? consent : 'existing';
  const name = path.includes('/registration/id/') ? 'registration' : path.includes('/registration/entity-id/') ? 'registered' : 'existing';
  return path.replace('{id}', id).replace('{name}', name).replace('{index}', '0');
}

/** WHY not fetch: it repairs paths, and refuses headers. */
function ask(agent: Agent, port: number, { method, url, body, headers = {}, key }: Asked): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    const sent = {
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    };
    const asking = request({ agent, port, host: '127.0.0.1', method, path: url, headers: sent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString('utf8') }));
      answer.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}
