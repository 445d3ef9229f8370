// No expression takes long to compile, and no text long to match.

import { accepts, prepare } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { compileGlob, compileRegex } from '../../compiler/automata/compile.js';
import { glob, quickest, regex } from './tries.js';

const COMPILE_MS = 100;
const letters = (count: number) => Array.from({ length: count }, (_, i) => String.fromCodePoint(0x100 + 2 * i));

const TOO_LARGE: readonly (readonly [string, string])[] = [
  ['a choice remembered for twenty characters', '(a|b)*a(a|b){20}'],
  ['counts of counts', '(((a{1000}){1000}){1000}){1000}'],
  ['counts of counts of nothing', '(((((){1000}){1000}){1000}){1000}){1000}'],
  ['counts of counts of none', '((((a{0}){1000}){1000}){1000}){1000}'],
  ['counts of perhaps nothing', '(?:(?:.?){1000}){19}'],
  ['sets of thousands of states', '(?:.{0,1000}){18}'],
  ['sets of thousands of states in hundreds of classes', `${letters(960).join('')}|(?:(?:.?){1000}){9}`],
  ['a thousand perhaps', '(?:a?){1000}'],
  ['two thousand states', 'a{1000}a{1000}'],
  ['two ways through every place', '.{0,500}admin.{0,500}'],
  ['as many classes as states', letters(999).join('')],
  [
    'choices of many classes',
    `(?:${letters(200)
      .map((letter) => `${letter}.`)
      .join('|')})*`,
  ],
  [
    'many circles',
    letters(60)
      .map((_, i) => `(?:a{${i + 2}})*`)
      .join('|'),
  ],
];

const LARGE: readonly (readonly [string, string])[] = [
  ['a long count', 'a{1000}b{990}'],
  ['a long circle', '(?:a{1000}a{900})*'],
  ['three circles', '(?:a{97}|a{89}|a{83})*'],
  ['many classes beside many states', `${letters(120).join('')}.{650}`],
  [
    'many negated classes',
    letters(240)
      .map((letter) => `[^${letter}]`)
      .join(''),
  ],
  ['a class of many ranges many times', `[^${letters(490).join('')}]{1000}`],
  ['five hundred perhaps', 'a?'.repeat(499)],
  ['a thousand empty alternatives', '|'.repeat(999)],
  ['a choice remembered for nine characters', '.*a.{9}'],
];

describe('compiling', () => {
  it.each(TOO_LARGE)('refuses %s, soon', (_, text) => {
    expect(compileRegex(text)).toMatchObject({ fault: { code: 'automaton-too-large', start: 0, end: text.length } });
    expect(quickest(() => compileRegex(text), COMPILE_MS)).toBeLessThan(COMPILE_MS);
  });

  it.each(LARGE)('soon ends for %s', (_, text) => {
    expect(compileRegex(text)).toHaveProperty('automaton');
    expect(quickest(() => compileRegex(text), COMPILE_MS)).toBeLessThan(COMPILE_MS);
  });

  it.each([
    ['stars', '*'.repeat(1000), true],
    ['stars and letters', '*a'.repeat(500), true],
    ['stars and any characters', '?*'.repeat(500), true],
    ['a word that repeats itself', `*${'ab'.repeat(400)}*`, true],
    ['a word of many letters anywhere', `*${letters(300).join('')}`, true],
    ['too many letters', letters(999).join(''), false],
    ['a choice remembered for a thousand characters', `*a${'?'.repeat(998)}`, false],
  ])('soon ends for a glob of %s', (_, text, fits) => {
    expect('automaton' in compileGlob(text)).toBe(fits);
    expect(quickest(() => compileGlob(text), COMPILE_MS)).toBeLessThan(COMPILE_MS);
  });
});

const LENGTH = 100_000;
const a = 'a'.repeat(LENGTH);

describe('matching a hundred thousand characters', () => {
  it.each([
    ['(a+)+$', a, true],
    ['(a+)+$', `${a}!`, false],
    ['(a|aa)*b', a, false],
    ['(a|aa)*b', `${a}b`, true],
    ['(a|a)*', a, true],
    ['(.*)*x', a, false],
    ['([a-zA-Z]+)*', `${a}1`, false],
    ['(a?){20}a{20}a*', a, true],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', a, false],
    ['(x+x+)+y', 'x'.repeat(LENGTH), false],
    ['(é|[^a])*😀', `${'é'.repeat(LENGTH)}😀`, true],
  ])('with %s takes no longer than reading them', (expression, text, expected) => {
    const matcher = prepare(regex(expression));
    expect(accepts(matcher, text)).toBe(expected);
    expect(quickest(() => accepts(matcher, text), 20)).toBeLessThan(20);
  });

  it('with a glob of many stars takes no longer than reading them', () => {
    const matcher = prepare(glob(`${'*a'.repeat(200)}b`));
    expect(accepts(matcher, a)).toBe(false);
    expect(quickest(() => accepts(matcher, a), 20)).toBeLessThan(20);
  });
});
