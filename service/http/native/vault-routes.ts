// Vault's own endpoints for entities and the agent registry (agents-and-standards §6.1), answered as Vault answers: `data`, `keys`, `key_info`.

import type { JsonObject } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import { shownRegistration } from '../../agents/entity-registry.js';
import { ENTITY, REGISTRATION } from '../../agents/entity-schema.js';
import type { Asking } from '../../audit/trail.js';
import type { Service } from '../../service.js';
import { pageByPage } from '../../stores/page-by-page.js';
import type { StoredRecord } from '../../stores/store.js';
import { StoreError } from '../../stores/store-error.js';
import { revokeGrants } from './registry-routes.js';
import { demandFound, route } from './route.js';

const tag = 'Vault';
const REGISTRY = '/v1/agent-registry';
/** Those of it that an update may leave out. */
const UPDATE = { ...REGISTRATION, required: [] } as const;

/** By id, by display name, by entity. */
const WAYS = ['id', 'display-name', 'entity-id'] as const;

export function vaultRoutes(app: FastifyInstance, service: Service): void {
  entityRoutes(app, service);
  const { rights } = service;
  route(app, 'POST', `${REGISTRY}/register`, { summary: 'Register an entity as an agent', tag, body: REGISTRATION }, async ({ asking, body }) => {
    await rights.demandWith(body, asking.caller, 'create', 'agents', String(body.id ?? body.display_name));
    const record = await service.change(asking, 'register', ({ entities }) => entities.register(body));
    return { data: { id: record.id, display_name: record.body.display_name } };
  });
  for (const way of WAYS) {
    const url = `${REGISTRY}/registration/${way}/:name`;
    route(app, 'GET', url, { summary: `Read a registration by its ${way}`, tag }, async ({ asking, params: { name = '' } }) => {
      const found = await find(service, asking, way, name);
      await demandFound(rights, asking.caller, 'read', 'agents', name, found?.id ?? null);
      return { data: shownRegistration(mustBeNamed(found, name)) };
    });
    if (way === 'entity-id') continue;
    route(app, 'POST', url, { summary: `Change a registration by its ${way}`, tag, body: UPDATE }, async ({ asking, params: { name = '' }, body }) => {
      const found = await find(service, asking, way, name);
      await demandFound(rights, asking.caller, 'update', 'agents', name, found?.id ?? null, body);
      const record = await service.change(asking, 'update', ({ entities }) => entities.update(mustBeNamed(found, name).id, body));
      return { data: { id: record.id, display_name: record.body.display_name } };
    });
    route(app, 'DELETE', url, { summary: `Take a registration out by its ${way}`, tag }, async ({ asking, params: { name = '' } }) => {
      const found = await find(service, asking, way, name);
      await demandFound(rights, asking.caller, 'delete', 'agents', name, found?.id ?? null);
      const { id } = mustBeNamed(found, name);
      await service.change(asking, 'remove', ({ agents }) => agents.remove('agent', id));
      await revokeGrants(service, { agent: id }, asking);
      return undefined;
    });
    // WHY GET: Node knows no method LIST, for which Vault takes `GET …?list=true` too.
    route(app, 'GET', `${REGISTRY}/registration/${way}`, { summary: `List registrations by their ${way}`, tag }, async ({ asking }) => {
      await rights.demand(asking.caller, 'list', 'agents');
      const records: StoredRecord[] = [];
      for await (const record of pageByPage((page) => service.store.list('agent', page))) if (record.body.entity_id !== undefined) records.push(record);
      const keyOf = (record: StoredRecord) => (way === 'id' ? record.id : String(record.body.display_name));
      const infoOf = (record: StoredRecord) => (way === 'id' ? { display_name: String(record.body.display_name) } : { id: record.id });
      return { data: { keys: records.map(keyOf), key_info: Object.fromEntries(records.map((record) => [keyOf(record), infoOf(record)])) } };
    });
  }
}

function entityRoutes(app: FastifyInstance, service: Service): void {
  const { rights, store } = service;
  route(app, 'POST', '/v1/identity/entity', { summary: 'Make an entity', tag, body: ENTITY }, async ({ asking, body }) => {
    await rights.demandWith(body, asking.caller, 'create', 'entities', String(body.id ?? body.name ?? ''));
    const record = await service.registriesFor(asking, 'create').entities.create(body);
    return { data: shownEntity(record) };
  });
  route(app, 'GET', '/v1/identity/entity/id/:id', { summary: 'Read an entity', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'read', 'entities', id);
    return { data: shownEntity(mustBeNamed(await store.get('entity', id), id)) };
  });
  route(app, 'GET', '/v1/identity/entity/name/:name', { summary: 'Read an entity by its name', tag }, async ({ asking, params: { name = '' } }) => {
    await rights.demand(asking.caller, 'read', 'entities', name);
    return { data: shownEntity(mustBeNamed(await store.named('entity', 'name', name), name)) };
  });
  route(app, 'DELETE', '/v1/identity/entity/id/:id', { summary: 'Take an entity out', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'delete', 'entities', id);
    await service.registriesFor(asking, 'remove').entities.remove(id);
    return undefined;
  });
}

function shownEntity({ id, body, createdAt, changedAt }: StoredRecord): JsonObject {
  const { name = id, metadata = {}, policies = [] } = body;
  const time = (at: number) => new Date(at).toISOString();
  return { id, name, metadata, policies, creation_time: time(createdAt), last_update_time: time(changedAt) };
}

function find(service: Service, asking: Asking, way: (typeof WAYS)[number], name: string): Promise<StoredRecord | null> {
  const { agents, entities } = service.registriesFor(asking, 'read');
  if (way === 'id') return agents.get('agent', name);
  return way === 'entity-id' ? entities.registrationOf(name) : entities.displayed(name);
}

function mustBeNamed(record: StoredRecord | null, name: string): StoredRecord {
  if (record === null) throw new StoreError('not_found', `there is none of the name ${JSON.stringify(name)}`);
  return record;
}
