// What a regular expression may say, and the place of what it may not.

import { describe, expect, it } from 'vitest';
import { compileGlob, compileRegex } from '../../compiler/automata/compile.js';
import { matches, regex } from './tries.js';

/** Expression, texts it matches, texts it does not. */
const MEANINGS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['', [''], ['a']],
  ['^$', [''], ['^', '$', '^$']],
  ['^a|b$', ['a', 'b'], ['ab', 'ax', 'xb']],
  ['a|', ['a', ''], ['b', 'a|']],
  ['(|a)b', ['b', 'ab'], ['', 'aab']],
  ['()', [''], ['()']],
  ['abc', ['abc'], ['ab', 'abcd', 'xabc', 'ABC']],
  ['.', ['a', '\r', '\u2028', '\u0000', '😀', '\ud800', '\udc00'], ['', '\n', 'ab', '😀😀']],
  ['..', ['\udc00\ud800'], ['\ud800\udc00']],
  ['[a-c_]', ['a', 'b', 'c', '_'], ['d', '-', '']],
  ['[^a-c]', ['d', '\n', '😀', '\udfff'], ['a', 'b', 'c', '']],
  ['[a-]', ['a', '-'], ['b', 'a-']],
  ['[-a]', ['a', '-'], ['b']],
  ['[^-a]', ['b', '^'], ['a', '-']],
  ['[+--]', ['+', ',', '-'], ['.']],
  ['[a^$.*+?(){}|]', [...'a^$.*+?(){}|'], ['b', '\\']],
  ['[\\]\\[\\\\\\^\\-]', [...'][\\^-'], ['a']],
  ['[\\x41-\\u{43}]', ['A', 'B', 'C'], ['D', '@']],
  ['[\\d\\n-\\r]', ['7', '\n', '\v', '\r'], ['a', '\t', '\x0e']],
  ['[^\\D]', ['0', '9'], ['a', '٣']],
  ['[😀-😂]', ['😀', '😁', '😂'], ['😃', '\ud83d']],
  ['\\d', ['0', '9'], ['/', ':', '٣']],
  ['\\D', ['/', ':', '٣', '\n'], ['0', '9']],
  ['\\w', ['a', 'Z', '0', '_'], ['é', '-', '@', '[', '`', '{']],
  ['\\W', ['é', '-'], ['a', 'Z', '0', '_']],
  ['\\s', [...' \t\n\v\f\r'], ['\u00a0', '\u2028', '\b', '\x0e']],
  ['\\S', ['\u00a0', 'a'], [...' \t\n\v\f\r']],
  ['\\n\\r\\t\\f\\v', ['\n\r\t\f\v'], ['nrtfv']],
  ['\\x41\\u0042\\u{43}\\u{00043}\\u{1F600}', ['ABCC😀'], ['ABC😀']],
  ['\\u{D83D}', ['\ud83d'], ['😀']],
  ['\\.\\/\\"\\_\\~\\-\\{\\}', ['./"_~-{}'], ['a/"_~-{}']],
  ['a|$', ['a', ''], ['a$']],
  ['\\$\\^', ['$^'], ['']],
  ['(?:ab)*', ['', 'ab', 'abab'], ['a', 'aba']],
  ['a+b?', ['a', 'aab'], ['', 'b', 'abb']],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{2,}', ['aa', 'aaaaa'], ['a']],
  ['a{1,3}', ['a', 'aaa'], ['', 'aaaa']],
  ['a{0}b{0,0}', [''], ['a', 'b']],
  ['a{00,01}', ['', 'a'], ['aa']],
  ['[ab]{12}', ['abababababab'], ['ababababab', 'ab']],
  ['(a*)*', ['', 'aaa'], ['b']],
  ['((a|b)c){2}', ['acbc'], ['ac', 'abc']],
  [',-:=!<>&%@#~`\'";/ ', [',-:=!<>&%@#~`\'";/ '], ['']],
  ['[^\\s\\S]', [], ['', 'a', '\n']],
  ['a[^\\s\\S]|b', ['b'], ['a', 'ab']],
];

describe('a regular expression', () => {
  it.each(MEANINGS)('%j matches the whole text or not at all', (text, members, others) => {
    const automaton = regex(text);
    for (const member of members) expect(matches(automaton, member), JSON.stringify(member)).toBe(true);
    for (const other of others) expect(matches(automaton, other), JSON.stringify(other)).toBe(false);
  });
});

/** Expression, and from where to where it is at fault, and words of the message. */
const FAULTS: readonly (readonly [string, number, number, RegExp])[] = [
  ['(a)\\1', 3, 5, /back-reference/],
  ['a\\12b', 1, 4, /back-reference/],
  ['\\k<name>x', 0, 8, /back-reference/],
  ['(?P=name)', 0, 9, /back-reference/],
  ['a(?=b)', 1, 4, /look-around/],
  ['a(?!b)', 1, 4, /look-around/],
  ['(?<=b)a', 0, 4, /look-around/],
  ['(?<!b)a', 0, 4, /look-around/],
  ['\\bword\\b', 0, 2, /assertion/],
  ['a\\B', 1, 3, /assertion/],
  ['\\Aa', 0, 2, /assertion/],
  ['a\\z', 1, 3, /assertion/],
  ['[\\b]', 1, 3, /assertion/],
  ['(?i)abc', 0, 4, /flags/],
  ['x(?s-m:a)', 1, 7, /flags/],
  ['(?<year>a)', 0, 8, /named groups/],
  ['(?P<year>a)', 0, 9, /named groups/],
  ["(?'year'a)", 0, 8, /named groups/],
  ['(?>a)', 0, 3, /opens no group/],
  ['(?😀)', 0, 4, /opens no group/],
  ['(?', 0, 2, /opens no group/],
  ['\\p{Lu}+', 0, 6, /Unicode/],
  ['[\\P{Lu}]', 1, 7, /Unicode/],
  ['\\pL', 0, 3, /Unicode/],
  ['(a', 0, 1, /never closed/],
  ['x((a)', 1, 2, /never closed/],
  ['a)', 1, 2, /closes no group/],
  ['a|b)c', 3, 4, /closes no group/],
  ['a[bc', 1, 2, /never closed/],
  ['[a-', 0, 1, /never closed/],
  ['a]', 1, 2, /closes no class/],
  ['a}', 1, 2, /closes no quantifier/],
  ['[]', 0, 2, /empty/],
  ['x[^]y', 1, 4, /empty/],
  ['[[:alpha:]]', 1, 2, /bracket opens inside/],
  ['[z-a]', 1, 4, /"z-a" is reversed/],
  ['[a\\x42-\\x41]', 2, 11, /reversed/],
  ['[\\d-z]', 1, 5, /whole set/],
  ['[a-\\w]', 1, 5, /whole set/],
  ['[a-c-e]', 4, 5, /neither part of a range/],
  ['*a', 0, 1, /nothing stands before the quantifier "\*"/],
  ['a|+', 2, 3, /nothing stands before/],
  ['(?:?)', 3, 4, /nothing stands before/],
  ['^*', 1, 2, /nothing stands before/],
  ['{2}', 0, 3, /nothing stands before the quantifier "\{2\}"/],
  ['a*?', 1, 3, /lazy quantifier "\*\?"/],
  ['a{2,3}?b', 1, 7, /lazy quantifier "\{2,3\}\?"/],
  ['a??', 1, 3, /lazy/],
  ['a++', 1, 3, /possessive/],
  ['a**', 1, 3, /follows a quantifier/],
  ['a{2}{3}', 1, 7, /follows a quantifier/],
  ['a{', 1, 2, /begins no quantifier/],
  ['a{,3}', 1, 2, /begins no quantifier/],
  ['a{x}', 1, 2, /begins no quantifier/],
  ['a{1', 1, 2, /begins no quantifier/],
  ['a{3,2}', 1, 6, /reversed/],
  ['a{1001}', 1, 7, /past 1000/],
  ['a{2,99999999999999999999}', 1, 25, /past 1000/],
  ['a^b', 1, 2, /only at the beginning/],
  ['(^a)', 1, 2, /only at the beginning/],
  ['a$b', 1, 2, /only at the end/],
  ['a$|b', 1, 2, /only at the end/],
  ['(a$)', 2, 3, /only at the end/],
  ['a\\', 1, 2, /nothing follows this backslash/],
  ['\\h', 0, 2, /is no escape/],
  ['x\\é', 1, 3, /is no escape/],
  ['\\😀', 0, 3, /is no escape/],
  ['\\0', 0, 2, /octal/],
  ['\\xg', 0, 2, /no number of a character/],
  ['\\x{41}', 0, 6, /no number of a character/],
  ['\\u12', 0, 4, /no number of a character/],
  ['\\u{}', 0, 4, /no number of a character/],
  ['[\\u{1234567}]', 1, 12, /no number of a character/],
  ['a\\u{110000}', 1, 11, /past the last character/],
  ['\\uD83D\\uDE00', 0, 12, /one character/],
  ['😀)', 2, 3, /closes no group/],
  ['('.repeat(101) + ')'.repeat(101), 100, 101, /nested more than 100/],
];

describe('a fault', () => {
  it.each(FAULTS)('of %j stands where it is: from %i to %i', (text, start, end, words) => {
    expect(compileRegex(text)).toMatchObject({ fault: { code: 'invalid-regex', message: expect.stringMatching(words), start, end } });
  });

  it('says one sentence, lower-case and without a full stop', () => {
    for (const [text] of FAULTS) {
      const compiled = compileRegex(text);
      expect('fault' in compiled && compiled.fault.message).toMatch(/^[a-z"][^\n]*[^.]$/);
    }
  });

  it('is the first of several', () => {
    expect(compileRegex('a**b)[z-a]')).toMatchObject({ fault: { start: 1, end: 3 } });
  });

  it('of length stands behind the thousandth character, in a glob too', () => {
    for (const compile of [compileRegex, compileGlob]) {
      expect(compile('a'.repeat(1000))).toHaveProperty('automaton');
      expect(compile('a'.repeat(1003))).toMatchObject({ fault: { code: 'automaton-too-large', start: 1000, end: 1003 } });
    }
  });
});

it('a hundred groups may be nested', () => {
  expect(matches(regex(`${'('.repeat(100)}a${')'.repeat(100)}`), 'a')).toBe(true);
});
