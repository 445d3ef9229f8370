// Requests of all forms at a world: near its own paths, parameters and atoms more often than not, malformed now and then.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { inSeconds } from '../../language/language-case.js';
import { ODD } from './atoms.js';
import { attributesOf, valuesNear } from './attributes.js';
import { Reader, type Tape } from './tape.js';
import { type World, worldText } from './world.js';

export type Asked = Readonly<Record<string, JsonValue>>;

export interface RequestChoices {
  readonly forms?: readonly Form[];
  /** Whether what is malformed may be asked. */
  readonly malformed?: boolean;
  readonly details?: boolean;
}

export type Form = 'policies' | 'user' | 'agent' | 'hop' | 'chain';
const FORMS: readonly Form[] = ['policies', 'user', 'agent', 'hop', 'chain', 'hop', 'chain'];

export function requestOf(world: World, tape: Tape, { forms = FORMS, malformed = true, details = true }: RequestChoices = {}): Asked {
  const text = worldText(world);
  const read = new Reader(tape);
  const form = read.pick(forms);
  const path = pathOf(world, read, form);
  const operation = operationOf(world, read, path);
  const principals = principalsOf(form, read, text);
  const request: Record<string, JsonValue> = { ...principals, operation, path };
  if (read.number(3) > 0) request.parameters = parametersOf(text, read);
  const purpose = read.pick(['review', 'review', undefined, 'audit', 'Review']);
  if (purpose !== undefined) request.purpose = purpose;
  request.context = attributesNear('context', text, read, 3);
  for (const root of ['session', 'target'] as const) if (read.number(3) > 0) request[root] = attributesNear(root, text, read, 2);
  // Most worlds have a delegation for some sessions; nothing else may be known of the request's.
  const id = read.pick<JsonValue | undefined>(['x', 'x', undefined, 'b', 'x', undefined, 'X', 7]);
  if (id !== undefined) request.session = { ...(request.session as JsonObject | undefined), id };
  if (!read.once(4)) request.attributes = attributesNear(form === 'user' ? 'user' : 'agent', text, read, 4);
  if (read.once(6)) request.wrap_ttl = read.pick([10, '60s', 9, '61s', 60]);
  if (read.once(2))
    request.identity = {
      entity: { id: 'e', name: read.pick(['x', 'b', 'a*', '']), metadata: { k: read.pick(['b', 'x/y']) } },
      groups: [{ id: 'b', name: 'g0' }],
    };
  if (details && read.once(5) && String(request.policies) !== 'root') request.authorization_details = detailsOf(path, operation, read);
  return malformed && read.once(25) ? damaged(request, read) : request;
}

// ---- Who asks

const CHAINS: readonly JsonObject[] = [
  { user: 'u0', chain: ['a0'] },
  { user: 'u0', chain: ['a0', 'a1'] },
  { user: 'u0', chain: ['a0', 'a1', 'a2'] },
  { chain: ['a0', 'a1'] },
  { user: 'u0', chain: ['a0'] },
  { user: 'u0', chain: ['a0', 'a1'] },
  { chain: ['a0', 'a1', 'a2'] },
  { chain: ['a1', 'a2'] },
  { user: 'u1', chain: ['a1'] },
  { user: 'u1', chain: ['a1', 'a2'] },
  { user: 'u0', chain: ['a1'] },
  { user: 'u0', chain: ['unheard'] },
];
const HOPS = ['d0', 'd0', 'd2', 'd4', 'd0', 'd2', 'd4', 'd1', 'd3', 'd5', 'unheard'] as const;
const ENDS_IN: Readonly<Record<string, string>> = { d0: 'a0', d1: 'a0', d2: 'a1', d3: 'a1', d4: 'a2', d5: 'a1' };
const STARTS_WITH: Readonly<Record<string, string>> = { d0: 'u0', d1: 'u0', d5: 'u1' };

function principalsOf(form: Form, read: Reader, text: string): Record<string, JsonValue> {
  switch (form) {
    case 'policies':
      return { policies: read.pick([['p0'], ['p0', 'p1'], ['p2', 'p0', 'p1'], ['P0', 'p0'], ['unheard', 'p1'], ['s0'], [], ['root']]) };
    case 'user':
      return { user: userOf(read.pick(['u0', 'u0', 'u0', 'u1', 'u0', 'u1', 'u0', 'u1', 'unheard']), text, read) };
    case 'agent':
      return { agent: read.pick(['a0', 'a0', 'a1', 'a0', 'a2', 'a1', 'a0', 'a2', 'unheard']) };
    case 'hop': {
      const id = read.pick(HOPS);
      const user = STARTS_WITH[id];
      return { agent: ENDS_IN[id] ?? 'a0', delegation: { id }, ...(user === undefined || read.once(2) ? {} : { user: userOf(user, text, read) }) };
    }
    case 'chain': {
      const delegation = read.pick(CHAINS);
      const { user, chain } = delegation;
      return {
        agent: (chain as readonly string[]).at(-1) as string,
        delegation,
        ...(typeof user !== 'string' || read.once(2) ? {} : { user: userOf(user, text, read) }),
      };
    }
  }
}

function userOf(id: string, text: string, read: Reader): JsonObject {
  return { ...attributesNear('user', text, read, 3), id, ...(read.number(2) === 0 ? { mfa: true } : {}) };
}

// ---- What is asked

const FILLERS = ['b', 'x', 'a0', 'u0', 'a', '7', 'eng', 's1', 'd0', 'a1'] as const;

/** Of a pattern of the world, less or more a piece. */
function pathOf({ policies, scopes }: World, read: Reader, form: Form): string {
  const patterns = [...policies, ...scopes].flatMap(({ stanzas }) => stanzas.map(({ pattern }) => pattern));
  const filled = read
    .pick(['a/b', ...patterns, ...patterns])
    .replace(/\*$/, () => read.pick(['', 'b', 'b', 'x', 'a1']))
    .replaceAll(/\{\{.*?\}\}/g, () => read.pick(FILLERS))
    .split('/')
    .map((segment) => (segment === '+' ? read.pick(FILLERS) : segment))
    .join('/');
  const path = filled === '' || (form !== 'policies' && filled.endsWith('/') && read.number(3) > 0) ? `${filled}b` : filled;
  if (read.number(6) < 5) return path;
  return (
    read.pick([
      `${path}/`,
      `${path}x`,
      `/${path}`,
      path.slice(0, -1),
      path.toUpperCase(),
      'http/H.example:443/a?q',
      'mcp/s/t',
      'agents/a1',
      `${path}//x`,
      '../a',
    ]) || 'a'
  );
}

function operationOf({ policies, scopes }: World, read: Reader, path: string): string {
  if (path.startsWith('agents/')) return read.pick(['delegate', 'read']);
  if (path.startsWith('mcp/')) return read.pick(['invoke', 'invoke', 'call']);
  if (path.endsWith('/') && read.number(4) > 0) return 'list';
  const capabilities = [...policies, ...scopes].flatMap(({ stanzas }) => stanzas.flatMap((stanza) => stanza.capabilities.slice(0, 2)));
  if (read.once(2)) return 'read';
  return read.pick([...capabilities.filter((word) => word !== 'deny'), 'read', 'read', 'list', 'write', 'invoke', 'renew', 'revoke', 'help', 'unheard']);
}

function parametersOf(text: string, read: Reader): JsonObject {
  const known = attributesOf('parameters').filter(() => read.number(5) < 3);
  const values = known.map((attribute) => [attribute.name, read.pick(valuesNear(attribute, text))] as const);
  const nested = read.once(6) ? [['list', [read.pick<JsonValue>(['x', 10, null, 0.3, ['x']])]] as const] : [];
  return Object.fromEntries([
    ...values,
    ...nested,
    ...(read.once(8) ? [['more', read.pick(ODD)] as const] : []),
    ...(read.once(10) ? [['X', 'x'] as const] : []),
  ]);
}

/** One in `left` of what the root has is left out. */
function attributesNear(root: 'context' | 'session' | 'target' | 'agent' | 'user', text: string, read: Reader, left: number): JsonObject {
  const names = attributesOf(root).filter(({ name }) =>
    name === 'id' && root === 'user' ? false : name === 'time' ? !read.once(2) : mentions(text, `${root}.${name}`) ? !read.once(left + 1) : read.once(4 * left),
  );
  const entries = names
    .filter(({ root: of, free }) => of !== 'agent' || free || read.once(8))
    .map((attribute) => {
      if (read.once(12)) return [attribute.name, read.pick(attribute.name === 'time' ? [null, 'soon', 2 ** 53, ...ODD] : ODD)] as const;
      return [attribute.name, read.pick(valuesNear(attribute, text))] as const;
    });
  return Object.fromEntries([...entries, ...(root === 'agent' && read.once(4) ? [['metadata', { team: read.pick(['x', 'eng', 'b']) }] as const] : [])]);
}

/** Sugar speaks of attributes by other words. */
function mentions(text: string, name: string): boolean {
  const own = name.slice(name.indexOf('.') + 1);
  return (
    text.includes(name) ||
    (/^(?:ip|country|region|lat|lon|ok|tag|tenant|mfa|sensitivity|tier|id|dept|level)$/.test(own) &&
      /location|context \{|session \{|target \{|user \{|\{\{/.test(text))
  );
}

// ---- Details of a token

function detailsOf(path: string, operation: string, read: Reader): JsonValue {
  const word = operation === 'write' ? 'update' : operation === 'call' ? 'invoke' : operation;
  const fitting = ['create', 'read', 'update', 'delete', 'list', 'patch', 'invoke', 'delegate', 'recover'].includes(word) ? word : 'update';
  const one = (): JsonObject => ({
    type: read.number(12) < 11 ? 'vault:path_access' : 'other',
    path: read.pick(['*', path, '*', 'a/*', '+/b', 'a/b']),
    capabilities: read.pick([[fitting], [fitting, 'read'], [fitting], ['read'], ['update'], ['deny']]),
    ...(read.once(4) ? { allowed_parameters: read.pick<JsonObject>([{ x: [] }, { '*': [] }, { x: ['x'], n: [] }, { x: 'x' }]) } : {}),
    ...(read.once(6) ? { denied_parameters: read.pick<JsonObject>([{ x: ['x'] }, { more: [] }]) } : {}),
    ...(read.once(6) ? { required_parameters: ['x'] } : {}),
    ...(read.once(30) ? { more: 1 } : {}),
  });
  return Array.from({ length: read.pick([1, 2, 1, 0]) }, one);
}

// ---- What is wrong with it

function damaged(request: Record<string, JsonValue>, read: Reader): Asked {
  const { agent, delegation, ...rest } = request;
  const damages: readonly Record<string, JsonValue>[] = [
    { ...request, unheard: 1 },
    { ...request, policies: ['p0'], agent: 'a0' },
    { ...request, path: 'a//b' },
    { ...request, path: 'a/\u0007' },
    { ...rest, user: { id: 7 } },
    { ...rest, agent: 'a1', delegation: { chain: ['a1', 'a1'] } },
    { ...rest, agent: 'a1', delegation: { user: 'u0', chain: ['a1', 'a0'] } },
    { ...rest, agent: 'a0', delegation: { id: 'd0', more: 1 } },
    { ...rest, agent: 'a0', delegation: { user: 'u0', chain: ['a0'] }, user: { id: 'u1' } },
    ...(request.policies === undefined ? [{ ...request, approvals: [{ by: 'u1', more: 1 }] }] : []),
    { ...request, context: { time: 'soon' } },
    { ...request, context: [] as unknown as JsonValue },
    { ...request, parameters: null },
    rest,
  ];
  return read.pick(damages);
}

// ---- Approvals

export interface Wanted {
  readonly action: string;
  readonly requirements: readonly { readonly requirement: string; readonly by: readonly string[]; readonly count: number }[];
}

/** What was wanted: right, or wrong in one member. */
export function approvalsFor({ action, requirements }: Wanted, tape: Tape): JsonValue {
  const read = new Reader([...tape].reverse());
  const wrong = read.number(16);
  return requirements.flatMap(({ requirement, by, count }) =>
    Array.from({ length: count }, (_, i): JsonObject => {
      const [kind, id = ''] = (by[i % by.length] ?? 'user:u2').split(':');
      const approver = kind === 'user' ? id : `w${i}`;
      const right: JsonObject = {
        id: `r${i}`,
        by: read.once(2) ? approver : `user:${approver}`,
        groups: kind === 'group' ? [id] : [],
        action,
        requirement,
        granted_at: read.pick([inSeconds(-60), inSeconds(0), inSeconds(-1)]),
        expires: '2099-01-01T00:00:00Z',
      };
      const faults: readonly JsonObject[] = [
        { by: 'user:w9', groups: [] },
        { by: 'user:u0' },
        { by: 'user:u1' },
        { by: 'a0' },
        { groups: ['g1'] },
        { action: `${action.slice(0, -1)}x` },
        { requirement: action },
        { granted_at: inSeconds(1) },
        { granted_at: inSeconds(-600) },
        { expires: inSeconds(0) },
        { expires: 'soon' },
      ];
      return { ...right, ...(faults[wrong] ?? {}) };
    }),
  );
}
