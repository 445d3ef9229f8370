// A class in square brackets: characters, ranges and escapes, or everything but these.

import { type CharSet, charSet, complement, type Range } from './char-set.js';
import type { Cursor } from './cursor.js';
import { type Atom, atomOf, parseEscape } from './parse-escape.js';

export function parseClass(cursor: Cursor): CharSet {
  const start = cursor.at;
  cursor.take('[');
  const negated = cursor.take('^');
  if (cursor.sees(']')) cursor.fail(start, cursor.at + 1, 'this class is empty', 'for a closing bracket write "\\]"');
  const ranges: Range[] = [];
  const first = cursor.at;
  while (!cursor.done && !cursor.sees(']')) ranges.push(...parseItem(cursor, first));
  if (!cursor.take(']')) cursor.fail(start, start + 1, 'this class is never closed', 'close it with "]", or for a bracket write "\\["');
  const set = charSet(ranges);
  return negated ? complement(set) : set;
}

/** `first` is where the class's first item begins. */
function parseItem(cursor: Cursor, first: number): CharSet {
  const start = cursor.at;
  const low = parseAtom(cursor, first);
  if (!cursor.sees('-') || cursor.sees('-]')) return low.set;
  cursor.take('-');
  if (cursor.done) return low.set;
  const high = parseAtom(cursor, first);
  // A fault inside has been told and has moved the cursor to the end.
  if (cursor.fault !== null) return [];
  const written = cursor.text.slice(start, cursor.at);
  if (low.point === null || high.point === null) {
    cursor.fail(start, cursor.at, `the range "${written}" begins or ends with a whole set`, 'put a "-" that means itself last, or write "\\-"');
    return [];
  }
  if (low.point > high.point) {
    cursor.fail(start, cursor.at, `the range "${written}" is reversed`, 'the smaller character comes first');
    return [];
  }
  return [[low.point, high.point]];
}

function parseAtom(cursor: Cursor, first: number): Atom {
  const start = cursor.at;
  if (cursor.sees('\\')) return parseEscape(cursor);
  const point = cursor.takePoint();
  if (point === 0x5b) {
    cursor.fail(start, cursor.at, 'a bracket opens inside a class', 'for a bracket write "\\["; there are no named classes such as "[:alpha:]"');
  } else if (point === 0x2d && start !== first && !cursor.sees(']')) {
    cursor.fail(start, cursor.at, 'this "-" is neither part of a range nor first or last in its class', 'for a hyphen write "\\-"');
  }
  return atomOf(point);
}
