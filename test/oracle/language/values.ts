// What an expression can hold (spec.md §7.2): known values of seven types, and unknown, which is none of them. Equality and order.

import type { JsonValue } from '@polc/runtime';
import { durationOfSeconds, durationOfText } from '../durations.js';
import { instantOf } from './timestamps.js';

export const UNKNOWN = Symbol('unknown');

/** Milliseconds since the epoch. */
export class Timestamp {
  constructor(readonly ms: number) {}
}

/** Milliseconds. */
export class Duration {
  constructor(readonly ms: number) {}
}

export type Known = string | number | boolean | Timestamp | Duration | readonly Value[] | ReadonlyMap<string, Value>;
export type Value = Known | typeof UNKNOWN;
export type Truth = boolean | typeof UNKNOWN;

const LARGEST = 2 ** 53;

/** "a number that is not finite or beyond ±2^53 (read or computed)" is unknown. */
export function boundedNumber(number: number): number | typeof UNKNOWN {
  return Math.abs(number) <= LARGEST ? number : UNKNOWN;
}

export function boundedTimestamp(ms: number): Timestamp | typeof UNKNOWN {
  return Math.abs(ms) <= LARGEST ? new Timestamp(ms) : UNKNOWN;
}

export function boundedDuration(ms: number): Duration | typeof UNKNOWN {
  return Math.abs(ms) <= LARGEST ? new Duration(ms) : UNKNOWN;
}

/** Plain JSON "has the type it holds"; null, and what is no JSON, has none. */
export function valueOfJson(json: unknown): Value {
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'number') return boundedNumber(json);
  if (Array.isArray(json)) return json.map(valueOfJson);
  if (isPlain(json)) return new Map(Object.entries(json).map(([name, member]) => [name, valueOfJson(member)]));
  return UNKNOWN;
}

/** "Only own members of plain JSON objects are read." */
export function isPlain(json: unknown): json is { readonly [key: string]: JsonValue } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const prototype: unknown = Object.getPrototypeOf(json);
  return prototype === Object.prototype || prototype === null;
}

/** "A timestamp is RFC 3339 text or a number of milliseconds". */
export function timestampOf(value: unknown): Timestamp | typeof UNKNOWN {
  const ms = instantOf(value);
  return ms === null ? UNKNOWN : boundedTimestamp(ms);
}

/** "a duration is a number of seconds or Vault's duration text". */
export function durationOf(value: unknown): Duration | typeof UNKNOWN {
  let nanoseconds: bigint | null = null;
  if (typeof value === 'number') nanoseconds = durationOfSeconds(value);
  if (typeof value === 'string' && value !== '') nanoseconds = durationOfText(value);
  return nanoseconds === null ? UNKNOWN : boundedDuration(Number(nanoseconds) / 1e6);
}

/** "two of one type"; "lists and maps deeply". Of two types, or of an unknown one, the answer is unknown. */
export function equals(a: Value, b: Value): Truth {
  if (a === UNKNOWN || b === UNKNOWN || typeOf(a) !== typeOf(b)) return UNKNOWN;
  if (isList(a) && isList(b)) return a.length === b.length && and(a.map((each, i) => equals(each, b[i] as Value)));
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a.keys()].every((key) => b.has(key)) && and([...a].map(([key, each]) => equals(each, b.get(key) as Value)));
  }
  if (isTime(a) && isTime(b)) return a.ms === b.ms;
  return a === b;
}

/** "two numbers, timestamps, durations or strings (by code point)": negative, zero or positive; null when there is no order. */
export function compare(a: Value, b: Value): number | null {
  if (a === UNKNOWN || b === UNKNOWN || typeOf(a) !== typeOf(b)) return null;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isTime(a) && isTime(b)) return a.ms - b.ms;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  const ours = [...a];
  const theirs = [...b];
  const differs = ours.findIndex((point, i) => point !== theirs[i]);
  if (differs < 0) return ours.length - theirs.length;
  const other = theirs[differs];
  return other === undefined ? 1 : (ours[differs]?.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
}

export function typeOf(value: Known): string {
  if (isList(value)) return 'list';
  if (value instanceof Map) return 'map';
  if (value instanceof Timestamp) return 'timestamp';
  return value instanceof Duration ? 'duration' : typeof value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

function isTime(value: Value): value is Timestamp | Duration {
  return value instanceof Timestamp || value instanceof Duration;
}

/** Kleene's: one false is false, else one unknown is unknown; over nothing true. What is no boolean is unknown. */
export function and(values: readonly Value[]): Truth {
  if (values.includes(false)) return false;
  return values.every((value) => value === true) ? true : UNKNOWN;
}

/** Kleene's: one true is true, else one unknown is unknown; over nothing false. */
export function or(values: readonly Value[]): Truth {
  if (values.includes(true)) return true;
  return values.every((value) => value === false) ? false : UNKNOWN;
}

export function not(value: Value): Truth {
  return typeof value === 'boolean' ? !value : UNKNOWN;
}

/** "a list of more than 1,000 elements under `all`, `any` or `in`" is unknown. */
export const LONGEST_LIST = 1_000;

/** "some element `== x`; unknown when none is and some comparison was unknown". */
export function isIn(value: Value, list: Value): Truth {
  if (value === UNKNOWN || !isList(list) || list.length > LONGEST_LIST) return UNKNOWN;
  return or(list.map((element) => equals(element, value)));
}
