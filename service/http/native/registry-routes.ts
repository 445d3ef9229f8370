// Agents, users and groups: registered, read, changed, suspended, taken out.

import type { JsonObject } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import { AGENT, GROUP, USER } from '../../agents/agent-schema.js';
import type { Asking } from '../../audit/trail.js';
import { type Link, revokeThrough } from '../../grants/revoke-through.js';
import type { Service } from '../../service.js';
import { mustBeThere } from '../../stores/store-error.js';
import { PAGE_QUERY, pageOf, route, shownRecord } from './route.js';

const KINDS = [
  ['agents', 'agent', AGENT],
  ['users', 'user', USER],
  ['groups', 'group', GROUP],
] as const;

export function registryRoutes(app: FastifyInstance, service: Service): void {
  for (const [folder, kind, schema] of KINDS) {
    const base = `/v1/${folder}`;
    const { rights, store } = service;
    const tag = 'Registry';
    route(app, 'POST', base, { summary: `Register one of the ${folder}`, tag, body: schema, status: 201 }, async ({ asking, body }) => {
      await rights.demandWith(body, asking.caller, 'create', folder, String(body.id));
      const record = await service.change(asking, 'register', ({ agents }) => agents.register(kind, body));
      return shownRecord(record);
    });
    route(app, 'GET', base, { summary: `List ${folder}`, tag, query: PAGE_QUERY }, async ({ asking, query }) => {
      await rights.demand(asking.caller, 'list', folder);
      return { [folder]: (await store.list(kind, pageOf(query))).map(shownRecord) };
    });
    route(app, 'GET', `${base}/:id`, { summary: `Read one of the ${folder}`, tag }, async ({ asking, params: { id = '' } }) => {
      await rights.demand(asking.caller, 'read', folder, id);
      return shownRecord(mustBeThere(await store.get(kind, id), kind, id));
    });
    route(app, 'PATCH', `${base}/:id`, { summary: 'Change members; null takes one out', tag }, async ({ asking, params: { id = '' }, body, request }) => {
      await rights.demandWith(body, asking.caller, 'update', folder, id);
      const version = versionOf(request.headers['if-match']);
      const record = await service.change(asking, 'update', ({ agents }) => agents.update(kind, id, body, version));
      await narrowed(service, kind, id, body, asking);
      return shownRecord(record);
    });
    route(app, 'DELETE', `${base}/:id`, { summary: `Take one of the ${folder} out`, tag }, async ({ asking, params: { id = '' } }) => {
      await rights.demand(asking.caller, 'delete', folder, id);
      await service.change(asking, 'remove', ({ agents }) => agents.remove(kind, id));
      await narrowed(service, kind, id, { status: 'suspended' }, asking);
      return undefined;
    });
    if (kind === 'group') continue;
    for (const [word, status] of [
      ['suspend', 'suspended'],
      ['resume', 'active'],
    ] as const) {
      route(
        app,
        'POST',
        `${base}/:id/${word}`,
        { summary: `${word} one of the ${folder}, from the next decision on`, tag },
        async ({ asking, params: { id = '' } }) => {
          await rights.demand(asking.caller, 'update', folder, id, 'status');
          const record = await service.change(asking, word, ({ agents }) => agents.update(kind, id, { status }));
          await narrowed(service, kind, id, { status }, asking);
          return shownRecord(record);
        },
      );
    }
  }
}

/** Grants of whoever stands no more end with it. */
async function narrowed(service: Service, kind: 'agent' | 'user' | 'group', id: string, members: JsonObject, asking: Asking): Promise<void> {
  if (members.status === 'suspended' && kind !== 'group') await revokeGrants(service, kind === 'agent' ? { agent: id } : { user: id }, asking);
}

/** @throws ServiceError unaudited; StoreError */
export async function revokeGrants(service: Service, link: Link, asking: Asking): Promise<void> {
  for (const id of await revokeThrough(service.store, link, service.clock())) {
    service.metrics.granted('revoked');
    await service.trail.changed(asking, { kind: 'grant', action: 'revoke', subject: id, body: { ...link } });
  }
}

/** RFC 9110 §13.1.1: the version that was read. */
function versionOf(header: string | undefined): number | undefined {
  const [, version] = /^"?([1-9][0-9]{0,15})"?$/.exec(header ?? '') ?? [];
  return version === undefined ? undefined : Number(version);
}
