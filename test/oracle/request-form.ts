// Is it a request at all (contracts.md, "The request")? Types of members and the choice of principal; what the members mean is others'.

import type { Outcome, Request } from '@polc/runtime';
import { durationOfSeconds, durationOfText } from './durations.js';

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf =
  (each: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(each);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** Every top-level member there is, and its type. */
export const MEMBERS: ReadonlyMap<string, Check> = new Map([
  ['policies', isListOf(isString)],
  ['user', isObject],
  ['agent', isString],
  ['delegation', isObject],
  ['authorization_details', isListOf(isObject)],
  ['operation', isString],
  ['path', (value) => isString(value) && !(value as string).includes('\0')],
  ['parameters', orNull(isObject)],
  ['purpose', isString],
  ['session', isObject],
  ['target', isObject],
  ['attributes', isObject],
  ['approvals', isListOf(isObject)],
  ['wrap_ttl', (value) => value === null || wrapTtlOf(value) !== null],
  ['identity', orNull(isIdentity)],
  ['context', isObject],
]);

/** Null for a well-formed request of bare `policies`; otherwise the outcome. */
export function refuseForm(request: unknown): Extract<Outcome, 'malformed_request' | 'unknown_principal'> | null {
  if (!isObject(request)) return 'malformed_request';
  const members = new Map(Object.entries(request as object).filter(([, value]) => value !== undefined));
  for (const [name, value] of members) {
    if (MEMBERS.get(name)?.(value) !== true) return 'malformed_request';
  }
  if (!members.has('operation') || !members.has('path')) return 'malformed_request';
  const form = ['policies', 'user', 'agent', 'delegation'].filter((name) => members.has(name)).join(' ');
  if (form === 'policies') return null;
  // "With delegation: facts about its user": the one mixture that is a form.
  return ['user', 'agent', 'agent delegation', 'user agent delegation'].includes(form) ? 'unknown_principal' : 'malformed_request';
}

/** The wrapping a well-formed request asks for, in nanoseconds; null for none. §5.2: 0 is wrapping asked with 0. */
export function askedWrapTtl(request: Request): bigint | null {
  return wrapTtlOf(request.wrap_ttl ?? null);
}

/** Seconds, or a duration's text that says something; null when it is neither, or negative. */
function wrapTtlOf(value: unknown): bigint | null {
  let duration: bigint | null = null;
  if (typeof value === 'number') duration = durationOfSeconds(value);
  if (typeof value === 'string' && value !== '') duration = durationOfText(value);
  return duration !== null && duration >= 0n ? duration : null;
}

function isIdentity(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { entity = null, groups = null } = value as { entity?: unknown; groups?: unknown };
  return orNull(isObject)(entity) && orNull(isListOf(isObject))(groups);
}
