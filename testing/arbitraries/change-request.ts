// A request changed in one thing: one parameter, one attribute, one segment of the path, the operation, or who asks.

import type { JsonObject, JsonValue, Request } from '@polc/runtime';
import type { Random } from 'fast-check';
import { pick } from './chance.js';
import { ODD } from './shape-values.js';
import type { Stock } from './stock.js';

export const KINDS = ['parameter', 'attribute', 'path', 'operation', 'principal', 'other'] as const;
export type ChangeKind = (typeof KINDS)[number];

export interface RequestChange {
  readonly kind: ChangeKind;
  /** Where: `parameters.amount`, `context.risk`, `path`, `operation`; `principal` for who asks. */
  readonly at: string;
  /** Absent: it was not there; is not there afterwards. */
  readonly from?: JsonValue;
  readonly to?: JsonValue;
}

const OPERATIONS = ['read', 'list', 'create', 'update', 'patch', 'delete', 'invoke', 'delegate', 'recover'];
const MEMBERS = { attribute: ['context', 'target', 'session', 'attributes', 'user'], parameter: ['parameters'] } as const;
const ASKING = ['policies', 'user', 'agent', 'delegation'] as const;

/** All that come to mind, in the order of the request. */
export function changesOf(request: Request, kind: ChangeKind, stock: Stock, random: Random): RequestChange[] {
  switch (kind) {
    case 'parameter':
    case 'attribute':
      return MEMBERS[kind].flatMap((member) => changesOfMembers(request, kind, member, stock, random));
    case 'path':
      return pathChanges(request.path);
    case 'operation':
      return OPERATIONS.filter((operation) => operation !== request.operation).map((to) => ({ kind, at: 'operation', from: request.operation, to }));
    case 'principal':
      return principalChanges(request, stock, random);
    case 'other':
      return (['purpose', 'approvals', 'wrap_ttl'] as const).flatMap((at): RequestChange[] => {
        const from = request[at] as JsonValue | undefined;
        return from === undefined
          ? [{ kind, at, to: at === 'wrap_ttl' ? 60 : at === 'purpose' ? 'x' : [] }]
          : [{ kind, at, from }, ...(at === 'purpose' ? [{ kind, at, from, to: `${String(from)}x` }] : [])];
      });
  }
}

function changesOfMembers(
  request: Request,
  kind: ChangeKind,
  member: (typeof MEMBERS)['attribute' | 'parameter'][number],
  { edges }: Stock,
  random: Random,
): RequestChange[] {
  const object = (request[member] ?? {}) as JsonObject;
  const found: RequestChange[] = [];
  for (const [name, from] of Object.entries(object)) {
    if (member === 'user' && name === 'id') continue;
    const at = `${member}.${name}`;
    if (at !== 'context.time') found.push({ kind, at, from });
    const root = member === 'attributes' ? 'agent' : member;
    const near = edges.attributes.get(`${root}.${name}`);
    const values = [...(at === 'context.time' ? [] : beside(from)), ...(near?.falses ?? []), ...(near?.trues ?? []), pick(random, ODD)];
    for (const to of values) if (JSON.stringify(to) !== JSON.stringify(from)) found.push({ kind, at, from, to });
  }
  if (kind === 'parameter') found.push({ kind, at: 'parameters.more', to: 'x' });
  return found;
}

/** Near values of the same type. */
function beside(value: JsonValue): JsonValue[] {
  if (typeof value === 'number') return [value + 1, value - 1, value + 0.01, value - 0.01].map((each) => Math.round(each * 1e9) / 1e9);
  if (typeof value === 'string') return [`${value}x`, value.slice(0, -1), value.toUpperCase(), ''];
  if (typeof value === 'boolean') return [!value];
  return [];
}

/** One segment more, less, or another. */
export function pathChanges(from: string): RequestChange[] {
  const segments = from.split('/');
  const others = segments.flatMap((segment, i) => {
    const without = segments.filter((_, at) => at !== i).join('/');
    const other = [...segments.slice(0, i), segment === 'x' ? 'y' : 'x', ...segments.slice(i + 1)].join('/');
    const longer = [...segments.slice(0, i), `${segment}x`, ...segments.slice(i + 1)].join('/');
    return without === '' ? [other, longer] : [other, longer, without];
  });
  return [...new Set([`${from}/x`, ...others])].filter((to) => to !== from).map((to) => ({ kind: 'path', at: 'path', from, to }));
}

const MOST_PRINCIPALS = 12;

function principalChanges(request: Request, { forms }: Stock, random: Random): RequestChange[] {
  const from = askingOf(request);
  const all = [...new Set(forms)].flat();
  const some = all.length <= MOST_PRINCIPALS ? all : Array.from({ length: MOST_PRINCIPALS }, () => pick(random, all));
  return some
    .map(({ asking }) => asking as unknown as JsonObject)
    .flatMap((to) => (JSON.stringify(to) === JSON.stringify(from) ? [] : [{ kind: 'principal' as const, at: 'principal', from, to }]));
}

function askingOf(request: Request): JsonObject {
  return Object.fromEntries(ASKING.flatMap((member) => (request[member] === undefined ? [] : [[member, request[member] as JsonValue]])));
}

/** The request with the change made. */
export function changed(request: Request, { kind, at, to }: RequestChange): Request {
  const members = request as unknown as JsonObject;
  if (kind === 'principal') {
    const rest = Object.entries(members).filter(([name]) => !(ASKING as readonly string[]).includes(name));
    return { ...(to as JsonObject), ...Object.fromEntries(rest) } as unknown as Request;
  }
  const dot = at.indexOf('.');
  if (dot < 0) return withMember(members, at, to) as unknown as Request;
  const [member, name] = [at.slice(0, dot), at.slice(dot + 1)];
  return withMember(members, member, withMember((members[member] ?? {}) as JsonObject, name, to)) as unknown as Request;
}

function withMember(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const entries = Object.entries(object);
  if (value === undefined) return Object.fromEntries(entries.filter(([other]) => other !== name));
  if (!Object.hasOwn(object, name)) return Object.fromEntries([...entries, [name, value]]);
  return Object.fromEntries(entries.map(([other, before]) => [other, other === name ? value : before]));
}
