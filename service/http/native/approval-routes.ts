// Approvals: opened for a request that wants one, answered by people, taken back.

import type { JsonObject, Request } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../../approvals/approval-body.js';
import { grantedAction } from '../../grants/granted-action.js';
import type { Decided } from '../../pdp/decision-point.js';
import type { Service } from '../../service.js';
import type { StoredApproval } from '../../stores/store.js';
import { mustBeThere } from '../../stores/store-error.js';
import type { ServerSettings } from '../settings.js';
import { shownDecision } from '../shown-decision.js';
import { askedBy, REQUEST } from './decide-routes.js';
import { personFor } from './delegation-routes.js';
import { PAGE_QUERY, pageOf, route } from './route.js';

const ANSWER = {
  type: 'object',
  properties: { answer: { enum: ['approve', 'deny'] }, reason: { type: 'string', maxLength: 4_096 }, by: { type: 'string', maxLength: 300 } },
  required: ['answer'],
  additionalProperties: false,
} as const;
const STATES = { ...PAGE_QUERY, properties: { ...PAGE_QUERY.properties, state: { enum: ['pending', 'approved', 'denied', 'expired', 'cancelled'] } } } as const;
const tag = 'Approvals';

export function approvalRoutes(app: FastifyInstance, service: Service, settings: ServerSettings): void {
  const { approvals, point, rights, trail } = service;
  route(
    app,
    'POST',
    '/v1/approvals',
    { summary: 'Decide a request, and ask for the approvals that it wants', tag, body: REQUEST },
    async ({ asking, body, reply }) => {
      const { request, vouched } = await askedBy(body, asking, service, settings);
      const decided = await point.decide(request, { asking, api: 'approval', vouched, spends: false });
      const wanted = decided.decision.obligations.approval;
      if (wanted === null) return { ...shownDecision(decided), approvals: [] };
      const opened = await approvals.open(approvalRequest(decided, wanted, asking.caller.id, service));
      for (const { id, action, requirement } of opened)
        await trail.changed(asking, { kind: 'approval', action: 'open', subject: id, body: { action, requirement, decision: decided.id } });
      reply.code(201);
      return { ...shownDecision(decided), approvals: opened.map(shownApproval) };
    },
  );
  route(app, 'GET', '/v1/approvals', { summary: 'List approvals', tag, query: STATES }, async ({ asking, query }) => {
    await rights.demand(asking.caller, 'list', 'approvals');
    const state = query.state as StoredApproval['state'] | undefined;
    return { approvals: (await approvals.list(state === undefined ? {} : { state }, pageOf(query))).map(shownApproval) };
  });
  route(app, 'GET', '/v1/approvals/:id', { summary: 'Read an approval', tag }, async ({ asking, params: { id = '' } }) => {
    await rights.demand(asking.caller, 'read', 'approvals', id);
    return shownApproval(mustBeThere(await approvals.get(id), 'approval', id));
  });
  route(app, 'POST', '/v1/approvals/:id/answer', { summary: 'Approve or deny', tag, body: ANSWER }, async ({ asking, params: { id = '' }, body }) => {
    const { caller } = asking;
    await rights.demand(caller, 'update', 'approvals', id);
    const by = await personFor(service, caller, body.by);
    // Groups that a token vouches for are those of who shows it.
    const groups = body.by === undefined ? caller.groups : [];
    const answer = body.answer as 'approve' | 'deny';
    const reason = typeof body.reason === 'string' ? body.reason : null;
    const answered = await approvals.answer(id, by, groups, answer, reason);
    const user = by.startsWith('user:') ? by.slice(5) : null;
    try {
      await trail.changed(asking, { kind: 'approval', action: answer, subject: id, user, body: { by, reason } });
    } catch (error) {
      // What is not written down is not approved.
      if (answer === 'approve') await approvals.cancel(id, 'nobody');
      throw error;
    }
    return shownApproval(answered);
  });
  route(
    app,
    'POST',
    '/v1/approvals/:id/cancel',
    { summary: 'Take back a question, or an approval that was not used', tag },
    async ({ asking, params: { id = '' } }) => {
      await rights.demand(asking.caller, 'delete', 'approvals', id);
      const cancelled = await approvals.cancel(id, asking.caller.id);
      await trail.changed(asking, { kind: 'approval', action: 'cancel', subject: id });
      return shownApproval(cancelled);
    },
  );
}

type Wanted = NonNullable<Decided['decision']['obligations']['approval']>;

export function approvalRequest({ id, decision, request }: Decided, { action, requirements }: Wanted, requestedBy: string, { current }: Service) {
  const parties = partiesOf(request, current.engine);
  return {
    ...{ decision: id, revision: decision.revision, action, requirements, requestedBy },
    shown: shownAction(request),
    parties: { ...parties, owners: parties.chain.flatMap((agent) => current.engine.snapshot.agents.get(agent)?.owner ?? []) },
    brought: (request.approvals ?? []).map((approval) => String(approval.id)),
  };
}

function partiesOf(request: Request, engine: Service['current']['engine']): { readonly user: string | null; readonly chain: readonly string[] } {
  const action = grantedAction(request, engine);
  if (action !== null) return { user: action.user, chain: action.chain };
  const id = request.user?.id;
  return { user: typeof id === 'string' ? id : null, chain: [] };
}

/** What an approver is shown: all that the digest of the action is over. */
function shownAction({ policies, agent, user, delegation, operation, path, parameters, purpose, session }: Request): JsonObject {
  const members = { policies, agent, user: user?.id, delegation, operation, path, parameters, purpose, session };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

export function shownApproval(approval: StoredApproval): JsonObject {
  const { id, action, requirement, state, createdAt, expires } = approval;
  const { shown, code, answers, decision, requested_by, requirement: content, used_by } = bodyOf(approval);
  const time = (at: number) => new Date(at).toISOString();
  const answered = answers.map(({ by, at, answer, reason, via }) => ({ by, at: time(at), answer, reason, via }));
  return {
    ...{ id, state, code, shown, wants: content as unknown as JsonObject, answers: answered as unknown as JsonObject[] },
    ...{ action, requirement, decision, requested_by, used_by, created_at: time(createdAt), expires: time(expires) },
  };
}
