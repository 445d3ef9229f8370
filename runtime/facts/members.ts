// Records by their members: what each must be, and the words for the first that is not.

import { durationOf } from '../expression/evaluate.js';
import { UNKNOWN } from '../expression/value.js';
import { instantOf } from '../match/instant.js';
import { isJson, isPlainObject } from '../plain.js';
import type { JsonValue } from '../request.js';
import type { Instant, Seconds } from './records.js';

export type Test = (value: unknown) => boolean;
export type Members = Readonly<Record<string, Test>>;

export const isText: Test = (value) => typeof value === 'string';
export const isName: Test = (value) => typeof value === 'string' && value !== '';
export const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
export const isCount: Test = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
export const isInstant: Test = (value) => instantOf(value) !== null;
export const isSeconds: Test = (value) => (isText(value) || typeof value === 'number') && secondsOf(value as Seconds) >= 0;
export const isBoolean: Test = (value) => typeof value === 'boolean';
export const isData: Test = (value) => isPlainObject(value) && isJson(value);
export const oneOf =
  (...words: readonly string[]): Test =>
  (value) =>
    words.includes(value as string);
/** The first member that is unknown, missing or malformed; null when there is none. */
export function memberFault(value: unknown, members: Members, required: readonly string[]): string | null {
  if (!isPlainObject(value)) return 'is no object';
  const absent = required.find((name) => value[name] === undefined);
  if (absent !== undefined) return `lacks ${absent}`;
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(members, name)) return `has the unknown member ${JSON.stringify(name)}`;
    if (value[name] !== undefined && !(members[name] as Test)(value[name])) return `has a malformed ${name}`;
  }
  return null;
}

export const record =
  (members: Members, required: readonly string[]): Test =>
  (value) =>
    memberFault(value, members, required) === null;

/** Infinite when unset; NaN when it is none. */
export function secondsOf(value: Seconds | undefined): number {
  const milliseconds = value === undefined ? Number.POSITIVE_INFINITY : durationOf(value as JsonValue);
  return milliseconds === UNKNOWN ? Number.NaN : milliseconds / 1000;
}

/** Milliseconds; infinite when unset. */
export function instantOr(value: Instant | undefined): number {
  return value === undefined ? Number.POSITIVE_INFINITY : (instantOf(value) ?? Number.NEGATIVE_INFINITY);
}
