// Callers and their API keys.

import type { FastifyInstance } from 'fastify';
import { shownCaller } from '../../callers/caller-registry.js';
import { CALLER } from '../../callers/caller-schema.js';
import type { Service } from '../../service.js';
import { mustBeThere } from '../../stores/store-error.js';
import { PAGE_QUERY, pageOf, route, shownRecord } from './route.js';

const tag = 'Callers';
const ROTATION = { type: 'object', properties: { overlap: { type: 'integer', minimum: 0, maximum: 2_592_000 } }, additionalProperties: false } as const;

export function callerRoutes(app: FastifyInstance, service: Service): void {
  const { rights, store } = service;
  route(
    app,
    'POST',
    '/v1/callers',
    { summary: 'Let somebody ask; answers with the API key, once', tag, body: CALLER, status: 201 },
    async ({ asking, body }) => {
      await rights.demandWith(body, asking.caller, 'create', 'callers', String(body.id));
      const { record, key } = await service.change(asking, 'create', ({ callers }) => callers.create(body));
      return { ...shownRecord(shownCaller(record)), key };
    },
  );
  route(app, 'GET', '/v1/callers', { summary: 'List callers', tag, query: PAGE_QUERY }, async ({ asking, query }) => {
    await rights.demand(asking.caller, 'list', 'callers');
    return { callers: (await store.list('caller', pageOf(query))).map((record) => shownRecord(shownCaller(record))) };
  });
  route(app, 'GET', '/v1/callers/:id', { summary: 'Read a caller', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'read', 'callers', id);
    return shownRecord(shownCaller(mustBeThere(await store.get('caller', id), 'caller', id)));
  });
  route(
    app,
    'POST',
    '/v1/callers/:id/rotate',
    { summary: 'A new API key; those before it end after `overlap` seconds', tag, body: ROTATION },
    async (called) => {
      const { asking, body, params } = called;
      await rights.demand(asking.caller, 'update', 'callers', params.id ?? '');
      const { record, key } = await service.change(asking, 'rotate', ({ callers }) => callers.rotate(params.id ?? '', Number(body.overlap ?? 0)));
      return { ...shownRecord(shownCaller(record)), key };
    },
  );
  for (const [word, status] of [
    ['suspend', 'suspended'],
    ['resume', 'active'],
  ] as const) {
    route(app, 'POST', `/v1/callers/:id/${word}`, { summary: `${word} a caller, from the next request on`, tag }, async ({ asking, params: { id = '' } }) => {
      await rights.demand(asking.caller, 'update', 'callers', id, 'status');
      const record = await service.change(asking, word, ({ callers }) => callers.setStatus(id, status));
      return shownRecord(shownCaller(record));
    });
  }
  route(app, 'DELETE', '/v1/callers/:id', { summary: 'Take a caller out', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'delete', 'callers', id);
    return service.change(asking, 'remove', ({ callers }) => callers.remove(id));
  });
}
