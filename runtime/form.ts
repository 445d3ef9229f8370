// The form of a request (contracts "The request"): that each member is known and of its kind, and that there is exactly one principal form.

import { parseDuration } from './match/duration.js';
import { isPlainObject } from './plain.js';
import type { Identity, JsonObject, Request } from './request.js';

/** Bounds of one request. */
export const LIMITS = { path: 16_384, policies: 1_024 } as const;

const isObject = (value: unknown): value is JsonObject => isPlainObject(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isObject);
const orNull = (test: (value: unknown) => boolean) => (value: unknown) => value === null || value === undefined || test(value);

type Member = readonly [test: (value: unknown) => boolean, words: string];

const OBJECT: Member = [isObject, 'an object'];
const TEXT: Member = [isText, 'a string'];
const OBJECTS: Member = [isListOfObjects, 'a list of objects'];

/** Every member of a request: what it must be, in a test and in words. */
const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['policies', [isPolicies, `a list of at most ${LIMITS.policies} names`]],
  ['operation', TEXT],
  ['path', [isPath, `a string of at most ${LIMITS.path} characters, none of them null`]],
  ['parameters', [orNull(isObject), 'an object or null']],
  ['wrap_ttl', [orNull((value) => wrapTtlOf(value) !== null), 'seconds or a duration, not negative']],
  ['identity', [orNull(isIdentity), 'an object with entity and groups']],
  ['user', OBJECT],
  ['agent', TEXT],
  ['delegation', OBJECT],
  ['authorization_details', OBJECTS],
  ['purpose', TEXT],
  ['session', OBJECT],
  ['target', OBJECT],
  ['attributes', OBJECT],
  ['approvals', OBJECTS],
  ['context', OBJECT],
]);

/** What is wrong with the form; null when nothing is. A member that is undefined is absent. */
export function formFault(request: Request): string | null {
  if (!isObject(request)) return 'a request is an object';
  for (const name in request) {
    const value = (request as Readonly<Record<string, unknown>>)[name];
    if (!Object.hasOwn(request, name)) continue;
    const member = MEMBERS.get(name);
    if (member === undefined) return `${JSON.stringify(name)} is not a member of a request`;
    if (value !== undefined && !member[0](value)) return `${name} must be ${member[1]}`;
  }
  const { policies, user, agent, delegation } = request as Request;
  if (request.operation === undefined || request.path === undefined) return 'a request has an operation and a path';
  const alone = user === undefined && agent === undefined && delegation === undefined;
  const named = agent === undefined ? user !== undefined && delegation === undefined : user === undefined || delegation !== undefined;
  return (policies === undefined ? named : alone) ? null : 'a request has one principal: policies, user, agent, or agent with delegation';
}

/** WHY no null character: nothing that Vault's API would ever hand to its ACL has one, and what reads C strings would see another path. */
function isPath(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LIMITS.path && !value.includes('\0');
}

function isPolicies(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > LIMITS.policies) return false;
  for (let i = 0; i < value.length; i++) if (!isText(value[i])) return false;
  return true;
}

function isIdentity(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { entity, groups } = value as Identity;
  return orNull(isObject)(entity) && orNull(isListOfObjects)(entity?.aliases) && orNull(isListOfObjects)(groups);
}

/** Nanoseconds of a `wrap_ttl`; null when no wrapping is asked for, or what is asked for is no duration. 0 is wrapping asked with 0. */
export function wrapTtlOf(ttl: unknown): number | null {
  const nanoseconds = typeof ttl === 'number' ? ttl * 1e9 : typeof ttl === 'string' && ttl !== '' ? parseDuration(ttl) : null;
  return nanoseconds !== null && nanoseconds >= 0 && Number.isFinite(nanoseconds) ? nanoseconds : null;
}
