// Is it a request, and of which form (spec.md §9)? Path and operation come out normal; who stands behind the names is standing's.

import type { Request } from '@polc/runtime';
import { MEMBERS } from '../request-form.js';
import { NEEDED } from '../verdict.js';
import type { Model, Registry } from './model.js';
import type { Form } from './principals.js';

export interface Formed {
  readonly form: Form;
  readonly operation: string;
  readonly path: string;
  readonly user: string | null;
  /** Root first; the last is the current actor. null: a delegation that nobody knows. */
  readonly chain: readonly string[] | null;
  /** The delegation that is named, of a chain of one hop. */
  readonly named: string | null;
}

export type FormFault = 'malformed_request' | 'unknown_operation';

const MALFORMED = 'malformed_request';

export function readForm(request: unknown, model: Model, registry: Registry): Formed | FormFault {
  if (!hasMembers(request)) return MALFORMED;
  const forms = ['policies', 'user', 'agent', 'delegation'].filter((name) => request[name as keyof Request] !== undefined).join(' ');
  if (forms === 'policies') {
    return { form: 'policies', operation: request.operation, path: request.path.replace(/^\/+/, ''), user: null, chain: [], named: null };
  }
  if (!['user', 'agent', 'agent delegation', 'user agent delegation'].includes(forms) || !isBounded(request)) return MALFORMED;
  const operation = model.schema.operations.get(request.operation) ?? request.operation;
  const path = normalPath(request.path, operation);
  if (path === null) return MALFORMED;
  if (![...NEEDED.keys(), 'invoke', 'delegate'].includes(operation)) return 'unknown_operation';
  const principals = principalsOf(request, forms, registry);
  return principals === null ? MALFORMED : { ...principals, operation, path };
}

/** "Bounds: path 16,384 characters; 1,024 policies; …; at most 64 details, 64 approvals." */
function hasMembers(request: unknown): request is Request {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return false;
  const members = Object.entries(request).filter(([, value]) => value !== undefined);
  if (!members.every(([name, value]) => MEMBERS.get(name)?.(value) === true)) return false;
  const { operation, path, policies = [], authorization_details = [], approvals = [] } = request as Request;
  if (operation === undefined || path === undefined || path.length > 16_384) return false;
  return policies.length <= 1_024 && authorization_details.length <= 64 && approvals.length <= 64 && approvals.every(isApproval);
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTime = (value: unknown): boolean => isText(value) || typeof value === 'number';
const isListOfTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const APPROVAL: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['id', isText],
  ['by', isText],
  ['groups', isListOfTexts],
  ['action', isText],
  ['requirement', isText],
  ['granted_at', isTime],
  ['expires', isTime],
]);

/** "Unknown members are malformed at the top, in `delegation` and in approvals". */
function isApproval(approval: object): boolean {
  return Object.entries(approval).every(([name, value]) => value === undefined || APPROVAL.get(name)?.(value) === true);
}

/** "all forms but bare `policies`: 10,000 members and elements together, 1,048,576 characters of text, nesting 32". */
function isBounded(request: Request): boolean {
  let parts = 0;
  let characters = 0;
  const walk = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') characters += value.length;
    if (typeof value !== 'object' || value === null) return true;
    if (depth > 32) return false;
    const inner = Object.entries(value);
    parts += inner.length;
    if (!Array.isArray(value)) for (const [name] of inner) characters += name.length;
    return inner.every(([, each]) => walk(each, depth + 1));
  };
  return walk(request, 1) && parts <= 10_000 && characters <= 1_048_576;
}

type Principals = Pick<Formed, 'form' | 'user' | 'chain' | 'named'>;

function principalsOf(request: Request, forms: string, registry: Registry): Principals | null {
  const userId = request.user?.id;
  const { agent = '' } = request;
  switch (forms) {
    case 'user':
      return typeof userId === 'string' ? { form: 'user', user: userId, chain: [], named: null } : null;
    case 'agent':
      return { form: 'agent', user: null, chain: [agent], named: null };
    case 'agent delegation':
    case 'user agent delegation': {
      const principals = chainOf(request, registry);
      if (principals === null || request.user === undefined || principals.chain === null) return principals;
      // "`user` may carry facts about that user (`id` must agree); otherwise `user` beside `agent` is malformed."
      return principals.user !== null && principals.user === userId ? principals : null;
    }
    default:
      return null;
  }
}

function chainOf({ agent = '', delegation = {} }: Request, registry: Registry): Principals | null {
  const members = Object.keys(delegation)
    .filter((name) => delegation[name] !== undefined)
    .sort()
    .join(' ');
  const { id, user, chain } = delegation;
  if (members === 'id' && typeof id === 'string') {
    // "names one hop that ends in `agent`".
    const named = registry.delegations.find((each) => each.id === id);
    if (named === undefined) return { form: 'delegation', user: null, chain: null, named: id };
    if (named.to !== agent) return null;
    if (named.from.kind === 'user') return { form: 'delegation', user: named.from.id, chain: [agent], named: id };
    return { form: 'delegation', user: null, chain: [named.from.id, agent], named: id };
  }
  if (members !== 'chain user' && members !== 'chain') return null;
  if (!isListOfTexts(chain) || (members === 'chain user' && typeof user !== 'string')) return null;
  const agents = chain as readonly string[];
  const root = typeof user === 'string' ? user : null;
  // "without `user`, the chain's first agent is its root and has at least two. Ids in a chain are unique; at most 16 agents."
  if (agents.length < (root === null ? 2 : 1) || agents.length > 16 || agents.at(-1) !== agent || new Set(agents).size < agents.length) return null;
  return { form: 'delegation', user: root, chain: agents, named: null };
}

/** "leading slashes go; empty, `.` and `..` segments and control characters are malformed (one slash at the end is not, for `list`)": null. */
function normalPath(written: string, operation: string): string | null {
  if (/\p{Cc}/u.test(written)) return null;
  const stripped = written.replace(/^\/+/, '');
  if (stripped.startsWith('http/')) return httpPath(stripped);
  const body = operation === 'list' && stripped.endsWith('/') ? stripped.slice(0, -1) : stripped;
  return hasOddSegment(body.split('/')) ? null : stripped;
}

function hasOddSegment(segments: readonly string[]): boolean {
  return segments.some((segment) => ['', '.', '..'].includes(segment));
}

/** "the host becomes lower case and loses one dot at its end, `:80` and `:443` go, so do `?` or `#` and what follows; `%2F` stays text". */
function httpPath(path: string): string | null {
  if (path.includes('\\') || /\p{Cc}/u.test(path)) return null;
  const [, written = '', ...rest] = path.replace(/[?#].*$/su, '').split('/');
  const name = written.toLowerCase();
  const port = /:(\d+)$/.exec(name)?.[1] ?? null;
  const bare = (port === null ? name : name.slice(0, -port.length - 1)).replace(/\.$/, '');
  if (port !== null && (port.startsWith('0') || port.length > 5)) return null;
  const isName = bare.split('.').every((label) => /^[a-z0-9_-]+$/.test(label));
  if (!isName && !/^\[[0-9a-f:.]+\]$/.test(bare)) return null;
  // To HTTP the slash at the end is part of the name; "a host alone is asked for its root".
  const segments = rest.at(-1) === '' ? rest.slice(0, -1) : rest;
  if (hasOddSegment(segments.map((segment) => (segment === '' ? '' : segment.replace(/;.*$/su, '').replace(/%2e/gi, '.') || 'x')))) return null;
  const host = port === null || port === '80' || port === '443' ? bare : `${bare}:${port}`;
  return ['http', host, ...(rest.length === 0 ? [''] : rest)].join('/');
}
