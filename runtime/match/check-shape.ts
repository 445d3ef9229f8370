// Parameters against their shapes (grammar/spec.md §5.3): absent is not satisfied, what has no shape is refused.

import { canonicalJson } from '../canonical.js';
import { codePoints } from '../expression/evaluate.js';
import { isList, isObject, MAX_NUMBER, MAX_TEXT, sameJson } from '../expression/value.js';
import { isJson } from '../plain.js';
import type { JsonObject, JsonValue } from '../request.js';
import { accepts, type Matcher } from './automaton.js';
import type { LoadedObjectShape, LoadedShape, LoadedStringShape } from './read-shape.js';
import type { ListShape, NumberShape } from './shape.js';

/** `extra`: no shape speaks of it. `shape`: its value has another one. */
export interface ShapeFault {
  readonly kind: 'absent' | 'extra' | 'shape';
  readonly name: string;
}

const NO_DATA: JsonObject = {};

/** What is absent first, in the order of the shape, then the rest in the order of the data; null when the data has the shape. */
export function shapeFault({ members, extra }: LoadedObjectShape, data: JsonObject | null): ShapeFault | null {
  const given = data ?? NO_DATA;
  for (const [name, { optional }] of members) if (!optional && !Object.hasOwn(given, name)) return { kind: 'absent', name };
  for (const name in given) {
    if (!Object.hasOwn(given, name)) continue;
    const shape = members.get(name)?.shape ?? extra;
    if (shape === undefined) return { kind: 'extra', name };
    if (!hasShape(shape, given[name] as JsonValue)) return { kind: 'shape', name };
  }
  return null;
}

export function hasShape(shape: LoadedShape, value: JsonValue): boolean {
  switch (shape.kind) {
    case 'any':
      return true;
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'value':
      return shape.values.some((one) => sameJson(one, value) === true);
    case 'string':
      return typeof value === 'string' && isText(shape, value);
    case 'number':
      return typeof value === 'number' && isNumber(shape, value);
    case 'list':
      return isList(value) && isSequence(shape, shape.items, value);
    case 'object':
      return isObject(value) && shapeFault(shape, value) === null;
    case 'one_of':
      return shape.shapes.some((one) => hasShape(one, value));
  }
}

function isText({ min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY, globMatchers, patternMatchers }: LoadedStringShape, text: string): boolean {
  const matchesOne = (matchers: readonly Matcher[]) => matchers.length === 0 || (text.length <= MAX_TEXT && matchers.some((matcher) => accepts(matcher, text)));
  const length = codePoints(text);
  return length >= min && length <= max && matchesOne(globMatchers) && matchesOne(patternMatchers);
}

function isNumber({ integer, min, max, above, below, multiple_of: step }: NumberShape, value: number): boolean {
  if (!(value >= -MAX_NUMBER && value <= MAX_NUMBER) || (integer && !Number.isInteger(value))) return false;
  if (!(value >= (min ?? value) && value <= (max ?? value))) return false;
  if ((above !== undefined && value <= above) || (below !== undefined && value >= below)) return false;
  return step === undefined || isMultiple(value, step);
}

/** Of the decimal texts: 0.3 is a multiple of 0.1, though the doubles are not. */
function isMultiple(value: number, step: number): boolean {
  const [digits, exponent] = decimal(value);
  const [stepDigits, stepExponent] = decimal(step);
  const shift = Math.min(exponent, stepExponent);
  const scaled = stepDigits * 10n ** BigInt(stepExponent - shift);
  return scaled !== 0n && (digits * 10n ** BigInt(exponent - shift)) % scaled === 0n;
}

/** Digits and power of ten of the shortest text of a number. */
function decimal(value: number): readonly [digits: bigint, exponent: number] {
  const [mantissa = '', power = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}

function isSequence(shape: Omit<ListShape, 'items'>, items: LoadedShape | undefined, list: readonly JsonValue[]): boolean {
  const { min_items: min = 0, max_items: max = Number.POSITIVE_INFINITY, unique } = shape;
  if (list.length < min || list.length > max || (items !== undefined && !list.every((element) => hasShape(items, element)))) return false;
  return !unique || (isJson(list) && new Set(list.map(canonicalJson)).size === list.length);
}
