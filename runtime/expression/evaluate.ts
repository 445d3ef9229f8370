// What an expression comes to for one request (grammar/spec.md §7.4). Unknown is carried through everything but Kleene's and, or, not. Never throws,
// and ends within the cost that the compiler has bounded.

import { containsAddress } from '../match/address.js';
import { accepts } from '../match/automaton.js';
import { distanceKm } from '../match/distance.js';
import { parseDuration } from '../match/duration.js';
import { instantOf } from '../match/instant.js';
import { inWindows } from '../match/zone.js';
import type { JsonValue } from '../request.js';
import type { Names, Root, Source } from './code.js';
import { containsText } from './contains.js';
import { type Expr, type Literal, OP } from './read-expression.js';
import { compare, equal, isIn, isList, isObject, MAX_ELEMENTS, MAX_TEXT, not, numberOr, type Truth, UNKNOWN, type Value } from './value.js';

/** What expressions read from: the request, and who stands behind it. */
export interface Environment {
  /** undefined: missing. Unknown: its sources disagree. */
  read(root: Root, names: Names, source: Source | null): JsonValue | undefined | typeof UNKNOWN;
  /** Values of the variables of the `all` and `any` around. */
  readonly variables: JsonValue[];
  /** Within `all` and `any`: what does not hang on their variables, once it is known. */
  settled: Map<Expr, Value> | null;
  /** Attributes that made an atom unknown, by the names in messages; null when nobody asks. */
  readonly unknowns: string[] | null;
}

/** Whether a condition is true; what it was unknown by is left in `environment.unknowns`. */
export function truthOf(expr: Expr, environment: Environment): Truth {
  const { code, args } = expr;
  const { unknowns } = environment;
  const before = unknowns === null ? 0 : unknowns.length;
  let truth: Truth;
  if (code <= OP.or) {
    truth = code === OP.and;
    for (let i = 0; i < args.length; i++) {
      const one = truthOf(args[i] as Expr, environment);
      if (one === (code === OP.or)) {
        truth = one;
        break;
      }
      if (one === UNKNOWN) truth = UNKNOWN;
    }
  } else if (code === OP.not) truth = not(truthOf(args[0] as Expr, environment));
  else if (code <= OP.any) truth = quantify(expr, environment);
  else {
    const value = evaluate(expr, environment);
    truth = typeof value === 'boolean' ? value : UNKNOWN;
    if (truth === UNKNOWN) noteUnknowns(expr, environment);
  }
  // What was unknown and did not matter is not told.
  if (truth !== UNKNOWN && unknowns !== null) unknowns.length = before;
  return truth;
}

function quantify({ op, args, literal }: Expr, environment: Environment): Truth {
  const [source, body] = args as readonly [Expr, Expr];
  const list = evaluate(source, environment);
  if (literal.kind !== 'slot' || !isList(list) || list.length > MAX_ELEMENTS) {
    noteUnknowns(source, environment);
    return UNKNOWN;
  }
  let truth: Truth = op === 'all';
  const around = environment.settled;
  environment.settled ??= new Map();
  for (let i = 0; i < list.length; i++) {
    environment.variables[literal.slot] = list[i] as JsonValue;
    const one = truthOf(body, environment);
    if (one === UNKNOWN) truth = UNKNOWN;
    if (one !== (op === 'any')) continue;
    truth = one;
    break;
  }
  environment.settled = around;
  return truth;
}

/** The attributes of an atom that were missing, in dispute, or below a wrong type; if none was, all of them: one had the wrong type. */
function noteUnknowns(expr: Expr, environment: Environment): void {
  const { unknowns } = environment;
  if (unknowns === null) return;
  const before = unknowns.length;
  note(expr, environment, unknowns, false);
  if (unknowns.length === before) note(expr, environment, unknowns, true);
}

function note(expr: Expr, environment: Environment, unknowns: string[], all: boolean): void {
  const { literal, names } = expr;
  if (literal.kind === 'root' && (all || isNothing(environment.read(literal.root, names, literal.source)) || isUnknownAbove(expr, literal, environment)))
    unknowns.push(literal.root + names.map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`)).join(''));
  for (let i = 0; i < expr.args.length; i++) note(expr.args[i] as Expr, environment, unknowns, all);
}

const isNothing = (value: JsonValue | undefined | typeof UNKNOWN) => value === undefined || value === UNKNOWN;

/** WHY some are kept: the body of `all` and `any` is walked a thousand times, and one text of a request may be a megabyte. */
export function evaluate(expr: Expr, environment: Environment): Value {
  const { settled } = environment;
  if (settled === null || !expr.settled) return compute(expr, environment);
  const known = settled.get(expr);
  if (known !== undefined) return known;
  const value = compute(expr, environment);
  settled.set(expr, value);
  return value;
}

function compute(expr: Expr, environment: Environment): Value {
  const { code, literal } = expr;
  switch (code) {
    case OP.const:
      return literal.kind === 'value' ? literal.value : UNKNOWN;
    case OP.read: {
      if (literal.kind !== 'root') return UNKNOWN;
      const { root, source, type } = literal;
      const value = environment.read(root, expr.names, source);
      if (value === undefined || type === null) return value === undefined ? UNKNOWN : known(value);
      // Below an attribute nothing is declared; nothing is known there where the attribute has the wrong type.
      const whole = expr.names.length === 1 ? value : environment.read(root, expr.names.slice(0, 1), source);
      return whole === undefined || !hasType(whole, type) ? UNKNOWN : known(value);
    }
    case OP.has: {
      if (literal.kind !== 'root') return UNKNOWN;
      const value = environment.read(literal.root, expr.names, literal.source);
      return value === UNKNOWN || isUnknownAbove(expr, literal, environment) ? UNKNOWN : value !== undefined;
    }
    case OP.var: {
      const value = literal.kind === 'slot' ? descend(environment.variables[literal.slot], expr.names, 0) : undefined;
      return value === undefined ? UNKNOWN : known(value);
    }
    case OP.and:
    case OP.or:
    case OP.not:
    case OP.all:
    case OP.any:
      return truthOf(expr, environment);
    case OP.eq:
      return equal(operand(expr, 0, environment), operand(expr, 1, environment));
    case OP.ne:
      return not(equal(operand(expr, 0, environment), operand(expr, 1, environment)));
    case OP.lt:
    case OP.le:
    case OP.gt:
    case OP.ge: {
      const order = compare(operand(expr, 0, environment), operand(expr, 1, environment));
      if (order === UNKNOWN) return UNKNOWN;
      return code === OP.lt ? order < 0 : code === OP.le ? order <= 0 : code === OP.gt ? order > 0 : order >= 0;
    }
    case OP.in:
      return isIn(operand(expr, 0, environment), operand(expr, 1, environment));
    case OP.add:
    case OP.sub:
    case OP.mul:
      return calculate(code, operand(expr, 0, environment), operand(expr, 1, environment));
    case OP.neg: {
      const value = operand(expr, 0, environment);
      return typeof value === 'number' ? -value : UNKNOWN;
    }
    case OP.startswith:
    case OP.endswith: {
      const text = operand(expr, 0, environment);
      const part = operand(expr, 1, environment);
      if (typeof text !== 'string' || typeof part !== 'string') return UNKNOWN;
      return code === OP.startswith ? text.startsWith(part) : text.endsWith(part);
    }
    case OP.contains: {
      const whole = operand(expr, 0, environment);
      const part = operand(expr, 1, environment);
      return typeof whole === 'string' ? (typeof part === 'string' ? containsText(whole, part) : UNKNOWN) : isIn(part, whole);
    }
    case OP.length:
      return lengthOf(operand(expr, 0, environment));
    case OP.lower: {
      const text = operand(expr, 0, environment);
      return typeof text === 'string' ? lowerAscii(text) : UNKNOWN;
    }
    case OP.timestamp: {
      const value = operand(expr, 0, environment);
      return value === UNKNOWN ? UNKNOWN : (instantOf(value) ?? UNKNOWN);
    }
    case OP.duration:
      return durationOf(operand(expr, 0, environment));
    case OP.glob:
    case OP.matches: {
      const text = operand(expr, 0, environment);
      if (typeof text !== 'string' || text.length > MAX_TEXT || literal.kind !== 'automata') return UNKNOWN;
      for (let i = 0; i < literal.automata.length; i++) if (accepts(literal.automata[i] as (typeof literal.automata)[number], text)) return true;
      return false;
    }
    case OP.cidr:
      return literal.kind === 'blocks' ? (containsAddress(literal.blocks, operand(expr, 0, environment)) ?? UNKNOWN) : UNKNOWN;
    case OP.hours: {
      const instant = operand(expr, 0, environment);
      if (typeof instant !== 'number' || literal.kind !== 'hours') return UNKNOWN;
      return inWindows(literal.zone, literal.windows, instant) ?? UNKNOWN;
    }
    case OP.near: {
      const lat = operand(expr, 0, environment);
      const lon = operand(expr, 1, environment);
      if (typeof lat !== 'number' || typeof lon !== 'number' || literal.kind !== 'circle') return UNKNOWN;
      const km = distanceKm(lat, lon, literal.lat, literal.lon);
      return km === null ? UNKNOWN : km <= literal.km;
    }
  }
}

function operand(expr: Expr, i: number, environment: Environment): Value {
  return evaluate(expr.args[i] as Expr, environment);
}

/** A value that expressions can hold: null is none. */
function known(value: Value): Value {
  return value === null ? UNKNOWN : typeof value === 'number' ? numberOr(value) : value;
}

/** Nothing is known below what has the wrong type, null among it. */
function isUnknownAbove({ names }: Expr, { root, source, type }: Literal & { readonly kind: 'root' }, environment: Environment): boolean {
  for (let length = root === 'agent' && names[0] === 'metadata' ? 2 : 1; length < names.length; length++) {
    const above = environment.read(root, names.slice(0, length), source);
    if (above === undefined) return false;
    if (above === UNKNOWN || known(above) === UNKNOWN || (length === 1 && type !== null && !hasType(above, type))) return true;
  }
  return false;
}

/** Whether a value is of a declared type (spec §8). */
export function hasType(value: Value, type: string): boolean {
  if (!isList(value)) return type === (isObject(value) ? 'map' : typeof value);
  return type === 'list' || ((type === 'list(string)' || type === 'list(number)') && value.every((one) => `list(${typeof one})` === type));
}

function calculate(code: OP.add | OP.sub | OP.mul, a: Value, b: Value): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  return numberOr(code === OP.add ? a + b : code === OP.sub ? a - b : a * b);
}

/** Code points, elements, members. */
function lengthOf(value: Value): Value {
  if (typeof value === 'string') return codePoints(value);
  if (isList(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : UNKNOWN;
}

export function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++, count++) if ((text.codePointAt(i) as number) > 0xffff) i++;
  return count;
}

function lowerAscii(text: string): string {
  // WHY the first: a call for each run of letters takes a tenth of a second for a megabyte.
  return /^[ -~]*$/.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Milliseconds of a number of seconds or Vault's duration text. */
export function durationOf(value: Value): number | typeof UNKNOWN {
  if (typeof value === 'number') return numberOr(value * 1000);
  const nanoseconds = typeof value === 'string' && value !== '' ? parseDuration(value) : null;
  return nanoseconds === null ? UNKNOWN : nanoseconds / 1e6;
}

/** Own members of plain objects, elements of lists. */
export function descend(value: JsonValue | undefined, names: Names, from: number): JsonValue | undefined {
  let at = value;
  for (let i = from; i < names.length; i++) {
    const name = names[i] as string | number;
    if (at === undefined) return undefined;
    if (typeof name === 'number') at = isList(at) ? at[name] : undefined;
    else at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}
