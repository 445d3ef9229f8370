// Token exchange (RFC 8693): the token of a subject, with that of the agent that acts for it, for a grant of one action, as a transaction token
// (draft-ietf-oauth-transaction-tokens). What is refused is said as OAuth says it (RFC 6749 §5.2).

import type { JsonObject, JsonValue } from '@polc/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { principalBy, vouchedBy } from '../../callers/authenticate.js';
import { CodedError } from '../../coded-error.js';
import { grantedAction } from '../../grants/granted-action.js';
import { requestFrom } from '../../pdp/asked-request.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import type { Presented } from '../../tokens/presented.js';
import { askingOf, type Standing } from '../door.js';
import { readJsonBody } from '../json-body.js';
import { problemOf } from '../problem.js';
import type { ServerSettings } from '../settings.js';
import { shownBy } from '../shown-credentials.js';
import { issueGrant } from './issue-grant.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const TXN_TOKEN = 'urn:ietf:params:oauth:token-type:txn_token';
const MOST = 256 << 10;

/** Why there is no token. */
class Refused extends CodedError<'invalid_request' | 'unsupported_grant_type' | 'invalid_grant' | 'invalid_target' | 'access_denied'> {}

export function exchangeRoutes(app: FastifyInstance, service: Service, settings: ServerSettings, standing: Standing): void {
  app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer', bodyLimit: MOST }, (_, body, done) => done(null, body));
    const schema = { tags: ['Grants'], summary: 'Exchange tokens for a grant of one action (RFC 8693)', consumes: ['application/x-www-form-urlencoded'] };
    scope.post('/v1/token', { schema }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        return await exchange(request, service, settings, standing);
      } catch (error) {
        const refused = error instanceof Refused ? { status: 400, code: error.code, detail: error.message } : problemOf(error);
        if (refused.status >= 500 || refused.status === 401) throw error;
        const code = error instanceof Refused ? error.code : refused.status === 403 ? 'access_denied' : 'invalid_request';
        return reply.code(refused.status === 403 ? 403 : 400).send({ error: code, error_description: described(refused.detail) });
      }
    });
  });
}

/** RFC 6749 §5.2: printable ASCII without quotation marks and backslashes. */
const described = (detail: string) => detail.replaceAll('"', "'").replace(/[^\x20-\x5b\x5d-\x7e]/g, '?');

async function exchange(request: FastifyRequest, service: Service, settings: ServerSettings, standing: Standing): Promise<JsonObject> {
  const asking = askingOf(request);
  const parameters = readForm(request.body);
  const one = (name: string) => parameters.get(name) ?? null;
  if (one('grant_type') !== EXCHANGE) throw new Refused('unsupported_grant_type', `"grant_type" is ${EXCHANGE}`);
  if (one('requested_token_type') !== TXN_TOKEN) throw new Refused('invalid_request', `"requested_token_type" is ${TXN_TOKEN}`);
  const audience = one('audience');
  if (audience !== null && audience !== service.grants.audience) throw new Refused('invalid_target', 'grants are for another audience');
  const presented = await presentedBy(request, one, settings, standing);
  const principal = principalBy(presented, service.known, settings.userIssuers ?? []);
  if ('fault' in principal) throw new Refused('invalid_grant', principal.message);
  const sent = { ...detailsOf(one), ...principal } as unknown as JsonObject;
  const asked = await requestFrom(sent, asking.caller, service.rights);
  const action = grantedAction(asked, service.current.engine);
  if (action === null) throw new Refused('invalid_request', 'grants are for requests that an agent makes');
  const scope = one('scope');
  if (scope !== null && scope !== action.operation) throw new Refused('invalid_request', '"scope" is the operation of "request_details"');
  const decided = await service.point.decide(asked, { asking, api: 'grant', vouched: vouchedBy(presented) });
  if (!decided.decision.allowed) throw new Refused('access_denied', decided.decision.outcome);
  const { token, expiresIn } = await issueGrant(service, asking, decided, action, presented.confirmation ?? asking.caller.holder);
  return { access_token: token, issued_token_type: TXN_TOKEN, token_type: 'N_A', expires_in: expiresIn, scope: action.operation };
}

/** @throws Refused */
function readForm(body: unknown): ReadonlyMap<string, string> {
  if (!Buffer.isBuffer(body)) throw new Refused('invalid_request', 'parameters come as application/x-www-form-urlencoded');
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (parameters.has(name)) throw new Refused('invalid_request', `"${name.slice(0, 64)}" is there twice`);
    // RFC 6749 §3.2: one without a value is as if it were not there.
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

/** @throws Refused, ServiceError */
async function presentedBy(request: FastifyRequest, one: (name: string) => string | null, { door }: ServerSettings, { base }: Standing): Promise<Presented> {
  if (door === undefined) throw new Refused('invalid_request', 'this server takes no tokens');
  const [token, type, actor, actorType] = [one('subject_token'), one('subject_token_type'), one('actor_token'), one('actor_token_type')];
  if (token === null || type === null) throw new Refused('invalid_request', '"subject_token" and "subject_token_type" are missing');
  if ((actor === null) !== (actorType === null)) throw new Refused('invalid_request', '"actor_token" and "actor_token_type" go together');
  const { dpop, method, url, certificates } = shownBy(request, base);
  const shown = { dpop, method, url, certificate: certificates[0] ?? null };
  const presented =
    actor === null || actorType === null
      ? await door.present({ ...shown, token, scheme: dpop.length > 0 ? 'DPoP' : 'Bearer' })
      : await door.exchange({ ...shown, subjectToken: token, subjectTokenType: type, actorToken: actor, actorTokenType: actorType });
  if ('fault' in presented) {
    if (presented.fault === 'unavailable') throw new ServiceError('unavailable', 'the keys of the issuer cannot be had');
    throw new Refused('invalid_grant', presented.message);
  }
  return presented;
}

const DETAILS = ['operation', 'path', 'parameters', 'purpose', 'session'];

/** What is to be done: `request_details` of the draft, a JSON object. @throws Refused */
function detailsOf(one: (name: string) => string | null): JsonObject {
  const text = one('request_details');
  if (text === null) throw new Refused('invalid_request', '"request_details" is missing: which operation, on which path');
  let details: JsonValue;
  try {
    details = readJsonBody(Buffer.from(text)) as JsonValue;
  } catch {
    throw new Refused('invalid_request', '"request_details" is no JSON');
  }
  if (typeof details !== 'object' || details === null || Array.isArray(details)) throw new Refused('invalid_request', '"request_details" is an object');
  const unknown = Object.keys(details).find((name) => !DETAILS.includes(name));
  if (unknown !== undefined) throw new Refused('invalid_request', `"request_details" has ${DETAILS.join(', ')} and nothing else`);
  return details as JsonObject;
}
