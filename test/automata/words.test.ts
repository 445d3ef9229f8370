// Words that nobody compiled: refused, or walked without a step outside.

import { type Automaton, accepts, DEAD, prepare, RuntimeError, readAutomaton } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAutomaton } from '../../compiler/automata/write-automaton.js';
import { runs } from '../runs.js';
import { CHARACTERS, expressions } from './expressions.js';
import { regex } from './tries.js';

/** The same table, but reading outside it throws. */
function fenced<T extends Uint8Array | Uint16Array | Uint32Array>(table: T): T {
  return new Proxy(table, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target)) throw new RangeError(`${key} is outside`);
      return Reflect.get(target, key, target);
    },
  });
}

function fence(automaton: Automaton): Automaton {
  const { bounds, classOf, next, accepting, classCount } = automaton;
  return { bounds: fenced(bounds), classOf: fenced(classOf), next: fenced(next), accepting: fenced(accepting), classCount };
}

/** Whether the words were read; if so, texts are walked. */
function readAndWalk(words: readonly number[], texts: readonly string[]): boolean {
  let automaton: Automaton;
  try {
    automaton = readAutomaton(Uint32Array.from(words));
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error).toHaveProperty('code', 'corrupt');
    return false;
  }
  const matcher = prepare(fence(automaton));
  for (const text of texts) expect(accepts(matcher, text)).toBeTypeOf('boolean');
  return true;
}

const texts = fc.array(
  fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 20 }).map((parts) => parts.join('')),
  { minLength: 4, maxLength: 4 },
);
const word = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 0x41, 0x80, DEAD - 1, DEAD, DEAD + 1, 0x10ffff, 0x110000, 0xffffffff),
  fc.nat(5),
  fc.integer({ min: 0, max: 0xffffffff }),
);

/** ranges 0–'a'–'b', classes other and "a", states start and end: the language of "a". */
const A = [3, 2, 2, 0, 0x61, 0x62, 0, 1, 0, 0, 1, DEAD, 1, DEAD, DEAD];

describe('the words of an automaton', () => {
  it('are as the layout says', () => {
    expect(writeAutomaton(regex('a'))).toEqual(A);
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(expressions, ({ text }) => {
        const automaton = regex(text);
        const words = writeAutomaton(automaton);
        expect(readAutomaton(Uint32Array.from(words))).toEqual(automaton);
      }),
      runs(500),
    );
  });

  it.each([
    ['none', []],
    ['a head alone', [1, 1, 1]],
    ['one too few', A.slice(0, -1)],
    ['one too many', [...A, 0]],
    ['no range', [0, 1, 1, 0, DEAD]],
    ['no class', [1, 0, 1, 0, 0, 1]],
    ['no state', [1, 1, 0, 0, 0]],
    ['a first bound above 0', A.with(3, 1)],
    ['bounds that stand still', A.with(5, 0x61)],
    ['bounds that descend', A.with(4, 0x63)],
    ['a bound past the last code point', A.with(5, 0x110000)],
    ['a class there is not', A.with(7, 2)],
    ['a class that would fit if cut to 16 bits', A.with(7, 0x10001)],
    ['an accepting flag of 2', A.with(9, 2)],
    ['an accepting flag that would fit if cut to 8 bits', A.with(9, 0x100)],
    ['a state there is not', A.with(11, 2)],
    ['a state that would fit if cut to 16 bits', A.with(11, 0x10001)],
    ['counts whose product wraps round', [1, 0xffff, 0x10001, 0, 0]],
    ['counts beyond all memory', [0xffffffff, 0xffffffff, 0xffffffff]],
    ['as many states as leave none for dead', [1, 1, DEAD + 1, 0, 0, ...new Array<number>((DEAD + 1) * 2).fill(0)]],
    ['as many classes as leave none for dead', [1, DEAD + 1, 1, 0, 0, 0, ...new Array<number>(DEAD + 1).fill(0)]],
  ])('are refused: %s', (_, words) => {
    expect(() => readAutomaton(Uint32Array.from(words))).toThrow(RuntimeError);
  });

  it('of any numbers are refused or can be walked', () => {
    const small = fc.record({ ranges: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: 1, max: 3 }), states: fc.integer({ min: 1, max: 3 }) });
    const fitting = small.chain(({ ranges, classes, states }) => {
      const part = (length: number, of: fc.Arbitrary<number>) => fc.array(of, { minLength: length, maxLength: length });
      return fc
        .tuple(
          fc.uniqueArray(fc.nat(0x10ffff + 1), { minLength: ranges - 1, maxLength: ranges - 1 }).map((bounds) => [0, ...bounds.sort((a, b) => a - b)]),
          part(ranges, fc.nat(classes)),
          part(states, fc.nat(1)),
          part(states * classes, fc.oneof(fc.constant(DEAD), fc.nat(states - 1), fc.nat(states))),
        )
        .map((parts) => [ranges, classes, states, ...parts.flat()]);
    });
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 20 }), fitting), texts, (words, walked) => {
        if (readAndWalk(words, walked)) read++;
      }),
      runs(10_000),
    );
    expect(read).toBeGreaterThan(runs(10_000).numRuns / 50);
  });

  it('that were good before one was changed are refused or can be walked', () => {
    let read = 0;
    fc.assert(
      fc.property(expressions, fc.nat(), word, texts, ({ text }, where, changed, walked) => {
        const words = writeAutomaton(regex(text));
        if (readAndWalk(words.with(where % words.length, changed), walked)) read++;
      }),
      runs(3_000),
    );
    expect(read).toBeGreaterThan(0);
  });
});
