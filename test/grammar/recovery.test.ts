// One broken stanza does not hide the next, and each fault keeps its own place.

import { makeSource, parse } from '@polc/grammar';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../stopwatch.js';

function read(text: string) {
  const { value, diagnostics } = parse(makeSource('p.hcl', text));
  return {
    heads: value.body.items.map(({ keys }) => keys.map((key) => key.value).join(' ')),
    faults: diagnostics.filter(({ severity }) => severity === 'error').map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`),
  };
}

const GOOD = 'path "good" { capabilities = ["read"] }\n';

describe('recovery', () => {
  it.each([
    ['an open string', 'path "bad" {\n  capabilities = ["read]\n}\n', ['unterminated-string "read]']],
    ['an open brace', 'path "bad" {\n  capabilities = ["read"]\n\n', ['unclosed-brace {']],
    ['an open list', 'path "bad" {\n  capabilities = ["read"\n}\n', ['unclosed-list [']],
    ['a stray brace', 'path "bad" {\n}}\n', ['stray-brace }']],
    ['doubled braces', 'path "bad" {{\n  capabilities = ["read"]\n}}\n', ['doubled-brace {']],
    ['bare words', 'path "bad" {\n  capabilities = [read, list]\n}\n', ['bare-word read', 'bare-word list']],
    ['a missing value', 'path "bad" {\n  policy =\n  comment = "x"\n}\n', ['missing-value =']],
    ['a colon', 'path "bad" {\n  policy: "read"\n}\n', ['colon-for-equals :']],
    ['a word of another language', 'path "bad" {\n  $x\n  policy = "read"\n}\n', ['illegal-character $', 'labelled-assignment =']],
  ])('reads the stanza behind %s', (_, bad, faults) => {
    const { heads, faults: found } = read(bad + GOOD);
    expect(heads).toEqual(['path bad', 'path good']);
    expect(found).toEqual(faults);
  });

  it('gives a block that swallowed its neighbours back to them', () => {
    const { heads } = read('path "a" {\n  policy = "read"\n\npath "b" {\n  policy = "read"\n}\n\npath "c" {\n}\n');
    expect(heads).toEqual(['path a', 'path b', 'path c']);
  });

  it.each([
    ['in one string', `path "${'${'.repeat(20_000)}" {}`],
    ['in each of many', '"${\n'.repeat(50_000)],
    ['of heredocs', '<<EOT\n'.repeat(50_000)],
  ])('takes no longer for many openings that never close: %s', (_, text) => {
    const elapsed = stopwatch();
    expect(read(text).faults.length).toBeGreaterThan(0);
    expect(elapsed()).toBeLessThan(3000);
  });

  it.each([
    ['200 brackets', (count: number) => `a = ${'['.repeat(count)}${']'.repeat(count)}`, 200],
    ['64 brackets in an expression', (count: number) => `when {\n expr = ${'('.repeat(count)}a${')'.repeat(count)}\n}`, 64],
    ['1,000 operators in an expression', (count: number) => `when {\n expr = a${' && a'.repeat(count)}\n}`, 1000],
  ])('takes %s, and no more', (_, text, most) => {
    expect(read(text(most)).faults).toEqual([]);
    expect(read(text(most + 1)).faults).toHaveLength(1);
    expect(read(text(most + 1)).faults[0]).toMatch(/^nesting-too-deep/);
  });

  it('keeps offsets behind a byte order mark, and says one thing of a binary file', () => {
    expect(read('\ufeffpath "a" { x }').faults).toEqual(['missing-value x']);
    expect(parse(makeSource('p', Uint8Array.of(0x70, 0xff, 0x00))).diagnostics.map(({ code }) => code)).toEqual(['not-utf8']);
    expect(parse(makeSource('p', 'path\0"a" {{{')).diagnostics.map(({ code }) => code)).toEqual(['null-character']);
  });
});
