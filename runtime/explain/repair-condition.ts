// What would make a condition true, or false: as few atoms as need to change, each by a value of the request that makes it come out so, where one can be
// found among the constants it is compared with.

import type { Case } from '../decide/case.js';
import type { Root } from '../expression/code.js';
import { truthOf } from '../expression/evaluate.js';
import type { Expr } from '../expression/read-expression.js';
import { instantOf } from '../match/instant.js';
import { inWindows } from '../match/zone.js';
import type { JsonObject, JsonValue, Request } from '../request.js';
import { nameOf, readsOf, wordOf } from './condition.js';
import { both, DONE, type Edit, type EditSet, either, withValue } from './edits.js';
import { literalOf } from './shape.js';
import { showCode, showLiteral } from './show-code.js';
import { textOf } from './standing.js';
import type { Supplier } from './types.js';

/** All of them true, or all false. */
export function waysToMakeAll(exprs: readonly Expr[], wanted: boolean, one: Case): readonly EditSet[] {
  // A value for one atom may be a constant of another.
  const pool = exprs.flatMap(constantsOf).slice(0, MAX_POOL);
  return both(...exprs.map((expr) => waysToMake(expr, wanted, one, pool)));
}

const MAX_POOL = 40;

function waysToMake(expr: Expr, wanted: boolean, one: Case, pool: readonly JsonValue[]): readonly EditSet[] {
  const { op, args } = expr;
  if (truthOf(expr, one) === wanted) return DONE;
  if (op === 'not') return waysToMake(args[0] as Expr, !wanted, one, pool);
  if (op === 'and' || op === 'or') {
    const each = args.map((arg) => waysToMake(arg, wanted, one, pool));
    return (op === 'and') === wanted ? both(...each) : either(...each);
  }
  return waysOfAtom(expr, wanted, one, pool);
}

function waysOfAtom(atom: Expr, wanted: boolean, one: Case, pool: readonly JsonValue[]): readonly EditSet[] {
  const reads = readsOf(atom);
  const found = reads.flatMap((read) => editsOf(read, atom, wanted, one, pool));
  if (found.length > 0) return either(found.map((edit) => [edit]));
  const pair = positionOf(atom, wanted, one);
  if (pair !== null) return [pair];
  const unknown = wordOf(truthOf(atom, one)) === 'unknown';
  const text = showCode(atom.source);
  return either(
    reads
      .filter((read) => supplierOf(read) !== 'policy author')
      .map((read): EditSet => {
        const [name, by] = [nameOf(read), supplierOf(read)];
        // Time does not run backwards.
        if (name === 'context.time' && !unknown) return [];
        return [{ by, text: `${unknown ? 'supply' : 'have'} ${name} such that ${wanted ? text : `!(${text})`}`, apply: null }];
      }),
  ).filter((way) => way.length > 0);
}

/** Up to three values that make the atom come out as wanted. */
function editsOf(read: Expr, atom: Expr, wanted: boolean, one: Case, pool: readonly JsonValue[]): Edit[] {
  const edits: Edit[] = [];
  const name = nameOf(read);
  for (const value of name === 'context.time' ? timesOf(atom, wanted, one) : valuesFor(atom, pool)) {
    const apply = setter(read, value);
    if (apply === null || edits.length === 3) break;
    if (truthOf(atom, tryOn(one, apply)) !== wanted) continue;
    edits.push({ by: name === 'context.time' ? 'caller' : supplierOf(read), text: wordsOf(read, value, one), key: name, apply });
  }
  return edits;
}

function wordsOf(read: Expr, value: JsonValue | undefined, one: Case): string {
  const name = nameOf(read);
  if (name === 'context.time') return `ask again at ${showTime(value)}`;
  if (name === 'user.mfa' && value === true) return 'sign in with MFA';
  if (value === undefined) return `leave out ${name}`;
  return `${one.read(...rootOf(read)) === undefined ? 'supply' : 'have'} ${name} = ${showLiteral(value)}`;
}

function tryOn(one: Case, apply: (request: Request) => Request): Case {
  const request = apply(one.request);
  const other = one.asking({ ...one.asked, parameters: request.parameters ?? null }, request);
  other.unknowns = null;
  return other;
}

function rootOf({ literal, names }: Expr): Parameters<Case['read']> {
  return literal.kind === 'root' ? [literal.root, names, literal.source] : ['request', names, null];
}

const MEMBERS: Partial<Record<Root, keyof Request>> = {
  ...{ parameters: 'parameters', context: 'context', session: 'session', target: 'target', user: 'user', agent: 'attributes' },
};

/** Where a request says it; null where it does not. undefined leaves it out. */
function setter({ literal, names }: Expr, value: JsonValue | undefined): ((request: Request) => Request) | null {
  if (literal.kind !== 'root') return null;
  if (literal.root === 'request') return names[0] === 'purpose' && typeof value === 'string' ? (request) => ({ ...request, purpose: value }) : null;
  const member = MEMBERS[literal.root];
  if (member === undefined) return null;
  return (request) => ({ ...request, [member]: withValue(request[member] as JsonObject | undefined, names, value) as JsonObject });
}

/** Who can say what an attribute is (spec §8.1). */
export function supplierOf(read: Expr): Supplier {
  const { literal, names } = read;
  if (literal.kind !== 'root') return 'policy author';
  const { root, source } = literal;
  if (nameOf(read) === 'user.mfa') return 'user';
  if (source === 'registry' || root === 'agent') return 'registry';
  if (source === 'caller' || root === 'parameters') return 'caller';
  if (root === 'request') return names[0] === 'purpose' ? 'caller' : 'policy author';
  if (root === 'delegation') return String(names[0]).startsWith('consent') ? 'user' : 'registry';
  return root === 'user' && source === null ? 'registry' : 'enforcement point';
}

/** Values worth trying: constants, what is next to them, and absence. */
function valuesFor(atom: Expr, pool: readonly JsonValue[]): readonly (JsonValue | undefined)[] {
  const values = [...constantsOf(atom), ...pool].flatMap((value): readonly JsonValue[] => {
    if (typeof value === 'number') return [value, value + 1, value - 1];
    return typeof value === 'string' ? [literalOf(value), value, [value]] : [value];
  });
  // Durations stand as milliseconds; a request has seconds.
  const seconds = values.flatMap((value) => (typeof value === 'number' ? [value / 1000] : []));
  return [...new Set<JsonValue | undefined>([...values, ...seconds, true, false, 'other', 0, [], undefined])];
}

function constantsOf({ literal, args, source }: Expr): readonly JsonValue[] {
  if (literal.kind === 'value') return Array.isArray(literal.value) ? [...(literal.value as readonly JsonValue[]), literal.value] : [literal.value];
  const texts =
    source[0] === 'glob' || source[0] === 'matches' || source[0] === 'cidr'
      ? (source.slice(2) as string[]).map((text) => (source[0] === 'cidr' ? text.replace(/\/.*/, '') : text))
      : [];
  return [...texts, ...args.flatMap(constantsOf)];
}

const MINUTE = 60_000;
const WEEK = 10_080;

/** Times to come: the next minute within the hours, or out of them, and what the time is compared with. */
function timesOf(atom: Expr, wanted: boolean, one: Case): number[] {
  const now = one.now ?? one.clock;
  const { literal } = atom;
  if (literal.kind === 'hours') {
    const next = Math.ceil((now + 1) / MINUTE) * MINUTE;
    for (let i = 0; i <= WEEK; i++) if (inWindows(literal.zone, literal.windows, next + i * MINUTE) === wanted) return [next + i * MINUTE];
    return [];
  }
  return constantsOf(atom).flatMap((value) => {
    const instant = instantOf(value);
    return instant === null ? [] : [instant, instant + 1].filter((each) => each > now);
  });
}

function showTime(value: JsonValue | undefined): string {
  return textOf(value as number)?.replace('.000Z', 'Z') ?? 'another time';
}

/** Two attributes at once. */
function positionOf(atom: Expr, wanted: boolean, one: Case): EditSet | null {
  const { literal, args } = atom;
  if (literal.kind !== 'circle' || !wanted) return null;
  const [lat, lon] = args as readonly [Expr, Expr];
  const edits = (
    [
      [lat, literal.lat],
      [lon, literal.lon],
    ] as const
  ).map(
    ([read, value]): Edit => ({
      ...{ by: supplierOf(read), text: `have ${nameOf(read)} = ${value}`, key: nameOf(read), apply: setter(read, value) },
    }),
  );
  return edits.every(({ apply }) => apply !== null) &&
    truthOf(
      atom,
      edits.reduce((at, { apply }) => tryOn(at, apply as NonNullable<Edit['apply']>), one),
    ) === true
    ? edits
    : null;
}
