// One language, one automaton.

import { type Automaton, DEAD } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../compiler/automata/compile.js';
import { runs } from '../runs.js';
import { expressions } from './expressions.js';
import { regex, wordsOf } from './tries.js';

const EQUAL: readonly (readonly [string, string])[] = [
  ['a|b', 'b|a'],
  ['[a-c]', 'a|b|c'],
  ['[a-cb-d]', '[abcd]'],
  ['\\x41', 'A'],
  ['[^\\s\\S]', '[^\\d\\D]a*'],
  ['[^\\s\\S]*', ''],
  ['(a|b)*', '(a*b*)*'],
  ['a(ba)*', '(ab)*a'],
  ['a{2,4}', 'aa|aaa|aaaa'],
  ['(aa|aaa)*', '|a{2,}'],
  ['.|\\n', '[^\\s]|\\s'],
  ['(?:.*a)?b', 'b|.*ab'],
  ['(a|ab)(c|bcd)', 'ac|abcd|abc|abbcd'],
  ['^x$', 'x'],
];

/** Pairs that differ only in how they are written. */
const REWRITES: readonly ((e: string, f: string) => readonly [string, string])[] = [
  (e) => [e, `${e}|${e}`],
  (e, f) => [`${e}|${f}`, `${f}|${e}`],
  (e) => [`(?:${e})?`, `|${e}`],
  (e) => [`(?:${e})+`, `(?:${e})(?:${e})*`],
  (e) => [`(?:${e})*`, `(?:(?:${e})+)?`],
  (e) => [`(?:${e}){2,}`, `(?:${e})(?:${e})(?:${e})*`],
  (e) => [`(?:${e}){1,2}`, `${e}|(?:${e})(?:${e})`],
  (e, f) => [`(?:${e})(?:${f}|x)`, `(?:${e})(?:${f})|(?:${e})x`],
  (e, f) => [`(?:${e}|${f})*`, `(?:(?:${e})*(?:${f})*)*`],
  (e, f) => [`(?:(?:${e})(?:${f}))*(?:${e})`, `(?:${e})(?:(?:${f})(?:${e}))*`],
];

/** What is wrong with it as the one smallest automaton of its language, by the definition (Myhill and Nerode) and with no eye to speed. */
function flaws({ bounds, classOf, classCount, next, accepting }: Automaton): string[] {
  const found: string[] = [];
  const states = [...accepting.keys()];
  const classes = Array.from({ length: classCount }, (_, i) => i);
  const target = (state: number, number: number) => next[state * classCount + number] as number;
  let kinds: (number | string)[] = [...accepting];
  for (let i = 0; i < states.length; i++) {
    const told = states.map((state) =>
      [kinds[state], ...classes.map((number) => (target(state, number) === DEAD ? 'dead' : kinds[target(state, number)]))].join(),
    );
    kinds = told.map((kind) => told.indexOf(kind));
  }
  if (new Set(kinds).size !== states.length) found.push('two states accept the same');
  const live = new Set(states.filter((state) => accepting[state] === 1));
  for (let i = 0; i < states.length; i++) for (const state of states) if (classes.some((number) => live.has(target(state, number)))) live.add(state);
  if (live.size !== states.length && states.length > 1) found.push('a state accepts nothing');
  const met = [0];
  for (const state of met)
    for (const number of classes) if (target(state, number) !== DEAD && !met.includes(target(state, number))) met.push(target(state, number));
  if (met.join() !== states.join()) found.push('states are not numbered as they are met');
  if (new Set(classes.map((number) => states.map((state) => target(state, number)).join())).size !== classCount) found.push('two classes lead the same ways');
  if ([...new Set(classOf)].join() !== classes.join()) found.push('classes are not numbered as they are met');
  if (classOf.some((number, i) => i > 0 && number === classOf[i - 1])) found.push('two neighbouring ranges are of one class');
  if (bounds[0] !== 0 || bounds.some((bound, i) => i > 0 && bound <= (bounds[i - 1] as number))) found.push('ranges are out of order');
  return found;
}

const texts = expressions.map(({ text }) => text);

describe('the automaton of a language', () => {
  it.each(EQUAL)('is one for %j and %j', (a, b) => {
    expect(wordsOf(regex(a))).toBe(wordsOf(regex(b)));
  });

  it('is one however an expression is written', () => {
    let compared = 0;
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(...REWRITES), (e, f, rewrite) => {
        const [a, b] = rewrite(e, f).map(compileRegex);
        // A large expression may be too large in one of its forms.
        if (a === undefined || b === undefined || 'fault' in a || 'fault' in b) return;
        compared++;
        expect(wordsOf(a.automaton), rewrite(e, f).join('   ')).toBe(wordsOf(b.automaton));
      }),
      runs(3_000),
    );
    expect(compared).toBeGreaterThan(runs(3_000).numRuns * 0.9);
  });

  it('is the smallest there is, and numbered in the one way', () => {
    let looked = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const compiled = compileRegex(text);
        if ('fault' in compiled || compiled.automaton.accepting.length > 60) return;
        looked++;
        expect(flaws(compiled.automaton), text).toEqual([]);
      }),
      runs(3_000),
    );
    expect(looked).toBeGreaterThan(runs(3_000).numRuns * 0.9);
  });

  it('of nothing at all has one state that does not accept', () => {
    expect(wordsOf(regex('[^\\s\\S]'))).toBe([1, 1, 1, 0, 0, 0, DEAD].join());
  });
});
