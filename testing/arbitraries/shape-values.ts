// Values at the edges of a shape: those it just takes, and those it just does not.

import { compileGlob, compileRegex } from '@polc/compiler';
import type { JsonObject, JsonValue, NumberShape, ObjectShape, Shape, StringShape } from '@polc/runtime';
import type { Random } from 'fast-check';
import { once, percent, pick } from './chance.js';
import { textsNear } from './near-text.js';
import { tidy } from './operands.js';

interface Near {
  readonly inside: readonly JsonValue[];
  readonly outside: readonly JsonValue[];
}

/** Of no type that anybody expects. */
export const ODD: readonly JsonValue[] = [null, '', 'x', 7, -1, true, [], {}, 2 ** 53 + 2, ['x'], { x: 'x' }];

const known = new WeakMap<Shape, Near>();
const LONGEST = 20_000;

/** Nearly always of the shape, as a rule at an edge of it. */
export function fittingValue(shape: Shape, random: Random): JsonValue {
  switch (shape.kind) {
    case 'object':
      return objectOf(shape, random, 0);
    case 'list': {
      const { items = { kind: 'any' }, min_items: min = 0, max_items: max = min + 2 } = shape;
      const length = Math.min(pick(random, [min, min, Math.min(min + 1, max), max]), 50);
      return Array.from({ length }, (_, i) => (shape.unique && i > 0 && items.kind !== 'value' ? distinct(items, random, i) : fittingValue(items, random)));
    }
    case 'one_of':
      return fittingValue(pick(random, shape.shapes), random);
    default: {
      const { inside } = nearOf(shape);
      return inside.length === 0 ? 'x' : pick(random, inside);
    }
  }
}

/** Just not of it, as a rule. */
export function slipOf(shape: Shape, random: Random): JsonValue {
  if (once(random, 6)) return pick(random, ODD);
  switch (shape.kind) {
    case 'object':
      return objectOf(shape, random, 100);
    case 'list': {
      const { items = { kind: 'any' }, min_items: min = 0, max_items: max } = shape;
      const lengths = [...(min > 0 ? [min - 1] : []), ...(max === undefined ? [] : [max + 1])];
      if (lengths.length === 0 || once(random, 2))
        return [...Array.from({ length: Math.min(min, 50) }, () => fittingValue(items, random)), slipOf(items, random)];
      return Array.from({ length: Math.min(pick(random, lengths), 200) }, () => fittingValue(items, random));
    }
    case 'one_of':
      return slipOf(pick(random, shape.shapes), random);
    default: {
      const { outside } = nearOf(shape);
      return pick(random, outside.length === 0 ? ODD : outside);
    }
  }
}

/** `faults`: how often in a hundred something is wrong with it. */
export function objectOf({ members, extra }: ObjectShape, random: Random, faults: number): JsonObject {
  const made: Record<string, JsonValue> = {};
  const wrong = percent(random, faults) ? pick(random, [...members.map(([name]) => name), '']) : null;
  for (const [name, optional, shape] of members) {
    if (name === wrong ? once(random, 3) : optional && once(random, 2)) continue;
    const value = name === wrong ? slipOf(shape, random) : fittingValue(shape, random);
    // WHY not assigned: a parameter may be called __proto__.
    Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
  }
  if (wrong === '') made.more = 'x';
  else if (extra !== undefined && once(random, 3)) made.more = fittingValue(extra, random);
  return made;
}

function distinct(items: Shape, random: Random, i: number): JsonValue {
  const value = fittingValue(items, random);
  return typeof value === 'number' ? value + i : typeof value === 'string' ? value + 'x'.repeat(i) : value;
}

function nearOf(shape: Exclude<Shape, { readonly kind: 'object' | 'list' | 'one_of' }>): Near {
  const before = known.get(shape);
  if (before !== undefined) return before;
  const near = nearValues(shape);
  known.set(shape, near);
  return near;
}

function nearValues(shape: Exclude<Shape, { readonly kind: 'object' | 'list' | 'one_of' }>): Near {
  switch (shape.kind) {
    case 'any':
      return { inside: ['x', 1, true], outside: [] };
    case 'null':
      return { inside: [null], outside: ODD.slice(1) };
    case 'boolean':
      return { inside: [true, false], outside: ['true', 1, null] };
    case 'value':
      return { inside: shape.values, outside: shape.values.flatMap(slips) };
    case 'string':
      return nearString(shape);
    case 'number':
      return nearNumber(shape);
  }
}

function slips(value: JsonValue): JsonValue[] {
  if (typeof value === 'string') return [`${value}x`, value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase(), [value]];
  return typeof value === 'number' ? [value + 1, value - 1, String(value)] : [typeof value === 'boolean' ? !value : 'x'];
}

function nearString({ min_length: min = 0, max_length: max, globs = [], patterns = [] }: StringShape): Near {
  const compiled = [...globs.map(compileGlob), ...patterns.map(compileRegex)];
  const texts = compiled.map((each) => ('fault' in each ? { accepted: [], refused: [] } : textsNear(each.automaton)));
  const lengths = [min, ...(min === 0 ? [1] : []), ...(max === undefined ? [] : [max])];
  const plain = lengths.filter((length) => length <= LONGEST).map((length) => 'x'.repeat(length));
  const outside: JsonValue[] = [...(min > 0 ? ['x'.repeat(min - 1)] : []), ...(max === undefined || max >= LONGEST ? [] : ['x'.repeat(max + 1)]), 7];
  return {
    inside: texts.length === 0 ? plain : texts.flatMap(({ accepted }) => accepted),
    outside: [...outside, ...texts.flatMap(({ refused }) => refused)],
  };
}

function nearNumber({ integer, min, max, above, below, multiple_of: step = integer === true ? 1 : 0.01 }: NumberShape): Near {
  const edge = (at: number | undefined, direction: 1 | -1, open: boolean) =>
    at === undefined ? [] : [tidy(at + direction * (open ? step : 0)), tidy(at + direction * step)];
  const inside = [...edge(min, 1, false), ...edge(max, -1, false), ...edge(above, 1, true), ...edge(below, -1, true)];
  const outside = [
    ...edge(min, -1, true).slice(0, 1),
    ...edge(max, 1, true).slice(0, 1),
    ...[above, below].flatMap((at) => (at === undefined ? [] : [at])),
    ...(integer === true ? [0.5] : []),
  ];
  const fits = (value: number) => value >= (min ?? value) && value <= (max ?? value) && value > (above ?? value - 1) && value < (below ?? value + 1);
  const fitting = inside.filter(fits);
  const [first] = fitting;
  return { inside: first === undefined ? [0, step, 1] : fitting, outside: [...outside, String(first ?? 1)] };
}
