// Shapes of parameters as written (grammar/spec.md §5.3), and what is wrong with those that are none.

import { describe, expect, it } from 'vitest';
import { compileParameters } from '../../../compiler/expression/compile-parameters.js';
import { Reporter } from '../../../compiler/model/report.js';
import { blockOf } from './texts.js';

function compile(members: string) {
  const text = `policy "p" {\n path "x" {\n parameters {\n${members}\n}\n}\n}\n`;
  const { items, head } = blockOf(text, ['policy', 'path', 'parameters']);
  const report = new Reporter('p.hcl');
  const parameters = compileParameters(items, head, report);
  return { text, parameters, diagnostics: report.diagnostics, underlined: report.diagnostics.map(({ span }) => text.slice(span.start, span.end)) };
}

const ANY = { kind: 'any' };

describe('a shape', () => {
  it.each([
    ['"gold"', { kind: 'value', values: ['gold'] }],
    ['-7', { kind: 'value', values: [-7] }],
    ['true', { kind: 'value', values: [true] }],
    ['["a", 1, -0, [false], { x = 1 }]', { kind: 'value', values: ['a', 1, 0, [false], { x: 1 }] }],
    ['any', ANY],
    ['any()', ANY],
    ['null', { kind: 'null' }],
    ['boolean()', { kind: 'boolean' }],
    ['string', { kind: 'string' }],
    [
      'string(min_length: 1, max_length: 4, glob: "a*", matches: ["a+", "b"])',
      { kind: 'string', min_length: 1, max_length: 4, globs: ['a*'], patterns: ['a+', 'b'] },
    ],
    ['number(min: -0.5, below: 500, multiple_of: 0.01)', { kind: 'number', min: -0.5, below: 500, multiple_of: 0.01 }],
    ['integer(above: 0, max: 1)', { kind: 'number', integer: true, max: 1, above: 0 }],
    ['list', { kind: 'list' }],
    ['list(string(), min_items: 1, max_items: 2, unique: true)', { kind: 'list', items: { kind: 'string' }, min_items: 1, max_items: 2, unique: true }],
    ['list(unique: false)', { kind: 'list' }],
    ['object()', { kind: 'object', members: [], extra: ANY }],
    ['object({})', { kind: 'object', members: [] }],
    [
      'object({ a = string, b = optional(null), "*" = any })',
      {
        ...{ kind: 'object', extra: ANY },
        members: [
          ['a', false, { kind: 'string' }],
          ['b', true, { kind: 'null' }],
        ],
      },
    ],
    ['nullable("a")', { kind: 'one_of', shapes: [{ kind: 'null' }, { kind: 'value', values: ['a'] }] }],
    ['one_of(string, integer)', { kind: 'one_of', shapes: [{ kind: 'string' }, { kind: 'number', integer: true }] }],
  ])('%s', (text, shape) => {
    const { parameters, diagnostics } = compile(`p = ${text}`);
    expect(diagnostics).toEqual([]);
    expect(parameters?.shape).toEqual({ kind: 'object', members: [['p', false, shape]] });
  });

  it('of a whole block has optional members, others, and their places', () => {
    const { parameters, text } = compile('a = optional(string)\n"b c" = 1\n"*" = any');
    expect(parameters?.shape).toEqual({
      ...{ kind: 'object', extra: ANY },
      members: [
        ['a', true, { kind: 'string' }],
        ['b c', false, { kind: 'value', values: [1] }],
      ],
    });
    expect([...(parameters?.spans ?? [])].map(([name, span]) => [name, text.slice(span.start, span.end)])).toEqual([
      ['a', 'a'],
      ['b c', '"b c"'],
    ]);
    expect(compile('').parameters?.shape).toEqual({ kind: 'object', members: [] });
  });
});

describe('a refused shape', () => {
  it.each([
    ['p = strnig', 'unknown-function', 'strnig', /did you mean string\?/],
    ['p = bool()', 'unknown-function', 'bool', /did you mean boolean\?/],
    ['p = gold', 'unknown-function', 'gold', /quotes: "gold"/],
    ['p = optional(optional(string))', 'misplaced-optional', 'optional', /nullable/],
    ['p = list(optional(string))', 'misplaced-optional', 'optional', /nullable/],
    ['p = optional', 'misplaced-optional', 'optional', /nullable/],
    ['p = optional()', 'wrong-arguments', 'optional', /optional\(string\)/],
    ['"*" = optional(string)', 'misplaced-optional', 'optional', /leave out/],
    ['p = []', 'empty-list', '[]', /list/],
    ['p = string(glob: [])', 'empty-list', '[]', /leave it out/],
    ['p = { a = 1 }', 'invalid-shape', '{ a = 1 }', /object\(/],
    ['p { a = 1 }', 'invalid-shape', '{ a = 1 }', /object\(/],
    ['p = user.limit', 'invalid-shape', 'user.limit', /when \{/],
    ['p = 1 + 2', 'invalid-shape', '1 + 2', /when \{/],
    ['p = ["a", string]', 'not-a-literal', 'string', /one_of/],
    ['p = !true', 'not-a-literal', '!true', /one_of/],
    ['p = string("a*")', 'wrong-arguments', '"a*"', /glob:/],
    ['p = string(max: 4)', 'wrong-arguments', '4', /max_length/],
    ['p = string(max_length: 4, max_length: 5)', 'wrong-arguments', '5', /keep one/],
    ['p = boolean(true)', 'wrong-arguments', 'true', /boolean\(\)/],
    ['p = list(string, number)', 'wrong-arguments', 'number', /list\(string/],
    ['p = object(string)', 'wrong-arguments', 'string', /object\(\{/],
    ['p = one_of()', 'wrong-arguments', 'one_of', /one_of\(string/],
    ['p = nullable', 'wrong-arguments', 'nullable', /nullable\(string\)/],
    ['p = list(unique: 1)', 'not-a-literal', '1', null],
    ['p = string(max_length: "a")', 'not-a-literal', '"a"', /part of the policy/],
    ['p = string(glob: user.id)', 'not-a-literal', 'user.id', /part of the policy/],
    ['p = string(matches: "a[")', 'invalid-regex', '[', null],
    ['p = string(min_length: -1)', 'wrong-type', '-1', null],
    ['p = string(max_length: 1.5)', 'wrong-type', '1.5', null],
    ['p = number(multiple_of: 0)', 'wrong-type', '0', null],
    ['p = string(min_length: 2, max_length: 1)', 'impossible-shape', '1', null],
    ['p = list(min_items: 2, max_items: 1)', 'impossible-shape', '1', null],
    ['p = number(min: 2, max: 1)', 'impossible-shape', '1', /widen/],
    ['p = number(below: 2, min: 2)', 'impossible-shape', '2', /widen/],
    ['p = number(above: 2, max: 2)', 'impossible-shape', '2', /widen/],
    ['p = number(above: 3, below: 2)', 'impossible-shape', '2', /widen/],
    ['p = integer(above: 1, below: 2)', 'impossible-shape', '2', /widen/],
    ['p = integer(min: 0.2, max: 0.8)', 'impossible-shape', '0.8', /widen/],
    ['p = string\n"p" = number', 'duplicate-attribute', '"p"', /keep one/],
    ['p = object({ a = one_of(list({ b = 1 })) })', 'invalid-shape', '{ b = 1 }', /object\(/],
  ])('%s: %s', (members, code, at, help) => {
    const { diagnostics, underlined, parameters } = compile(members);
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    expect(underlined).toEqual([at]);
    if (help !== null) expect(diagnostics[0]?.help).toMatch(help);
    expect(diagnostics[0]?.message).toMatch(/^(?![A-Z][a-z]).*[^.]$/s);
    expect(parameters).toBeNull();
  });
});
