// Ephemeral grants: asked for with the request that they are for, used once or as often as they say, revoked; and the keys that they are checked with.

import type { JsonObject } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import type { Confirmation } from '../../grants/grant-claims.js';
import { grantedAction } from '../../grants/granted-action.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import type { StoredGrant } from '../../stores/store.js';
import { mustBeThere } from '../../stores/store-error.js';
import type { ServerSettings } from '../settings.js';
import { shownDecision } from '../shown-decision.js';
import { askedBy, REQUEST } from './decide-routes.js';
import { issueGrant } from './issue-grant.js';
import { PAGE_QUERY, pageOf, route } from './route.js';

const THUMBPRINT = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' } as const;
/** The key that whoever uses it has to hold, as an enforcement point has seen it (RFC 9449 §6, RFC 8705 §3.1). */
const HOLDER = {
  type: 'object',
  properties: { jkt: THUMBPRINT, 'x5t#S256': THUMBPRINT },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
} as const;
const ASKED = { ...REQUEST, properties: { ...REQUEST.properties, holder: HOLDER } } as const;
const REDEEMED = {
  type: 'object',
  properties: { token: { type: 'string', maxLength: 16_384 }, action: { type: 'object' }, holder: HOLDER },
  required: ['token', 'action'],
  additionalProperties: false,
} as const;
const tag = 'Grants';

export function grantRoutes(app: FastifyInstance, service: Service, settings: ServerSettings): void {
  const { point, grants, store, rights, trail, metrics, current } = service;
  route(app, 'POST', '/v1/grants', { summary: 'Decide a request, and where it is allowed issue a grant for just that', tag, body: ASKED }, async (called) => {
    const { asking, reply } = called;
    const { holder, ...body } = called.body;
    const { request, vouched } = await askedBy(body, asking, service, settings);
    if (typeof request.agent !== 'string') throw new ServiceError('invalid', 'grants are for requests that an agent makes', 'agent');
    const action = grantedAction(request, current.engine);
    const decided = await point.decide(request, { asking, api: 'grant', vouched });
    // What is no action is not allowed; the decision says why.
    if (!decided.decision.allowed || action === null) return { ...shownDecision(decided), grant: null };
    const { id, token, expiresIn, uses } = await issueGrant(service, asking, decided, action, holderOf(holder) ?? asking.caller.holder);
    reply.code(201);
    return { ...shownDecision(decided), grant: { id, token, token_type: 'N_A', expires_in: expiresIn, uses } };
  });
  route(app, 'POST', '/v1/grants/redeem', { summary: 'Use a grant once, for what it is for', tag, body: REDEEMED }, async ({ asking, body }) => {
    await rights.demand(asking.caller, 'update', 'grants', 'redeem');
    const { token, action: sent, holder } = body as { readonly token: string; readonly action: JsonObject; readonly holder?: JsonObject };
    // WHY: whoever may say which key was shown could use what is bound to any.
    if (holder !== undefined) await rights.demand(asking.caller, 'update', 'decide', 'context');
    const request = sent as unknown as Parameters<typeof grantedAction>[0];
    const action = grantedAction(request, current.engine);
    const standing = action === null ? 'malformed_request' : point.standingFault(request);
    const answer =
      action === null || standing !== null
        ? { fault: standing ?? 'malformed_request' }
        : await grants.redeem(token, action, holderOf(holder) ?? asking.caller.holder);
    const fault = 'fault' in answer ? answer.fault : null;
    metrics.granted(fault === null ? 'redeemed' : 'refused');
    await trail.changed(asking, {
      ...{ kind: 'grant', action: fault === null ? 'redeem' : 'refuse', subject: 'claims' in answer ? answer.claims.jti : '' },
      ...{
        agent: action?.agent ?? null,
        user: action?.user ?? null,
        body: { status: fault ?? 'redeemed', path: action?.path ?? null, operation: action?.operation ?? null },
      },
    });
    return 'claims' in answer ? { redeemed: true, grant: answer.claims.jti, decision_id: answer.claims.txn } : { redeemed: false, fault };
  });
  route(
    app,
    'GET',
    '/v1/grants',
    { summary: 'List grants', tag, query: { ...PAGE_QUERY, properties: { ...PAGE_QUERY.properties, agent: { type: 'string' } } } },
    async (called) => {
      const { asking, query } = called;
      await rights.demand(asking.caller, 'list', 'grants');
      return { grants: (await store.grants(typeof query.agent === 'string' ? query.agent : null, pageOf(query))).map(shownGrant) };
    },
  );
  route(app, 'POST', '/v1/grants/:id/revoke', { summary: 'Revoke a grant, from the next use on', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'delete', 'grants', id);
    const grant = mustBeThere(await store.grant(id), 'grant', id);
    await trail.changed(asking, { kind: 'grant', action: 'revoke', subject: id, agent: grant.agent });
    await grants.revoke(id);
    metrics.granted('revoked');
    return shownGrant((await store.grant(id)) ?? grant);
  });
  app.get('/.well-known/jwks.json', { config: { open: true }, schema: { tags: [tag], summary: 'Keys that grants are checked with (RFC 7517)' } }, async () =>
    grants.keys(),
  );
}

function holderOf(sent: unknown): Confirmation | null {
  return sent === undefined ? null : (sent as Confirmation);
}

function shownGrant({ id, agent, body, uses, spent, issuedAt, expires, revokedAt }: StoredGrant): JsonObject {
  const time = (at: number) => new Date(at).toISOString();
  return { ...body, id, agent, uses, spent, issued_at: time(issuedAt), expires: time(expires), revoked_at: revokedAt === null ? null : time(revokedAt) };
}
