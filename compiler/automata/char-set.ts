// Sets of code points, as ascending ranges that neither touch nor overlap.

import { MAX_CODE_POINT } from '@polc/runtime';

export type Range = readonly [first: number, last: number];
export type CharSet = readonly Range[];

export function charSet(ranges: readonly Range[]): CharSet {
  const set: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const previous = set.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else set.push([first, last]);
  }
  return set;
}

export function complement(set: CharSet): CharSet {
  const rest: Range[] = [];
  let from = 0;
  for (const [first, last] of set) {
    if (first > from) rest.push([from, first - 1]);
    from = last + 1;
  }
  if (from <= MAX_CODE_POINT) rest.push([from, MAX_CODE_POINT]);
  return rest;
}

export const onlyPoint = (point: number): CharSet => [[point, point]];

const NEWLINE = 0x0a;

export const ANY: CharSet = [[0, MAX_CODE_POINT]];
export const NOT_NEWLINE = complement(onlyPoint(NEWLINE));

export const isAny = (set: CharSet): boolean => set.length === 1 && set[0]?.[0] === 0 && set[0][1] === MAX_CODE_POINT;

const DIGITS: CharSet = [[0x30, 0x39]];
const WORD = charSet([...DIGITS, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]);
const SPACE: CharSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
];

/** By the letter of their escape; all of ASCII. */
export const NAMED_SETS: ReadonlyMap<string, CharSet> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
]);
