// Random globs on random texts, judged by a table of prefixes and by JavaScript's regular expressions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../runs.js';
import { glob, matches, regex, wordsOf } from './tries.js';

/** Whether the first i characters of the glob match the first j of the text, for all i and j. */
function judge(pattern: string, text: string): boolean {
  const characters = [...text];
  let row = characters.map(() => false);
  row.unshift(true);
  for (const wanted of pattern) {
    const above = row;
    row = [wanted === '*' && (above[0] as boolean)];
    for (const [j, character] of characters.entries()) {
      row.push(wanted === '*' ? (above[j + 1] as boolean) || (row[j] as boolean) : (above[j] as boolean) && (wanted === '?' || wanted === character));
    }
  }
  return row.at(-1) as boolean;
}

const asRegExp = (pattern: string) =>
  new RegExp(`^${[...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : `\\u{${(c.codePointAt(0) as number).toString(16)}}`)).join('')}$`, 'su');

const LITERALS = ['a', 'a', 'b', '/', '\n', '.', '\\', '[', '😀', '\ud83d', '\ude00'];
const globs = fc.array(fc.constantFrom('*', '*', '*', '?', ...LITERALS), { maxLength: 10 }).map((parts) => parts.join(''));
const noise = fc.array(fc.constantFrom('*', '?', ...LITERALS), { maxLength: 10 });

/** The glob with its wildcards filled in, so that it matches, and sometimes with one unit lost. */
const filled = (pattern: string) =>
  fc.tuple(fc.array(noise, { minLength: 10, maxLength: 10 }), fc.option(fc.nat(20))).map(([fillings, lost]) => {
    const text = [...pattern].map((c, i) => (c === '*' ? (fillings[i] as string[]).slice(0, 4).join('') : c === '?' ? (fillings[i]?.[0] ?? 'x') : c)).join('');
    return lost === null ? text : text.slice(0, lost) + text.slice(lost + 1);
  });

describe('a glob', () => {
  it('matches as its two judges do', () => {
    let yes = 0;
    let no = 0;
    const tried = globs.chain((pattern) =>
      fc.tuple(
        fc.constant(pattern),
        fc.array(
          fc.oneof(
            noise.map((parts) => parts.join('')),
            filled(pattern),
          ),
          { minLength: 6, maxLength: 6 },
        ),
      ),
    );
    fc.assert(
      fc.property(tried, ([pattern, texts]) => {
        const automaton = glob(pattern);
        for (const text of texts) {
          const expected = judge(pattern, text);
          expect(asRegExp(pattern).test(text), 'the judges agree').toBe(expected);
          expect(matches(automaton, text), `${JSON.stringify(pattern)} on ${JSON.stringify(text)}`).toBe(expected);
          if (expected) yes++;
          else no++;
        }
      }),
      runs(4_000, 64_000),
    );
    expect(Math.min(yes, no)).toBeGreaterThan((yes + no) / 8);
  });

  it.each([
    ['*', '(?:.|\\n)*'],
    ['a**b', 'a(?:.|\\n)*b'],
    ['?*', '[\\s\\S]+'],
    ['a.[b]\\', 'a\\.\\[b\\]\\\\'],
    ['', ''],
    ['*a*aa*', '(?:.|\\n)*a(?:.|\\n)*aa(?:.|\\n)*'],
  ])('%j has the automaton of the regular expression %j', (pattern, expression) => {
    expect(wordsOf(glob(pattern))).toBe(wordsOf(regex(expression)));
  });

  it('of many pieces has about as many states as characters, and so has a regular expression that says the same', () => {
    const pieces = Array.from({ length: 50 }, (_, i) => ((i * 1237) % 4096).toString(2).padStart(12, '0'));
    const automaton = glob(pieces.join('*'));
    expect(automaton.accepting.length).toBeLessThan(pieces.join('*').length + 2);
    expect(wordsOf(regex(pieces.join('[\\d\\D]*')))).toBe(wordsOf(automaton));
  });
});
