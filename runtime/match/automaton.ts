// Regular expressions and globs as the compiler leaves them: deterministic automata, read from the bundle's words and walked once over a text,
// one table look-up a code point. Building them is the compiler's.

import { check } from '../errors.js';

/** A deterministic automaton over code points; a lone surrogate is one of its own. State 0 is the start. */
export interface Automaton {
  /** Lower bounds of ranges of code points, ascending, the first 0; a range ends where the next starts, the last at 0x10FFFF. */
  readonly bounds: Uint32Array;
  /** The class of each range; as long as `bounds`. */
  readonly classOf: Uint16Array;
  readonly classCount: number;
  /** `next[state * classCount + class]`; DEAD where nothing follows. */
  readonly next: Uint16Array;
  /** 1 where the state accepts. */
  readonly accepting: Uint8Array;
}

export const DEAD = 0xffff;
export const MAX_CODE_POINT = 0x10ffff;

/** An automaton's words: this head, then bounds, classOf, accepting (a word a state) and next. */
export enum AUTOMATON_HEAD {
  rangeCount = 0,
  classCount = 1,
  stateCount = 2,
}
export const AUTOMATON_HEAD_WORDS = 3;

/** @throws RuntimeError unless every number is in range, so that a walk need not ask. */
export function readAutomaton(words: Uint32Array): Automaton {
  const ranges = words[AUTOMATON_HEAD.rangeCount] ?? 0;
  const classCount = words[AUTOMATON_HEAD.classCount] ?? 0;
  const states = words[AUTOMATON_HEAD.stateCount] ?? 0;
  let at = AUTOMATON_HEAD_WORDS;
  const counted = ranges > 0 && classCount > 0 && classCount <= DEAD && states > 0 && states <= DEAD;
  check(counted && words.length === at + ranges * 2 + states * (classCount + 1), 'automaton');
  const take = (count: number, holds: (word: number, i: number, part: Uint32Array) => boolean) => {
    const part = words.slice(at, at + count);
    at += count;
    check(part.every(holds), 'automaton');
    return part;
  };
  return {
    bounds: take(ranges, (bound, i, all) => bound <= MAX_CODE_POINT && (i === 0 ? bound === 0 : bound > (all[i - 1] as number))),
    classOf: new Uint16Array(take(ranges, (number) => number < classCount)),
    classCount,
    accepting: new Uint8Array(take(states, (flag) => flag < 2)),
    next: new Uint16Array(take(states * classCount, (state) => state < states || state === DEAD)),
  };
}

/** An automaton with the classes of ASCII at hand. */
export interface Matcher extends Automaton {
  readonly ascii: Uint16Array;
}

export function prepare(automaton: Automaton): Matcher {
  return { ...automaton, ascii: Uint16Array.from({ length: 128 }, (_, point) => classAt(automaton, point)) };
}

/** Whether the whole text is in the language. Linear in the text, whatever the expression was. */
export function accepts(matcher: Matcher, text: string): boolean {
  const { ascii, classCount, next } = matcher;
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) as number;
    if (point > 0xffff) i++;
    state = next[state * classCount + (point < 128 ? (ascii[point] as number) : classAt(matcher, point))] as number;
    if (state === DEAD) return false;
  }
  return matcher.accepting[state] === 1;
}

function classAt({ bounds, classOf }: Automaton, point: number): number {
  let low = 0;
  let high = bounds.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) <= point) low = middle;
    else high = middle;
  }
  return classOf[low] as number;
}
