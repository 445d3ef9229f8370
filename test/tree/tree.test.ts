// The decision tree over patterns against matching each pattern by itself.

import { buildTree, type Classified, classifyPattern, compareSpecificity, matchesPattern } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeafTexts } from '../../runtime/tree/leaf-texts.js';
import { checkTree, leafPatterns, type PlacedTree, TreeScratch } from '../../runtime/tree/read-tree.js';
import { UNSURE, Walker } from '../../runtime/tree/walker.js';
import { runs } from '../runs.js';

/** Few of them, so that patterns share beginnings; some that one byte does not hold, and half of a pair. */
const UNITS = fc.constantFrom('a', 'b', '/', 'é', '\ud83d', '\u{1f600}', '\uffff', 'ab/', '.', '*');
const SEGMENTS = fc.oneof({ weight: 3, arbitrary: fc.string({ unit: UNITS, maxLength: 4 }) }, { weight: 2, arbitrary: fc.constant('+') });
const LONG = fc.integer({ min: 1020, max: 2060 }).map((length) => 'x'.repeat(length));
const PATTERNS = fc
  .tuple(
    fc.array(fc.oneof({ weight: 20, arbitrary: SEGMENTS }, { weight: 1, arbitrary: LONG }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '*', '/*'),
  )
  .map(([segments, end]) => classifyPattern(segments.join('/') + end))
  .filter((pattern) => pattern !== null);

const keyOf = ({ kind, text }: Classified) => `${kind} ${text}`;

function treeOf(patterns: readonly Classified[]): PlacedTree {
  const words = buildTree(patterns.map((pattern) => ({ ...pattern, capabilities: 4, plain: true, program: new Uint8Array(0) })));
  return { words, labels: new Int8Array(words.buffer), base: 0, length: words.length };
}

const SETS = fc
  .array(PATTERNS, { maxLength: 12 })
  .map((patterns) => [...new Map(patterns.map((pattern) => [keyOf(pattern), pattern])).values()].sort(compareSpecificity));
/** Paths that patterns of the set match, nearly match, or have nothing to do with. */
const pathsNear = (patterns: readonly Classified[]) =>
  fc.oneof(
    fc.string({ unit: UNITS, maxLength: 8 }),
    fc
      .tuple(fc.constantFrom('', ...patterns.map(({ text }) => text)), fc.string({ unit: UNITS, maxLength: 4 }))
      .map(([text, more]) => text.replaceAll('+', 'ab').replace(/\*$/, '') + more),
    // The first behind all that start with a pattern's text.
    fc
      .constantFrom('a', ...patterns.map(({ text }) => text || 'a'))
      .map((text) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1)),
  );
const noPrograms = () => expect.fail('there are none');

describe('a tree', () => {
  it('finds the patterns that match a path, and the one that wins', () => {
    const walker = new Walker();
    let found = 0;
    fc.assert(
      fc.property(
        SETS.chain((patterns) => fc.tuple(fc.constant(patterns), fc.array(pathsNear(patterns), { minLength: 1, maxLength: 8 }))),
        ([patterns, paths]) => {
          const tree = treeOf(patterns);
          checkTree(tree, new TreeScratch(), noPrograms);
          for (const path of paths) {
            walker.walk(tree, path, path.length);
            const matching = patterns.flatMap((pattern, number) => (matchesPattern(pattern, path) ? [number] : []));
            expect(
              [...walker.matches.subarray(0, walker.count)].sort((a, b) => a - b),
              JSON.stringify(path),
            ).toEqual(matching);
            expect(walker.best).toBe(matching.at(-1) ?? -1);
            found += matching.length;
          }
        },
      ),
      runs(3_000),
    );
    expect(found).toBeGreaterThan(1_000);
  });

  it('holds the texts of its patterns', () => {
    fc.assert(
      fc.property(SETS, (patterns) => {
        expect(leafPatterns(treeOf(patterns))).toEqual(patterns.map(({ kind, text }) => ({ kind, text })));
      }),
      runs(1_000),
    );
  });

  it('is guessed as it is walked, or not at all', () => {
    let guessed = 0;
    fc.assert(
      fc.property(
        SETS.chain((patterns) => fc.tuple(fc.constant(patterns), fc.array(pathsNear(patterns), { minLength: 2, maxLength: 12 }))),
        ([patterns, paths]) => {
          const tree = treeOf(patterns);
          const texts = new LeafTexts();
          const walker = new Walker();
          for (const path of [...paths, ...paths]) {
            walker.walk(tree, path, path.length);
            const { best, word, program, literal } = walker;
            if (best >= 0 && patterns[best]?.kind === 'exact') texts.keep(best, path, path.length);
            if (best >= 0 && patterns[best]?.kind === 'prefix') texts.keep(best, path, literal);
            if (walker.guess(tree, texts, path) === UNSURE) continue;
            guessed++;
            expect(walker.best, JSON.stringify(path)).toBe(best);
            if (best < 0) continue;
            expect([walker.word, walker.program]).toEqual([word, program]);
            if (patterns[best]?.kind === 'prefix') expect(walker.literal).toBe(literal);
          }
        },
      ),
      runs(2_000),
    );
    expect(guessed).toBeGreaterThan(1_000);
  });

  it('whose words were changed is refused, or can be walked to the end', () => {
    let refused = 0;
    fc.assert(
      fc.property(SETS, fc.nat(), fc.oneof(fc.integer(), fc.integer({ min: -2, max: 40 })), (patterns, at, word) => {
        const tree = treeOf(patterns);
        tree.words[at % tree.words.length] = word;
        try {
          checkTree(tree, new TreeScratch(), noPrograms);
        } catch {
          refused++;
          return;
        }
        const walker = new Walker();
        for (const path of ['', 'a', 'a/b', 'ab/ab/ab', '/', 'é/\ud83d']) walker.walk(tree, path, path.length);
        leafPatterns(tree);
      }),
      runs(3_000),
    );
    expect(refused).toBeGreaterThan(500);
  });
});
