// The request that a caller may ask, out of what it sent: whose decision it is comes from the credential, or is the caller's to ask by its rights; so is
// what only an enforcement point knows.

import type { JsonObject, Request } from '@polc/runtime';
import type { Caller, CallerPrincipal } from '../callers/caller.js';
import { isObject } from '../is-object.js';
import { ServiceError } from '../service-error.js';
import type { Rights } from './rights.js';

/** Members that name a principal. */
const FORM = ['policies', 'user', 'agent', 'delegation'] as const;
/** Members that an enforcement point vouches for. */
const VOUCHED = ['context', 'target', 'attributes', 'identity'] as const;

/** `sent`: a request as the design's contracts have it. What is no request the engine refuses. @throws ServiceError forbidden, unaudited */
export async function requestFrom(sent: JsonObject, caller: Caller, rights: Rights): Promise<Request> {
  const request = withPrincipal(sent, caller);
  await demandPrincipal(request, caller, rights);
  if (saysMore(request.user) || saysMore(request.session) || VOUCHED.some((name) => request[name] !== undefined))
    await rights.demand(caller, 'update', 'decide', 'context');
  if (request.approvals !== undefined) await rights.demand(caller, 'update', 'decide', 'approvals');
  return request;
}

/** Of a user or a session, than which one it is. */
const saysMore = (value: unknown) => isObject(value) && Object.keys(value).some((name) => name !== 'id');

/** Whether it may ask for a decision of these principals. @throws ServiceError forbidden, unaudited */
export async function demandPrincipal(request: Request, caller: Caller, rights: Rights): Promise<void> {
  for (const parts of rightsFor(request)) await rights.demand(caller, 'update', ...parts);
}

/** The same question, where nobody has to be refused. WHY apart: it is asked for each evaluation, and has nothing to wait for (bench/serve). */
export function mayAskFor(request: Request, caller: Caller, rights: Rights): boolean {
  return rightsFor(request).every((parts) => rights.may(caller, 'update', ...parts));
}

function rightsFor({ policies, agent, user }: Request): readonly (readonly string[])[] {
  const bare = policies === undefined ? [] : [['decide', 'policies']];
  if (typeof agent === 'string') return [...bare, ['decide', 'agents', agent]];
  return isObject(user) && typeof user.id === 'string' ? [...bare, ['decide', 'users', user.id]] : bare;
}

/**
 * WHY a caller that is a principal never asks in another form: leaving out the delegation would turn what it may do for somebody into what it may do for
 * itself.
 */
function withPrincipal(sent: JsonObject, { principal, id }: Caller): Request {
  const named = FORM.filter((name) => sent[name] !== undefined);
  if ('policies' in principal) return sent as unknown as Request;
  const form = principal as JsonObject & CallerPrincipal;
  if (named.length === 0) return { ...sent, ...form } as unknown as Request;
  const isOwn = 'agent' in principal ? sent.agent === principal.agent : isObject(sent.user) && sent.user.id === principal.user.id && sent.agent === undefined;
  if (!isOwn) return sent as unknown as Request;
  const same =
    named.every((name) => JSON.stringify(sent[name]) === JSON.stringify(form[name])) &&
    FORM.every((name) => form[name] === undefined || sent[name] !== undefined);
  if (!same) throw otherForm(id);
  return { ...sent, ...form } as unknown as Request;
}

/**
 * Where a request cannot leave its principal out (AuthZEN 1.0 §5.1): whoever names itself asks in the form that its credential gives it, as if it had named
 * nobody. `request` is changed in place. @throws ServiceError forbidden
 */
export function inOwnForm(request: { -readonly [M in keyof Request]: Request[M] }, { principal, id }: Caller): Request {
  if ('policies' in principal) return request;
  const isOwn = 'agent' in principal ? request.agent === principal.agent : request.agent === undefined && request.user?.id === principal.user.id;
  if (!isOwn) return request;
  const delegation = 'agent' in principal ? principal.delegation : undefined;
  if (request.delegation !== undefined && JSON.stringify(request.delegation) !== JSON.stringify(delegation)) throw otherForm(id);
  if (delegation !== undefined) request.delegation = delegation;
  if (principal.authorization_details !== undefined) request.authorization_details = principal.authorization_details;
  return request;
}

const otherForm = (id: string) => new ServiceError('forbidden', `${id} asks in the form that its credential gives it, or names no principal`);
