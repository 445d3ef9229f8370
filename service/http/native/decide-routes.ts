// Decisions and explanations, asked in polc's own form; and the credential of an agent or a user that an enforcement point has been shown.

import type { JsonObject, Request } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import type { VouchedEntry } from '../../audit/audit-entry.js';
import type { Asking } from '../../audit/trail.js';
import { principalBy, vouchedBy } from '../../callers/authenticate.js';
import { requestFrom } from '../../pdp/asked-request.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import type { Shown } from '../../tokens/presented.js';
import type { ServerSettings } from '../settings.js';
import { shownDecision } from '../shown-decision.js';
import { route } from './route.js';

const TEXT = { type: 'string', maxLength: 65_536 } as const;
/** What was shown to the enforcement point, as it came. */
const CREDENTIAL = {
  type: 'object',
  properties: {
    scheme: { enum: ['Bearer', 'DPoP', 'Txn-Token'] },
    token: TEXT,
    dpop: { type: 'array', items: TEXT, maxItems: 4 },
    method: { type: 'string', maxLength: 32 },
    url: TEXT,
    /** DER of the TLS peer's leaf, base64. */
    certificate: TEXT,
  },
  required: ['scheme', 'token', 'method', 'url'],
  additionalProperties: false,
} as const;

/** Everything else is for the decision to refuse. */
export const REQUEST = { type: 'object', properties: { credential: CREDENTIAL } } as const;

export interface AskedRequest {
  readonly request: Request;
  readonly vouched: VouchedEntry | null;
}

export function decideRoutes(app: FastifyInstance, service: Service, settings: ServerSettings): void {
  const { point, rights } = service;
  const tag = 'Decisions';
  route(app, 'POST', '/v1/decide', { summary: 'Decide a request', tag, body: REQUEST }, async ({ asking, body }) => {
    const { request, vouched } = await askedBy(body, asking, service, settings);
    return shownDecision(await point.decide(request, { asking, api: 'native', vouched }));
  });
  route(app, 'POST', '/v1/explain', { summary: 'Decide a request, and say why, step by step', tag, body: REQUEST }, async ({ asking, body }) => {
    await rights.demand(asking.caller, 'update', 'explain');
    const { request, vouched } = await askedBy(body, asking, service, settings);
    const decided = await point.decide(request, { asking, api: 'native', vouched, spends: false });
    return { ...shownDecision(decided), explanation: point.explain(decided.request) };
  });
}

/** With a credential the principals are what it says, and nothing that is sent beside it. @throws ServiceError invalid, forbidden, unauthenticated, unaudited */
export async function askedBy({ credential, ...sent }: JsonObject, { caller }: Asking, service: Service, settings: ServerSettings): Promise<AskedRequest> {
  if (credential === undefined) return { request: await requestFrom(sent, caller, service.rights), vouched: caller.vouched };
  const named = ['policies', 'user', 'agent', 'delegation'].find((name) => sent[name] !== undefined);
  if (named !== undefined) throw new ServiceError('invalid', `"${named}" stands beside a credential, which says who asks`, named);
  const { door, userIssuers = [] } = settings;
  if (door === undefined) throw new ServiceError('invalid', 'this server takes no tokens', 'credential');
  const { certificate, dpop = [], ...shown } = credential as unknown as Omit<Shown, 'certificate'> & { readonly certificate?: string };
  const presented = await door.present({ ...shown, dpop, certificate: certificate === undefined ? null : Buffer.from(certificate, 'base64') });
  if ('fault' in presented) throw new ServiceError('unauthenticated', presented.message, 'credential');
  const principal = principalBy(presented, service.known, userIssuers);
  if ('fault' in principal) throw new ServiceError('unauthenticated', principal.message, 'credential');
  const purpose = presented.purpose === null ? {} : { purpose: presented.purpose };
  const request = await requestFrom({ ...sent, ...purpose, ...principal } as unknown as JsonObject, caller, service.rights);
  return { request, vouched: vouchedBy(presented) };
}
