// Values that an atom is likely to turn at, by attribute: the edges of its own literals, one beside them, and absence.

import type { Expr, JsonValue } from '@polc/runtime';
import { textsFor } from './text-for.js';

/** undefined: absent. */
export type Candidate = JsonValue | undefined;

/** `root.name.name` to values; each once, in the order in which they were found. */
export class Candidates {
  readonly #byName = new Map<string, Map<string, Candidate>>();

  add(name: string, ...values: readonly Candidate[]): void {
    const known = this.#byName.get(name) ?? new Map<string, Candidate>();
    for (const value of values) known.set(JSON.stringify(value) ?? 'absent', value);
    this.#byName.set(name, known);
  }

  get names(): string[] {
    return [...this.#byName.keys()];
  }

  of(name: string): Candidate[] {
    return [...(this.#byName.get(name)?.values() ?? [])];
  }
}

interface Read {
  readonly name: string;
  /** What the runtime makes of it before it compares. */
  readonly as: 'timestamp' | 'duration' | 'length' | 'lower' | null;
}

export function nameOf({ literal, names }: Expr): string | null {
  return literal.kind === 'root' ? JSON.stringify([literal.root, ...names]) : null;
}

/** What an attribute is where nobody changes it. */
export type ValueOf = (read: Expr) => Candidate;

export function addCandidates(expression: Expr, into: Candidates, now: ValueOf): void {
  const { op, args, literal } = expression;
  const [left, right] = args;
  // The time is never absent: it is then the engine's clock.
  for (const read of readsOf(expression)) if (read !== TIME) into.add(read, undefined);
  switch (op) {
    case 'and':
    case 'or':
    case 'not':
      for (const arg of args) addCandidates(arg, into, now);
      return;
    case 'all':
    case 'any': {
      const list = readOf(left as Expr);
      if (list !== null) {
        const elements = elementsOf(right as Expr, now);
        into.add(list.name, ...elements.map((value) => [value]), ['another'], [], elements);
      }
      addCandidates(right as Expr, into, now);
      return;
    }
    case 'has': {
      const name = nameOf(expression);
      if (name !== null) into.add(name, 'x', 1);
      return;
    }
    case 'read': {
      const name = nameOf(expression);
      if (name !== null) into.add(name, true, false);
      return;
    }
    case 'cidr':
      if (literal.kind === 'blocks') addTo(left as Expr, into, ...addressesOf(literal.blocks), '203.0.113.7', '2001:db8:ffff::7');
      return;
    case 'hours':
      addTo(left as Expr, into, ...INSTANTS);
      return;
    case 'near':
      if (literal.kind === 'circle') {
        addTo(left as Expr, into, literal.lat, literal.lat > 0 ? literal.lat - 90 : literal.lat + 90);
        addTo(right as Expr, into, literal.lon, literal.lon > 0 ? literal.lon - 180 : literal.lon + 180);
      }
      return;
    case 'glob':
    case 'matches':
      if (literal.kind === 'automata') addTo(left as Expr, into, ...literal.automata.flatMap(textsFor), 'another text', '');
      return;
  }
  if (left === undefined || right === undefined) return;
  addPair(op, left, right, into, now);
  addPair(op, right, left, into, now);
}

/** Values of one side by what the other is. */
function addPair(op: string, side: Expr, other: Expr, into: Candidates, now: ValueOf): void {
  const constant = other.literal.kind === 'value' ? other.literal.value : now(other);
  if (constant === undefined) {
    // Two attributes: they may have the same value, or others.
    if (readOf(other) !== null) addTo(side, into, ...(op === 'in' ? ['a', ['a'], ['b']] : [1, 2, 'a', 'b', true]));
    else if (side.args.length === 0) addTo(side, into, 0, 1, 1e6, -1e6);
    return;
  }
  if (op === 'in' || op === 'contains') {
    if (Array.isArray(constant)) addTo(side, into, ...(constant as readonly JsonValue[]), 'another', -1);
    else addTo(side, into, [constant], [], ['another'], constant, 'another text');
  } else if (op === 'startswith' || op === 'endswith') addTo(side, into, constant, `x${String(constant)}`, `${String(constant)}x`, 'another text');
  else if (typeof constant === 'number') addNumbers(side, constant, into);
  else addTo(side, into, constant, ...(typeof constant === 'boolean' ? [!constant] : typeof constant === 'string' ? [`${constant}x`, '', 'a', 'zz'] : []));
}

function addNumbers(side: Expr, constant: number, into: Candidates): void {
  if (side.args.length > 1) {
    // A sum or a product: each part in turn.
    for (const arg of side.args) addNumbers(arg, constant, into);
    return;
  }
  const beside = Number.isInteger(constant) ? 1 : 0.01;
  const read = readOf(side);
  if (read?.as === 'timestamp' || isTime(side))
    addTo(side, into, ...[-1000, 0, 1000].map((more) => isoOf(constant + more)), ...weekFrom(constant - WEEK), ...weekFrom(constant));
  else if (read?.as === 'duration' || read?.name === AGE) addTo(side, into, ...[-1000, 0, 1000].map((more) => (constant + more) / 1000));
  else if (read?.as === 'length') addTo(side, into, ...[-1, 0, 1].map((more) => 'x'.repeat(Math.min(Math.max(0, constant + more), 70_000))), [], ['x']);
  else addTo(side, into, constant - beside, constant, constant + beside, 0, 1);
}

const AGE = '["delegation","consent_age"]';
const TIME = '["context","time"]';
const isTime = (side: Expr) => readOf(side)?.name === TIME;

function isoOf(milliseconds: number): string | number {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : milliseconds;
}

function addTo(side: Expr, into: Candidates, ...values: readonly Candidate[]): void {
  const read = readOf(side);
  if (read !== null) into.add(read.name, ...values);
}

/** The attribute that a side is, or what is made of one. */
function readOf({ op, args, ...rest }: Expr): Read | null {
  if (op === 'read') {
    const name = nameOf({ op, args, ...rest });
    return name === null ? null : { name, as: null };
  }
  if (op !== 'timestamp' && op !== 'duration' && op !== 'length' && op !== 'lower' && op !== 'neg') return null;
  const inner = readOf(args[0] as Expr);
  return inner === null ? null : { name: inner.name, as: op === 'neg' ? inner.as : op };
}

export function readsOf(expression: Expr): string[] {
  const name = nameOf(expression);
  return name === null ? expression.args.flatMap(readsOf) : [name];
}

/** What the body of a quantifier compares with: constants and attributes; texts also as a part of a longer one. */
function elementsOf(body: Expr, now: ValueOf): readonly JsonValue[] {
  const { literal, args, op } = body;
  const there = now(body);
  if (there !== undefined) return Array.isArray(there) ? (there as readonly JsonValue[]) : [there];
  const inner = args.flatMap((arg) => elementsOf(arg, now));
  if (op === 'startswith' || op === 'endswith' || op === 'contains')
    return inner.flatMap((value): JsonValue[] => (typeof value === 'string' ? [op === 'endswith' ? `x${value}` : `${value}x`, value] : [value]));
  if (literal.kind === 'automata') return literal.automata.flatMap(textsFor);
  if (literal.kind === 'value') return Array.isArray(literal.value) ? [...(literal.value as readonly JsonValue[])] : [literal.value];
  return inner;
}

/** The first address of each block, and the one before and behind it. Each block: family, four words, prefix. */
function addressesOf(blocks: Int32Array): string[] {
  const found: string[] = [];
  for (let at = 0; at + 5 < blocks.length; at += 6) {
    const words = [...blocks.subarray(at + 1, at + 5)].map((word) => word >>> 0);
    if (blocks[at] === 4) {
      const first = words[0] as number;
      const size = 2 ** (32 - (blocks[at + 5] as number));
      found.push(...[first, first + size - 1, first + size, first - 1].filter((one) => one >= 0 && one < 2 ** 32).map(dotted));
    } else found.push(words.flatMap((word) => [word >>> 16, word & 0xffff].map((group) => group.toString(16))).join(':'));
  }
  return found;
}

const dotted = (word: number) => [24, 16, 8, 0].map((shift) => Math.floor(word / 2 ** shift) % 256).join('.');

const WEEK = 604_800_000;

/** A week by the half hour: zones are at most that far from one another. */
function weekFrom(start: number): (string | number)[] {
  return Array.from({ length: 7 * 48 }, (_, i) => isoOf(start + i * 1_800_000));
}

/** In winter and in summer. */
const INSTANTS = ['2026-01-05T00:00:00Z', '2026-07-06T00:00:00Z'].flatMap((start) => weekFrom(Date.parse(start)));
