// polc's blocks and expressions, as far as this version reads them (spec.md §5).

import { makeSource, parse, print } from '@polc/grammar';
import { describe, expect, it } from 'vitest';

function expressionOf(text: string): string {
  const { value, diagnostics } = parse(makeSource('p.hcl', `condition "c" { expr = ${text} }`));
  expect(diagnostics).toEqual([]);
  return /expr = (.*)\n/.exec(print(value))?.[1] ?? '';
}

function faultsOf(text: string): string[] {
  const source = `when {\n  expr = ${text}\n  other = 1\n}\npath "next" {}\n`;
  const { value, diagnostics } = parse(makeSource('p.hcl', source));
  expect(value.body.items.map(({ keys }) => keys[0]?.value)).toEqual(['when', 'path']);
  return diagnostics.map(({ message }) => message);
}

describe('expressions', () => {
  it.each([
    ['a || b && !c', 'a || b && !c'],
    ['(a || b) && c', '(a || b) && c'],
    ['a - b - c', 'a - b - c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['-1 + 2*3 <= parameters.amount', '-1 + 2 * 3 <= parameters.amount'],
    ['user.id in ["a", "b",]', 'user.id in ["a", "b"]'],
    ['(a == b) == c', '(a == b) == c'],
    ['glob(context.host, "*.example.org")', 'glob(context.host, "*.example.org")'],
    ['number(min: 0.5, max: 500)', 'number(min: 0.5, max: 500)'],
    ['parameters["content-type"][0].in', 'parameters["content-type"][0]["in"]'],
    ['{ a = 1, "b c": [true] }', '{ a = 1, "b c" = [true] }'],
    ['all(x, context.scopes, startswith(x, "r"))', 'all(x, context.scopes, startswith(x, "r"))'],
  ])('%s', (text, printed) => {
    expect(expressionOf(text)).toBe(printed);
  });

  it('end at the line, a comma or a brace outside brackets', () => {
    const { value, diagnostics } = parse(makeSource('p.hcl', 'when { expr = a &&\n b }\n'));
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(value.body.items).toHaveLength(1);
    const two = parse(makeSource('p.hcl', 'parameters {\n  a = number(\n    min: 1)\n  b = string(), c = x\n}\n'));
    expect(two.diagnostics).toEqual([]);
    expect(two.value.body.items[0]?.value).toMatchObject({ kind: 'object', body: { items: [{}, {}, {}] } });
  });

  it.each([
    ['a == b == c', /does not fit/],
    ['a &&', /ends too early/],
    ['(a', /too early|does not fit/],
    ['a = b', /"=="/],
    ['"x${y}"', /means nothing/],
    ['${y}', /means nothing/],
    ['010', /leading zero/],
    ['9007199254740993', /2\^53/],
    ['f(a b)', /does not fit/],
    ['a & b', /means nothing|does not fit/],
    ['{ a = 1, a = 2 }', /twice/],
  ])('refuse %s', (text, message) => {
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toMatch(message);
  });

  it("are none inside Vault's own maps, whatever the keys are called", () => {
    const { value, diagnostics } = parse(
      makeSource('p.hcl', 'path "a" {\n allowed_parameters {\n  expr = ["a-b"]\n  when { expr = 010 }\n  parameters { x = 010 } } }\n'),
    );
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(value)).not.toContain('"expression"');
  });
});
