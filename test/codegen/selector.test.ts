// Generated selectors against the definition: of the patterns that match, the one that ranks highest. And whatever a pattern says stays inside its literal.

import { type Classified, classifyPattern, compareSpecificity, matchesPattern } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Code, code, literal } from '../../compiler/codegen/code.js';
import { emitSelector } from '../../compiler/codegen/emit-selector.js';
import { standsAt } from '../../runtime/module.js';
import { SEGMENTS, widePatterns } from '../arbitraries/pattern.js';
import { runs } from '../runs.js';

type Selector = (path: string) => number;

/** All at once: a module each would stay in memory. */
async function loadSelectors(selectors: readonly Code[]): Promise<Selector[]> {
  const text = code`export const make = (standsAt) => [
${selectors.map((one) => code`${one},`)}
];`.text;
  const { make } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)) as { make: (stands: typeof standsAt) => Selector[] };
  return make(standsAt);
}

/** Each once, in the order in which they win. */
function ranked(texts: readonly string[]): Classified[] {
  const patterns = new Map<string, Classified>();
  for (const text of texts) {
    const pattern = classifyPattern(text);
    if (pattern !== null) patterns.set(`${pattern.kind} ${pattern.text}`, pattern);
  }
  return [...patterns.values()].sort(compareSpecificity);
}

async function expectRight(lists: readonly (readonly Classified[])[], pathsOf: (patterns: readonly Classified[]) => readonly string[]): Promise<number> {
  const emitted = lists.flatMap((patterns) => {
    const selector = emitSelector(patterns);
    return selector === null ? [] : [{ patterns, selector }];
  });
  const selectors = await loadSelectors(emitted.map(({ selector }) => selector));
  let found = 0;
  for (const [i, { patterns }] of emitted.entries()) {
    for (const path of pathsOf(patterns)) {
      const expected = patterns.findLastIndex((pattern) => matchesPattern(pattern, path));
      expect(selectors[i]?.(path), JSON.stringify([path, patterns])).toBe(expected);
      if (expected >= 0) found++;
    }
  }
  return found;
}

/** The texts of the patterns, with a segment for each `+`, and what is a little more or less. */
function nearPaths(patterns: readonly Classified[]): string[] {
  return patterns.flatMap(({ text }) => {
    const plain = text.replace(/\*$/, '');
    const filled = plain.replaceAll('+', 'xy');
    return [plain, filled, `${filled}z`, `${filled}/`, `${filled}/z`, filled.slice(0, -1), plain.replaceAll('+', ''), `${filled.slice(0, -1)}\uffff`];
  });
}

describe('a generated selector', () => {
  it('finds the pattern that ranks highest of those that match', async () => {
    const segments = fc.array(fc.constantFrom(...SEGMENTS, 'c'), { maxLength: 5 }).map((parts) => parts.join('/'));
    const sets = fc.tuple(fc.array(widePatterns, { maxLength: 14 }), fc.array(segments, { minLength: 10, maxLength: 30 }));
    const { numRuns, seed } = runs(1_500);
    const samples = fc.sample(sets, { numRuns, seed });
    const paths = new Map<readonly Classified[], readonly string[]>(samples.map(([texts, some]) => [ranked(texts), some]));
    const found = await expectRight([...paths.keys()], (patterns) => [...(paths.get(patterns) ?? []), ...nearPaths(patterns)]);
    expect(found).toBeGreaterThan(numRuns * 10);
  });

  it('takes a pattern of segments that skips none for what it says', async () => {
    const patterns = ranked(['x/+a/', 'x/+a/b/+', 'x/+b/*', 'y/+a']);
    expect(patterns.map(({ kind }) => kind)).toContain('segment');
    const paths = ['x/+a/', 'x/+a/c', 'x/+a', 'x/+a/b/c', 'x/+b/', 'x/+b/c', 'y/+a', 'y/+ab', 'y/za'];
    expect(await expectRight([patterns, ...patterns.map((one) => [one])], () => paths)).toBeGreaterThan(5);
  });

  it('keeps every text of a pattern inside its literal', async () => {
    const nasty = [
      '"',
      "'",
      '`',
      '\\',
      '\n',
      '\r',
      '\u2028',
      '\u2029',
      '*/',
      '//',
      '${x}',
      '</script>',
      '\ud800',
      '\udc00x',
      '\uffff',
      '\0',
      '", 1) || ("',
      '\\"',
    ];
    const texts = nasty
      .flatMap((text) => [text, `${text}*`, `a/${text}/+`, `a/+/${text}`, `+/${text}/*`, `b/${text}/c`])
      .filter((text) => !text.includes('+*'));
    const lists = [...texts.map((text) => ranked([text])), ...nasty.map((_, i) => ranked(texts.slice(i * 3, i * 3 + 30)))];
    expect(await expectRight(lists, nearPaths)).toBeGreaterThan(400);
  });

  it('is not made where it would be large', () => {
    const many = (count: number) => ranked(Array.from({ length: count }, (_, i) => `secret/data/team-${i}/*`));
    expect(emitSelector(many(20))).not.toBeNull();
    expect(emitSelector(many(150))).toBeNull();
    expect(emitSelector(many(5_000))).toBeNull();
    // What is literal for a short way only stands in every branch.
    expect(emitSelector(ranked(Array.from({ length: 120 }, (_, i) => (i % 2 ? `${'+/'.repeat(i % 40)}x${i}` : `${'a'.repeat(i)}*`))))).toBeNull();
  });
});

describe('code', () => {
  it('takes code and numbers, and no text', () => {
    expect(code`f(${literal('a"b')}, ${1}, ${-1}, ${[code`x`, code`y`]})`.text).toBe('f("a\\"b", 1, (-1), x\ny)');
    for (const part of ['x', undefined, Number.NaN, Number.POSITIVE_INFINITY, { text: 'x' }, ['x']]) {
      expect(() => code`f(${part as never})`).toThrow(TypeError);
    }
  });

  it('writes literals that are what they were made of, in ASCII', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 50, maxLength: 50 }), async (texts) => {
        const all = [...texts, ...texts.map((text) => text.slice(1)), '\u2028</script><!--', '\ud800'];
        const { text } = code`export default [
${all.map((one) => code`${literal(one)},`)}
];`;
        expect(text).toMatch(/^[\n\x20-\x7e]*$/);
        expect(text).not.toMatch(/<|\*\/ *$/);
        const { default: read } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)) as { default: string[] };
        expect(read).toEqual(all);
      }),
      runs(30),
    );
  });
});
