// Delegations and consents.

import type { FastifyInstance } from 'fastify';
import type { Caller } from '../../callers/caller.js';
import { CONSENT, DELEGATION } from '../../delegations/delegation-schema.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import { mustBeThere } from '../../stores/store-error.js';
import { revokeGrants } from './registry-routes.js';
import { demandFound, PAGE_QUERY, pageOf, route, shownRecord } from './route.js';

const GIVEN_BY = { type: 'string', pattern: '^(?:user|agent):[^\\p{Cc}\\p{Cs}]+$', maxLength: 300 } as const;
/** `by`: for whom it is given, by a caller that has seen to it that it is them. */
const CONSENT_SENT = { ...CONSENT, properties: { ...CONSENT.properties, by: GIVEN_BY } } as const;
const tag = 'Delegation and consent';

export function delegationRoutes(app: FastifyInstance, service: Service): void {
  const { rights, store } = service;
  route(
    app,
    'POST',
    '/v1/delegations',
    { summary: 'Let an agent act for a user, or for an agent', tag, body: DELEGATION, status: 201 },
    async ({ asking, body }) => {
      await rights.demandWith(body, asking.caller, 'create', 'delegations', String(body.id));
      const record = await service.change(asking, 'create', ({ delegations }) => delegations.create(body));
      return shownRecord(record);
    },
  );
  route(app, 'GET', '/v1/delegations', { summary: 'List delegations', tag, query: PAGE_QUERY }, async ({ asking, query }) => {
    await rights.demand(asking.caller, 'list', 'delegations');
    return { delegations: (await store.list('delegation', pageOf(query))).map(shownRecord) };
  });
  route(app, 'GET', '/v1/delegations/:id', { summary: 'Read a delegation', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'read', 'delegations', id);
    return shownRecord(mustBeThere(await store.get('delegation', id), 'delegation', id));
  });
  route(
    app,
    'POST',
    '/v1/delegations/:id/revoke',
    { summary: 'Revoke a delegation, what was consented to by it, and the grants that rest on it', tag },
    async (called) => {
      const { id = '' } = called.params;
      await rights.demand(called.asking.caller, 'delete', 'delegations', id);
      const record = await service.change(called.asking, 'revoke', ({ delegations }) => delegations.revoke(id));
      await endGrants(service, id, called.asking);
      return shownRecord(record);
    },
  );
  route(
    app,
    'POST',
    '/v1/consents',
    { summary: 'Consent to what a delegation covers', tag, body: CONSENT_SENT, status: 201 },
    async ({ asking, body: { by, ...body } }) => {
      await rights.demandWith(body, asking.caller, 'create', 'consents', String(body.delegation));
      const giver = await personFor(service, asking.caller, by);
      const record = await service.change(asking, 'give', ({ delegations }) => delegations.consent(body, giver));
      return shownRecord(record);
    },
  );
  route(app, 'GET', '/v1/consents', { summary: 'List consents', tag, query: PAGE_QUERY }, async ({ asking, query }) => {
    await rights.demand(asking.caller, 'list', 'consents');
    return { consents: (await store.list('consent', pageOf(query))).map(shownRecord) };
  });
  route(app, 'POST', '/v1/consents/:id/withdraw', { summary: 'Withdraw a consent', tag }, async ({ asking, params: { id = '' }, body: { by } }) => {
    const before = await store.get('consent', id);
    // WHY a right on the delegation: the consent's own id says nothing to a policy.
    await demandFound(rights, asking.caller, 'delete', 'consents', id, before === null ? null : String(before.body.delegation));
    const giver = await personFor(service, asking.caller, by);
    const record = await service.change(asking, 'withdraw', ({ delegations }) => delegations.withdraw(id, giver));
    await endGrants(service, String(record.body.delegation), asking);
    return shownRecord(record);
  });
}

/** Whoever a caller is, or vouches for by a right of its own. @throws ServiceError forbidden, unaudited */
export async function personFor({ rights }: Service, caller: Caller, by: unknown): Promise<string> {
  const { principal } = caller;
  const own =
    'user' in principal ? `user:${principal.user.id}` : 'agent' in principal && principal.delegation === undefined ? `agent:${principal.agent}` : null;
  if (by === undefined || by === own) {
    if (own === null) throw new ServiceError('invalid', '"by" is missing: the caller is neither a user nor an agent', 'by');
    return own;
  }
  const [, kind, id] = /^(user|agent):(.+)$/s.exec(String(by)) ?? [];
  if (kind === undefined || id === undefined) throw new ServiceError('invalid', '"by" is user:ID or agent:ID', 'by');
  await rights.demand(caller, 'update', 'vouch', `${kind}s`, id);
  return `${kind}:${id}`;
}

async function endGrants(service: Service, delegation: string, asking: Parameters<typeof revokeGrants>[2]): Promise<void> {
  const { from, to } = service.current.engine.snapshot.delegations.get(delegation) ?? {};
  if (from !== undefined && to !== undefined) await revokeGrants(service, { from, to }, asking);
}
