// Simpler values: towards nothing, 0, the shortest text, the fewest members. Every step goes down one and the same order, so that shrinking ends.

import type { JsonObject, JsonValue } from '@polc/runtime';

/** The simplest text; after the empty one. */
const PLAIN = 'x';

/** Simpler first. */
export function* simplerValues(value: JsonValue): Generator<JsonValue> {
  if (typeof value === 'number') yield* simplerNumbers(value, 0);
  else if (typeof value === 'string') yield* simplerTexts(value);
  else if (value === true) yield false;
  else if (Array.isArray(value)) yield* simplerLists(value as readonly JsonValue[]);
  else if (typeof value === 'object' && value !== null) for (const simpler of simplerObjects(value as JsonObject)) yield simpler;
}

/** Towards a number by halves; of a fraction first the whole numbers. */
export function* simplerNumbers(value: number, towards: number): Generator<number> {
  if (value === towards || !Number.isFinite(value)) return;
  yield towards;
  const whole = Math.trunc(value);
  if (whole !== value) {
    yield whole;
    yield whole + Math.sign(value);
    for (const digits of [1, 2, 3]) {
      const scale = 10 ** digits;
      const short = Math.trunc(value * scale) / scale;
      if (short !== value) yield short;
      else {
        // Steps of the last digit.
        for (let gap = Math.trunc((value - whole) * scale) / 2; Math.abs(gap) >= 0.5; gap /= 2)
          yield Math.round(value * scale - Math.ceil(Math.abs(gap)) * Math.sign(gap)) / scale;
        return;
      }
    }
    return;
  }
  if (value < towards && towards === 0) yield -value;
  for (let gap = (value - towards) / 2; Math.abs(gap) >= 0.5; gap /= 2) yield value - Math.trunc(Math.abs(gap) + 0.5) * Math.sign(gap);
}

export function* simplerTexts(text: string): Generator<string> {
  if (text === '') return;
  yield '';
  if (text !== PLAIN) yield PLAIN;
  if (text.length > 1) yield* shorter(text);
}

/** Halves, then without one of the characters. */
function* shorter(text: string): Generator<string> {
  const half = Math.floor(text.length / 2);
  if (half > 1) {
    yield text.slice(0, half);
    yield text.slice(half);
  }
  if (text.length <= 40) for (let i = text.length - 1; i >= 0; i--) yield text.slice(0, i) + text.slice(i + 1);
  else yield text.slice(0, -1);
  for (let i = 0; i < text.length && text.length <= 40; i++) if (text[i] !== PLAIN) yield text.slice(0, i) + PLAIN + text.slice(i + 1);
}

export function* simplerLists(list: readonly JsonValue[]): Generator<readonly JsonValue[]> {
  if (list.length === 0) return;
  yield [];
  if (list.length > 3) yield list.slice(0, list.length >> 1);
  for (let i = 0; i < list.length; i++) yield [...list.slice(0, i), ...list.slice(i + 1)];
  for (let i = 0; i < list.length; i++) for (const simpler of simplerValues(list[i] as JsonValue)) yield [...list.slice(0, i), simpler, ...list.slice(i + 1)];
}

/** `keep`: members that stay, as they are. */
export function* simplerObjects(object: JsonObject, keep: ReadonlySet<string> = new Set()): Generator<JsonObject> {
  const entries = Object.entries(object);
  const free = entries.filter(([name]) => !keep.has(name));
  if (free.length > 1) yield Object.fromEntries(entries.filter(([name]) => keep.has(name)));
  if (free.length > 3) {
    const half = new Set(free.slice(free.length >> 1).map(([name]) => name));
    yield Object.fromEntries(entries.filter(([name]) => !half.has(name)));
  }
  for (const [dropped] of free) yield Object.fromEntries(entries.filter(([name]) => name !== dropped));
  for (const [changed, value] of free) {
    for (const simpler of simplerValues(value)) yield Object.fromEntries(entries.map(([name, other]) => [name, name === changed ? simpler : other]));
  }
}
