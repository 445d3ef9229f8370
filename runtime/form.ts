// The form of a request (contracts.md "The request"): which principal form it has, and that each member is of its kind. Anything else is
// malformed, with the member's name.

import { parseDuration } from './match/duration.js';
import type { Identity, JsonObject, Request } from './request.js';

/** Bounds of one request. */
export const LIMITS = { path: 16_384, policies: 1_024, parameters: 10_000 } as const;

const MEMBERS = new Set([
  'policies',
  'user',
  'agent',
  'delegation',
  'authorization_details',
  'operation',
  'path',
  'parameters',
  'purpose',
  'session',
  'target',
  'attributes',
  'approvals',
  'wrap_ttl',
  'identity',
  'context',
]);

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isObject);
const isText = (value: unknown): value is string => typeof value === 'string';

/** What is wrong with the form; null when nothing is. Reads own members only where they decide the form. */
export function formFault(request: Request): string | null {
  if (!isObject(request)) return 'a request is an object';
  for (const member in request) if (Object.hasOwn(request, member) && !MEMBERS.has(member)) return `${JSON.stringify(member)} is not a member of a request`;
  const { policies, operation, path } = request;
  if (!isText(operation)) return 'operation must be a string';
  if (!isText(path)) return 'path must be a string';
  if (path.length > LIMITS.path) return `path is longer than ${LIMITS.path} characters`;
  const parameters: unknown = request.parameters;
  if (parameters !== undefined && parameters !== null && !isObject(parameters)) return 'parameters must be an object or null';
  if (request.wrap_ttl !== undefined && request.wrap_ttl !== null && wrapTtlOf(request) === null) return 'wrap_ttl must be seconds or a duration, not negative';
  return principalFault(request) ?? (policies === undefined ? null : (policiesFault(policies) ?? bareFault(request)));
}

function principalFault(request: Request): string | null {
  const bare = request.policies !== undefined;
  const user = request.user !== undefined;
  const agent = request.agent !== undefined;
  const delegated = request.delegation !== undefined;
  if (!bare && !user && !agent) return 'a request names its principal: policies, user, agent, or agent with delegation';
  if (bare && (user || agent || delegated)) return 'policies cannot stand beside another principal';
  if (user && agent && !delegated) return 'user beside agent needs a delegation';
  if (delegated && !agent) return 'a delegation needs its agent';
  if (agent && !isText(request.agent)) return 'agent must be a string';
  if (user && !isObject(request.user)) return 'user must be an object';
  return delegated && !isObject(request.delegation) ? 'delegation must be an object' : null;
}

function policiesFault(policies: unknown): string | null {
  if (!Array.isArray(policies)) return 'policies must be a list of names';
  if (policies.length > LIMITS.policies) return `policies holds more than ${LIMITS.policies} names`;
  for (let i = 0; i < policies.length; i++) if (!isText(policies[i])) return 'policies must be a list of names';
  return null;
}

/** Members that mean nothing to Vault's ACL, but must be of their kind all the same. */
function bareFault(request: Request): string | null {
  const { identity } = request;
  if (identity !== undefined && identity !== null) {
    const fault = identityFault(identity);
    if (fault !== null) return fault;
  }
  if (request.purpose !== undefined && !isText(request.purpose)) return 'purpose must be a string';
  if (request.context !== undefined && !isObject(request.context)) return 'context must be an object';
  if (request.session !== undefined && !isObject(request.session)) return 'session must be an object';
  if (request.target !== undefined && !isObject(request.target)) return 'target must be an object';
  if (request.attributes !== undefined && !isObject(request.attributes)) return 'attributes must be an object';
  if (request.approvals !== undefined && !isListOfObjects(request.approvals)) return 'approvals must be a list of objects';
  return request.authorization_details === undefined || isListOfObjects(request.authorization_details)
    ? null
    : 'authorization_details must be a list of objects';
}

function identityFault(identity: Identity): string | null {
  if (!isObject(identity)) return 'identity must be an object';
  const { entity, groups } = identity as Identity;
  if (entity !== undefined && entity !== null && !isObject(entity)) return 'identity.entity must be an object or null';
  const aliases: unknown = (entity as Identity['entity'])?.aliases;
  if (aliases !== undefined && aliases !== null && !isListOfObjects(aliases)) return 'identity.entity.aliases must be a list of objects';
  const all: unknown = groups;
  return all !== undefined && all !== null && !isListOfObjects(all) ? 'identity.groups must be a list of objects' : null;
}

/** Nanoseconds, null when no wrapping is asked for (or what is asked for is no duration). */
export function wrapTtlOf(request: Request): number | null {
  const ttl: unknown = request.wrap_ttl;
  if (ttl === undefined || ttl === null) return null;
  const nanoseconds = typeof ttl === 'number' ? ttl * 1e9 : typeof ttl === 'string' && ttl !== '' ? parseDuration(ttl) : null;
  return nanoseconds !== null && nanoseconds >= 0 && Number.isFinite(nanoseconds) ? nanoseconds : null;
}
