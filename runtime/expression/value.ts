// Values of expressions (grammar/spec.md §7.2): JSON values, and unknown, which is none of them.

import { compareText } from '../format/text.js';
import { isPlainObject } from '../plain.js';
import type { JsonObject, JsonValue } from '../request.js';

export const UNKNOWN: unique symbol = Symbol('unknown');
export type Unknown = typeof UNKNOWN;
export type Value = JsonValue | Unknown;
export type Truth = boolean | Unknown;

/** Beyond it integers are no longer told apart. */
export const MAX_NUMBER = 2 ** 53;
/** Elements that `all`, `any` and `in` look at; characters that a glob or regular expression reads. */
export const MAX_ELEMENTS = 1_000;
export const MAX_TEXT = 65_536;

/** A number that can be told from its neighbours; else unknown. */
export function numberOr(value: number): number | Unknown {
  return value >= -MAX_NUMBER && value <= MAX_NUMBER ? value : UNKNOWN;
}

export function not(value: Truth): Truth {
  return value === UNKNOWN ? UNKNOWN : !value;
}

export function isList(value: Value): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is JsonObject {
  return value !== UNKNOWN && isPlainObject(value) && !Array.isArray(value);
}

/** `==`: of two types it is unknown, as it is of null. */
export function equal(a: Value, b: Value): Truth {
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : sameJson(a, b);
}

/** Deep equality of JSON values. Unknown where it hangs on a number that is none. */
export function sameJson(a: JsonValue, b: JsonValue): Truth {
  // What nearly every comparison is of.
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  if (typeof a === 'number' && typeof b === 'number') return numberOr(a) === UNKNOWN || numberOr(b) === UNKNOWN ? UNKNOWN : a === b;
  if (isList(a) && isList(b)) return a.length === b.length ? every(a.length, (i) => sameJson(a[i] as JsonValue, b[i] as JsonValue)) : false;
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return every(keys.length, (i) => {
      const key = keys[i] as string;
      return Object.hasOwn(b, key) && sameJson(a[key] as JsonValue, b[key] as JsonValue);
    });
  }
  // Of two types, of null, and of what no JSON parser makes, nothing can be told.
  return typeof a === typeof b && typeof a !== 'object' ? a === b : UNKNOWN;
}

/** Kleene's and over `count` tests. */
function every(count: number, test: (i: number) => Truth): Truth {
  let all: Truth = true;
  for (let i = 0; i < count; i++) {
    const one = test(i);
    if (one === false) return false;
    if (one === UNKNOWN) all = UNKNOWN;
  }
  return all;
}

/** Some element equals the value; unknown when none does and one cannot be told. */
export function isIn(value: Value, list: Value): Truth {
  if (value === UNKNOWN || !isList(list) || list.length > MAX_ELEMENTS) return UNKNOWN;
  let truth: Truth = false;
  for (let i = 0; i < list.length; i++) {
    const one = sameJson(value, list[i] as JsonValue);
    if (one === true) return true;
    if (one === UNKNOWN) truth = UNKNOWN;
  }
  return truth;
}

/** Negative, 0 or positive for two numbers or two texts (by code point); else unknown. */
export function compare(a: Value, b: Value): number | Unknown {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : UNKNOWN;
}
