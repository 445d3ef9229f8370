// Patterns from paths: what becomes a wildcard, and that nothing ever lies outside the present pattern.

import { type Classified, classifyPattern, matchesPattern } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactly, generalize, isWritable } from '../../compiler/suggest/generalize.js';
import { runs } from '../runs.js';

const patternsOf = (present: string, paths: readonly string[], enough = 3) =>
  generalize(classifyPattern(present) as Classified, paths, enough)?.map(({ pattern }) => pattern) ?? null;

describe('paths become patterns', () => {
  it.each<[words: string, present: string, paths: readonly string[], patterns: readonly string[]]>([
    ['one path is itself', 'a/*', ['a/b'], ['a/b']],
    ['two values of a segment are two paths', 'a/*', ['a/b', 'a/c'], ['a/b', 'a/c']],
    ['three are a wildcard', 'a/*', ['a/b', 'a/c', 'a/d'], ['a/+']],
    ['each where it varies', 'logs/*', ['logs/a/1', 'logs/b/2', 'logs/c/3'], ['logs/+/+']],
    ['what does not vary enough stays', 'r/*', ['r/a/ci', 'r/b/ci', 'r/c/ci', 'r/a/cd'], ['r/+/ci', 'r/a/cd']],
    ['a tail where depths vary as much', 'a/*', ['a/b', 'a/c/d', 'a/e/f/g'], ['a/*']],
    ['below what all have in common', 'a/*', ['a/x/b', 'a/x/c/d', 'a/x/e/f/g'], ['a/x/*']],
    ['below what some have in common', 'a/*', ['a/x/b', 'a/x/c/d', 'a/x/e/f/g', 'a/y'], ['a/x/*', 'a/y']],
    ['of two depths each by itself', 'a/*', ['a/b', 'a/c', 'a/d', 'a/b/ci', 'a/c/ci', 'a/d/ci'], ['a/+', 'a/+/ci']],
    ['no tail where the present pattern has none', 'a/+/+', ['a/b/c', 'a/b/d', 'a/b/e'], ['a/b/+']],
    ['only at open segments', 'a/+/c', ['a/1/c', 'a/2/c', 'a/3/c'], ['a/+/c']],
    ['never half a segment', 'a/b*', ['a/b1', 'a/b2', 'a/b3'], ['a/b1', 'a/b2', 'a/b3']],
    ['behind half a segment', 'a/b*', ['a/b1/x', 'a/b1/y', 'a/b1/z'], ['a/b1/+']],
    ['from the first segment on', '*', ['a', 'b', 'c'], ['+']],
    ['a folder is no value', 'a/*', ['a/', 'a/b', 'a/c'], ['a/', 'a/b', 'a/c']],
    ['a path that ends where others go on', 'a*', ['a', 'a/b', 'a/c', 'a/d'], ['a', 'a/+']],
  ])('%s', (_, present, paths, patterns) => {
    expect(patternsOf(present, paths)).toEqual(patterns);
  });

  it('as many values make a wildcard as are asked for', () => {
    expect(patternsOf('a/*', ['a/b', 'a/c'], 2)).toEqual(['a/+']);
    expect(patternsOf('a/*', ['a/b', 'a/c', 'a/d'], 4)).toHaveLength(3);
  });

  it.each(['a/+', 'a/b*', 'a/{{x}}', `a/${'$'}{x}`, '/a'])('%s cannot be written as the path that it is', (path) => {
    expect(isWritable(path)).toBe(false);
    expect(exactly([path])).toBeNull();
    expect(patternsOf('*', [path, 'b'])).toBeNull();
  });
});

const segment = fc.constantFrom('a', 'b', 'c', 'd', 'bb', '');
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/').replace(/^\/+/, ''));
const PRESENT = ['*', 'a*', 'a/*', 'a/b*', 'a/+', 'a/+/c', '+/b/*', 'a/+/b*', '+/+/+', 'b/+/*'];

describe('for any paths', () => {
  it('every pattern lies within the present one, and each path within its own', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PRESENT),
        fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 4 }),
        fc.array(path, { maxLength: 20 }),
        (written, all, enough, others) => {
          const present = classifyPattern(written) as Classified;
          const paths = all.filter((each) => matchesPattern(present, each));
          if (paths.length === 0) return;
          const found = generalize(present, paths, enough);
          expect(found?.flatMap((one) => one.paths).sort()).toEqual([...paths].sort());
          for (const { pattern, paths: own } of found ?? []) {
            const read = classifyPattern(pattern) as Classified;
            for (const each of own) expect(matchesPattern(read, each)).toBe(true);
            for (const each of others) if (matchesPattern(read, each)) expect(matchesPattern(present, each), `${pattern} in ${written}: ${each}`).toBe(true);
          }
        },
      ),
      runs(2_000),
    );
  });
});
