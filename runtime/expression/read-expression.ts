// Compiled expressions from a bundle's plain data (code.ts) to what evaluate.ts walks: every operator known, every operand of its kind.

import { check } from '../errors.js';
import { parseBlock } from '../match/address.js';
import type { Matcher } from '../match/automaton.js';
import type { Zone } from '../match/zone.js';
import type { JsonValue } from '../request.js';
import { type Code, type Names, ROOTS, type Source } from './code.js';
import { MAX_ELEMENTS } from './value.js';

/** Everything that literals of expressions and shapes point to, by kind and text. */
export interface Matchers {
  readonly globs: ReadonlyMap<string, Matcher>;
  readonly patterns: ReadonlyMap<string, Matcher>;
  readonly zones: ReadonlyMap<string, Zone>;
  /** `root.name` to its declared source. */
  readonly sources: ReadonlyMap<string, Source>;
  /** `root.name` to the type that it must have. */
  readonly types: ReadonlyMap<string, string>;
}

export type Operator = Code[0];

/** Operators by number, so that evaluating switches over small integers. Truth-valued ones of logic come first. */
export enum OP {
  and,
  or,
  not,
  all,
  any,
  const,
  read,
  var,
  has,
  neg,
  length,
  lower,
  timestamp,
  duration,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  in,
  add,
  sub,
  mul,
  startswith,
  endswith,
  contains,
  glob,
  matches,
  cidr,
  hours,
  near,
}

export interface Expr {
  readonly op: Operator;
  /** `op` by number. */
  readonly code: OP;
  readonly args: readonly Expr[];
  /** It reads no variable: for every element of an `all` or `any` around it is the same. Not asked of constants and logic. */
  readonly settled: boolean;
  /** Of `read`, `has` and `var`: what follows the root or slot. */
  readonly names: Names;
  readonly literal: Literal;
  /** The expression it was read from; for words. */
  readonly source: Code;
}

/** A constant; a root, its declared source and type; a slot; automata; blocks; hours; a circle. */
export type Literal =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'root'; readonly root: (typeof ROOTS)[number]; readonly source: Source | null; readonly type: string | null }
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'automata'; readonly automata: readonly Matcher[] }
  | { readonly kind: 'blocks'; readonly blocks: Int32Array }
  | { readonly kind: 'hours'; readonly zone: Zone; readonly windows: Int32Array }
  | { readonly kind: 'circle'; readonly lat: number; readonly lon: number; readonly km: number };

const NONE: Literal = { kind: 'none' };
const NO_ARGS: readonly Expr[] = [];
const NO_NAMES: Names = [];

/** How many operands an operator has; those with literals are read one by one. */
const ARITY: ReadonlyMap<string, number> = new Map([
  ...['not', 'neg', 'length', 'lower', 'timestamp', 'duration'].map((op) => [op, 1] as const),
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'add', 'sub', 'mul', 'startswith', 'endswith', 'contains'].map((op) => [op, 2] as const),
]);

/** Steps that one expression may take (spec §7.4, Cost). WHY ten times the compiler's: the forms of both need not be the same. */
const MAX_COST = 1_000_000;

/** Variables; and what is walked for more than its value, or is one. */
const UNSETTLED: ReadonlySet<string> = new Set(['var', 'const', 'and', 'or', 'not', 'all', 'any']);
const isSettled = ({ op, settled }: Expr) => settled || op === 'const';

/** A chain of as many operators as the grammar allows is as deep. */
const MAX_DEPTH = 1_200;

export class ExpressionReader {
  readonly matchers: Matchers;
  /** Equal data is one array (load-data.ts): what is shared in the bundle is shared here. */
  readonly #known = new Map<unknown, Expr>();
  readonly #costs = new Map<Expr, number>();

  constructor(matchers: Matchers) {
    this.matchers = matchers;
  }

  read(code: JsonValue): Expr {
    return this.#read(code, 0);
  }

  #read(code: JsonValue, depth: number): Expr {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    check(depth < MAX_DEPTH, 'expression');
    const expr = this.#expr(readList(code), depth + 1);
    const [first, second] = expr.args.map((arg) => this.#costs.get(arg) as number);
    const quantified = expr.literal.kind === 'slot' && expr.op !== 'var';
    const cost = quantified
      ? 1 + (first as number) + MAX_ELEMENTS * (second as number)
      : expr.args.reduce((sum, arg) => sum + (this.#costs.get(arg) as number), 1);
    check(cost <= MAX_COST, 'expression');
    this.#costs.set(expr, cost);
    this.#known.set(code, expr);
    return expr;
  }

  #expr(code: readonly JsonValue[], depth: number): Expr {
    const [op, first, second, ...rest] = code as readonly [string, JsonValue, JsonValue, ...JsonValue[]];
    const arg = (operand: JsonValue) => this.#read(operand, depth);
    const make = (args: readonly Expr[], literal: Literal = NONE, names: Names = NO_NAMES): Expr => ({
      ...{ op: op as Operator, code: OP[op as Operator], args, settled: !UNSETTLED.has(op) && args.every(isSettled), names, literal, source: code as Code },
    });
    const arity = ARITY.get(op);
    if (arity !== undefined) {
      check(code.length === arity + 1, 'expression');
      return make(code.slice(1).map(arg));
    }
    switch (op) {
      case 'const':
        check(code.length === 2, 'expression');
        return make(NO_ARGS, { kind: 'value', value: first });
      case 'read':
      case 'has': {
        check((ROOTS as readonly JsonValue[]).includes(first) && code.length > 2, 'expression');
        const names = readNames(code.slice(2));
        const attribute = `${first as string}.${names[0] as string}`;
        const source = this.matchers.sources.get(attribute) ?? null;
        // Of agent.metadata each key is an attribute of its own.
        const type = names.length > 1 && attribute === 'agent.metadata' ? null : (this.matchers.types.get(attribute) ?? null);
        return make(NO_ARGS, { kind: 'root', root: first as (typeof ROOTS)[number], source, type }, names);
      }
      case 'var':
        return make(NO_ARGS, { kind: 'slot', slot: readSlot(first) }, readNames(code.slice(2)));
      case 'and':
      case 'or':
        return make(code.slice(1).map(arg));
      case 'all':
      case 'any':
        check(code.length === 4, 'expression');
        return make([arg(second), arg(rest[0] as JsonValue)], { kind: 'slot', slot: readSlot(first) });
      case 'glob':
      case 'matches': {
        const table = op === 'glob' ? this.matchers.globs : this.matchers.patterns;
        return make([arg(first)], { kind: 'automata', automata: code.slice(2).map((text) => found(table.get(text as string))) });
      }
      case 'cidr':
        return make([arg(first)], { kind: 'blocks', blocks: Int32Array.from(code.slice(2).flatMap((text) => [...found(parseBlock(text))])) });
      case 'hours': {
        const windows = code.slice(3);
        check(windows.length % 2 === 0 && windows.every(Number.isInteger), 'expression');
        const zone = found(this.matchers.zones.get(second as string));
        return make([arg(first)], { kind: 'hours', zone, windows: Int32Array.from(windows as number[]) });
      }
      default: {
        check(op === 'near' && code.length === 6 && rest.every((value) => typeof value === 'number'), 'expression');
        const [lat, lon, km] = rest as unknown as [number, number, number];
        return make([arg(first), arg(second)], { kind: 'circle', lat, lon, km });
      }
    }
  }
}

export function readList(value: JsonValue): readonly JsonValue[] {
  check(value === null || Array.isArray(value), 'data section');
  return (value ?? []) as readonly JsonValue[];
}

/** What a literal points to must be there. */
export function found<T>(value: T | null | undefined): T {
  check(value !== null && value !== undefined, 'expression');
  return value;
}

function readNames(names: readonly JsonValue[]): Names {
  check(
    names.every((name) => typeof name === 'string' || Number.isInteger(name)),
    'expression',
  );
  return names as Names;
}

function readSlot(slot: JsonValue): number {
  check(typeof slot === 'number' && Number.isInteger(slot) && slot >= 0 && slot < MAX_DEPTH, 'expression');
  return slot;
}
