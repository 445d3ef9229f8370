// What a backslash begins, inside a class and out of it: one code point, or one of the sets that have a letter.

import { MAX_CODE_POINT } from '@polc/runtime';
import { type CharSet, NAMED_SETS, onlyPoint } from './char-set.js';
import type { Cursor, Refused } from './cursor.js';

export interface Atom {
  readonly set: CharSet;
  /** null for a set that cannot begin or end a range. */
  readonly point: number | null;
}

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['f', 0x0c],
  ['v', 0x0b],
]);

const PUNCTUATION = /[!-/:-@[-`{-~]/;

export const atomOf = (point: number): Atom => ({ set: onlyPoint(point), point });

const REFUSED: readonly Refused[] = [
  [/\\(?:[1-9]\d*|[kg](?:<[^>]*>|\{[^}]*\}|'[^']*')?)/y, 'back-references are not allowed', 'they cannot be matched in linear time'],
  [/\\0\d*/y, 'octal escapes are not allowed', 'for the null character write "\\x00"'],
  [/\\[bBAzZG]/y, 'assertions of a place are not allowed', 'the whole text is always matched: write out what stands around it'],
  [/\\[pP](?:\{[^}]*\}|[A-Z])?/y, 'classes of Unicode properties are not allowed', 'write the ranges out, such as "[A-Za-z]"'],
];

/** After a fault. */
const NOTHING: Atom = { set: [], point: null };

export function parseEscape(cursor: Cursor): Atom {
  const start = cursor.at;
  if (cursor.refuse(REFUSED)) return NOTHING;
  if (cursor.sees('\\x') || cursor.sees('\\u')) return parseNumber(cursor);
  cursor.take('\\');
  if (cursor.done) {
    cursor.fail(start, cursor.at, 'nothing follows this backslash', 'for a backslash write "\\\\"');
    return NOTHING;
  }
  const point = cursor.takePoint();
  const character = String.fromCodePoint(point);
  const set = NAMED_SETS.get(character);
  if (set !== undefined) return { set, point: null };
  const control = CONTROLS.get(character);
  if (control !== undefined) return atomOf(control);
  if (!PUNCTUATION.test(character)) cursor.fail(start, cursor.at, `"\\${character}" is no escape`, 'write the character without the backslash');
  return atomOf(point);
}

const SURROGATE_PAIR = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/y;
const NUMBER = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/y;
const NUMBER_BEGUN = /\\[xu](?:\{[0-9a-fA-F]*\}?|[0-9a-fA-F]*)/y;

function parseNumber(cursor: Cursor): Atom {
  const start = cursor.at;
  const pair = cursor.find(SURROGATE_PAIR);
  if (pair !== null) {
    const whole = JSON.parse(`"${pair[0]}"`) as string;
    const written = `"\\u{${(whole.codePointAt(0) as number).toString(16).toUpperCase()}}"`;
    cursor.fail(start, start + pair[0].length, 'two escapes for one character can match no text', `write ${written}`);
    return NOTHING;
  }
  const found = cursor.find(NUMBER);
  if (found === null) {
    const { length } = (cursor.find(NUMBER_BEGUN) as RegExpExecArray)[0];
    cursor.fail(start, start + length, 'this escape is no number of a character', 'write "\\x41", "\\u0041" or "\\u{1F600}"');
    return NOTHING;
  }
  const point = Number.parseInt((found[1] ?? found[2] ?? found[3]) as string, 16);
  if (point > MAX_CODE_POINT) {
    cursor.fail(start, start + found[0].length, `"${found[0]}" is past the last character, "\\u{10FFFF}"`);
    return NOTHING;
  }
  cursor.at += found[0].length;
  return atomOf(point);
}
