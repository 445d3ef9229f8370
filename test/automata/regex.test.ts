// Random regular expressions on random texts: JavaScript's own engine is the judge.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileRegex } from '../../compiler/automata/compile.js';
import { runs } from '../runs.js';
import { asRegExp, expressions, textsFor } from './expressions.js';
import { matches } from './tries.js';

const tried = expressions.chain((expression) => fc.tuple(fc.constant(expression), fc.array(textsFor(expression), { minLength: 6, maxLength: 6 })));

it('an expression matches the texts that JavaScript matches with it', () => {
  let yes = 0;
  let no = 0;
  let tooLarge = 0;
  fc.assert(
    fc.property(tried, ([expression, texts]) => {
      const compiled = compileRegex(expression.text);
      if ('fault' in compiled) {
        expect(compiled.fault.code, JSON.stringify(compiled.fault)).toBe('automaton-too-large');
        tooLarge++;
        return;
      }
      const judge = asRegExp(expression);
      for (const text of texts) {
        const expected = judge.test(text);
        expect(matches(compiled.automaton, text), `${expression.text} on ${JSON.stringify(text)}`).toBe(expected);
        if (expected) yes++;
        else no++;
      }
    }),
    runs(8_000),
  );
  // Both answers have to be usual, and giving up must not be.
  expect(yes).toBeGreaterThan((yes + no) / 8);
  expect(no).toBeGreaterThan((yes + no) / 8);
  expect(tooLarge).toBeLessThan((yes + no) / 1000);
});

it('any text is an expression or at fault within itself', () => {
  const pieces = fc.constantFrom(...'ab()[]{}|*+?^$.\\-,:<>=!PpdDwxu019ik', '(?:', '{2,3}', '[^', '\\u{', '😀', '\ud83d', '\ude00', '\n');
  let faults = 0;
  let good = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const compiled = compileRegex(text);
      if ('automaton' in compiled) {
        good++;
        return;
      }
      faults++;
      const { start, end } = compiled.fault;
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    runs(8_000, 160_000),
  );
  expect(Math.min(faults, good)).toBeGreaterThan((faults + good) / 50);
});
