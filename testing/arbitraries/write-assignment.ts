// An assignment of attributes into the members of a request in which they stand.

import type { JsonObject, JsonValue, Names } from '@polc/runtime';
import type { Attribute } from './attribute.js';
import type { Principal } from './principals.js';
import type { Assignment } from './settle.js';

type Members = Record<string, JsonValue>;

/** A request while it is made. */
export interface Draft {
  operation: string;
  path: string;
  parameters: Members | null;
  purpose: string | undefined;
  readonly context: Members;
  readonly target: Members;
  readonly session: Members;
  readonly attributes: Members;
  /** Beside the id. */
  readonly user: Members;
}

export function writeAssignment(given: Assignment, draft: Draft, principal: Principal): void {
  for (const [attribute, value] of given) write(attribute, value, draft, principal);
}

export function write({ root, names }: Attribute, value: JsonValue | undefined, draft: Draft, { form, user }: Principal): void {
  switch (root) {
    case 'context':
    case 'target':
    case 'session':
      put(draft[root], names, value);
      return;
    case 'parameters':
      draft.parameters ??= {};
      put(draft.parameters, names, value);
      return;
    case 'user':
      if (user !== null && names[0] !== 'id') put(draft.user, names, value);
      return;
    case 'agent':
      if (form !== 'policies' && form !== 'user' && !OWN.has(names[0] as string)) put(draft.attributes, names, value);
      return;
    case 'request':
      if (names[0] === 'purpose' && typeof value === 'string') draft.purpose = value;
      else if (names[0] === 'operation' && typeof value === 'string') draft.operation = value;
      else if (names[0] === 'path' && typeof value === 'string' && value !== '') draft.path = value;
      return;
    default:
      return;
  }
}

/** Registered, never asked. */
const OWN: ReadonlySet<string> = new Set(['id', 'type', 'owner']);

/** WHY a copy at each level: values of the edges are shared by all requests. */
function put(members: Members, [name, ...rest]: Names, value: JsonValue | undefined): void {
  const key = String(name);
  if (rest.length === 0) {
    if (value === undefined) delete members[key];
    else define(members, key, value);
    return;
  }
  const inner = Object.hasOwn(members, key) ? members[key] : undefined;
  if (typeof rest[0] === 'number') {
    const list = Array.isArray(inner) ? [...(inner as JsonValue[])] : [];
    while (list.length <= rest[0] && rest[0] < 100) list.push('x');
    if (rest.length === 1 && value !== undefined) list[rest[0]] = value;
    define(members, key, list);
    return;
  }
  const copy: Members = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...(inner as JsonObject) } : {};
  put(copy, rest, value);
  define(members, key, copy);
}

/** WHY not assigned: what is called __proto__ is a member like others. */
function define(members: Members, key: string, value: JsonValue): void {
  if (key === '__proto__') Object.defineProperty(members, key, { value, enumerable: true, writable: true, configurable: true });
  else members[key] = value;
}
