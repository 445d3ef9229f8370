// §5.3: each shape with what it accepts, what it does not, and what is not there.

import { bare, byUser, denied, expr, type LanguageCase, show, stanza } from '../language-case.js';

type Row = readonly [shape: string, accepts: readonly unknown[], refuses: readonly unknown[]];

const HEADING = '5.3 `parameters`';
const BEYOND = 2 ** 53 + 2;

const ROWS: readonly Row[] = [
  ['"gold"', ['gold'], ['Gold', 'gold ', '', ['gold'], null, { gold: true }]],
  ['7', [7], ['7', 7.5, -7, [7], true]],
  ['-7', [-7], [7]],
  ['true', [true], [false, 'true', 1]],
  ['["a", "b"]', ['a', 'b'], ['c', ['a'], ['a', 'b'], 'a,b']],
  ['[1, 2]', [1, 2], ['1', 3]],
  ['any()', ['', 0, null, false, [], {}, BEYOND, Number.POSITIVE_INFINITY], []],
  ['any', [1], []],
  ['null()', [null], [false, 0, '', [], {}]],
  ['boolean()', [true, false], ['true', 0, 1, null]],
  ['boolean', [true], [[true]]],
  ['string', ['', 'x', '\u0000'], [1, null, true, ['x'], {}]],
  ['string(min_length: 2)', ['ab', '😀😀'], ['a', '😀', '']],
  ['string(max_length: 2)', ['', 'ab', '😀😀'], ['abc', '😀😀😀']],
  ['string(min_length: 1, max_length: 1)', ['a', '😀'], ['', 'ab']],
  ['string(glob: "*@corp.example")', ['a@corp.example', '@corp.example', 'a\n@corp.example'], ['a@corp.example.evil', 'a@CORP.example', 'a@corpXexample', 1]],
  ['string(glob: "a?c")', ['abc', 'a?c', 'a😀c'], ['ac', 'abbc', 'xabc']],
  ['string(glob: ["a*", "*z"])', ['a', 'z', 'abz'], ['b', 'za']],
  ['string(matches: "[a-z]+")', ['a', 'abc'], ['', 'abc1', '1abc', 'abc\n', 'ABC']],
  ['string(matches: "a|b")', ['a', 'b'], ['ab', 'ax', 'xb']],
  ['string(matches: ["[0-9]{3}", "x+"])', ['123', 'xx'], ['12', '1234', '12x']],
  ['string(max_length: 3, matches: "a*")', ['', 'aaa'], ['aaaa', 'b']],
  ['number', [0, -0, 1.5, -3, 2 ** 53, -(2 ** 53)], ['1', null, true, BEYOND, -BEYOND, Number.NaN, [1]]],
  ['number()', [1e-9], ['']],
  ['number(min: 1, max: 3)', [1, 2.5, 3], [0.999999, 3.000001, '2']],
  ['number(above: 1, below: 3)', [1.000001, 2.999999], [1, 3]],
  ['number(min: -5)', [-5, 0], [-5.1]],
  ['number(multiple_of: 0.01)', [0.07, 19.99, 4.35, 0, -1.1], [0.075, 0.001]],
  ['number(multiple_of: 5)', [0, 5, -10], [1, 12, 5.5]],
  ['integer', [0, -1, 1e3, 2 ** 53], [1.5, '1', null, BEYOND, Number.POSITIVE_INFINITY]],
  ['integer(min: 0, max: 9)', [0, 9], [-1, 10, 0.5]],
  ['integer(above: 0, below: 3)', [1, 2], [0, 3]],
  ['integer(multiple_of: 3)', [0, 3, -6], [1, 4]],
  ['list', [[], [1, 'a', null]], ['', {}, null, 'a,b']],
  ['list(string)', [[], ['a'], ['a', 'b']], [[1], ['a', 1], [null], 'a']],
  ['list(string, min_items: 1)', [['a']], [[]]],
  ['list(any(), max_items: 2)', [[], [1, 2]], [[1, 2, 3]]],
  [
    'list(unique: true)',
    [[], [1, 2], [1, '1'], [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: '1' }], [[1], [true]], [null, {}]],
    [
      [1, 1],
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [[1], [1]],
      [null, null],
    ],
  ],
  ['list(integer, unique: false)', [[1, 1]], [[1.5]]],
  ['list(list(integer(max: 3)))', [[], [[]], [[1], [2, 3]]], [[1], [[4]], [[1], 2]]],
  ['list(["a", "b"])', [['a', 'b', 'a']], [['c']]],
  ['object({ a = string })', [{ a: '' }], [{}, { a: 1 }, { a: 'x', b: 1 }, { A: 'x' }, [], null, 'a']],
  ['object({ a = optional(string) })', [{}, { a: 'x' }], [{ a: 1 }, { a: null }, { b: 'x' }]],
  ['object({ a = string, "*" = number })', [{ a: 'x' }, { a: 'x', b: 1, c: 2 }], [{ b: 1 }, { a: 'x', b: 'y' }]],
  ['object({ a = object({ b = list(integer) }) })', [{ a: { b: [1] } }], [{ a: { b: ['1'] } }, { a: {} }, { a: { b: [], c: 1 } }]],
  ['object()', [{}, { x: 1, y: { z: [] } }], [[], null, 'x']],
  ['object', [{ x: 1 }], [1]],
  ['nullable(string)', [null, 'x'], [1, [null]]],
  ['nullable(object({ a = string }))', [null, { a: 'x' }], [{}]],
  ['one_of(string, integer(min: 5))', ['x', 5], [4, 5.5, null, true]],
  ['one_of("a", 1, null())', ['a', 1, null], ['b', 2, false]],
  ['optional(string)', ['x'], [1, null]],
];

const ask = (shapes: string, data: object) =>
  byUser(stanza('mcp/s/t', 'invoke', `parameters {\n${shapes}\n}`), { operation: 'invoke', path: 'mcp/s/t', ...data });

const perValue = ROWS.flatMap(([shape, accepts, refuses]) => [
  ...accepts.map((value) => ({
    heading: HEADING,
    name: `${shape} accepts ${show(value)}`,
    ...ask(`value = ${shape}`, { parameters: { value } }),
    expect: { allowed: true, outcome: 'allowed' },
  })),
  ...refuses.map((value) => ({
    heading: HEADING,
    name: `${shape} refuses ${show(value)}`,
    ...ask(`value = ${shape}`, { parameters: { value } }),
    expect: denied('parameter_not_allowed'),
  })),
]);

const ABSENT = ['"gold"', 'any()', 'null()', 'boolean', 'string', 'number', 'integer', 'list', 'object()', 'nullable(string)', 'one_of(string, null())'];

const WHOLE: readonly (readonly [name: string, shapes: string, request: object, outcome: string])[] = [
  ['an optional parameter may be absent', 'a = optional(string)', { parameters: {} }, 'allowed'],
  ['a request without data has no parameters', 'a = string', {}, 'parameter_missing'],
  ['data that is null has no parameters', 'a = string', { parameters: null }, 'parameter_missing'],
  ['a request without data meets shapes that are all optional', 'a = optional(string)', {}, 'allowed'],
  ['a parameter without a shape is refused', 'a = string', { parameters: { a: 'x', b: 'y' } }, 'parameter_not_allowed'],
  ['a parameter without a shape is refused beside an optional one', 'a = optional(string)', { parameters: { b: 'y' } }, 'parameter_not_allowed'],
  ['names of parameters are case-sensitive', 'Repo = optional(string)', { parameters: { repo: 'x' } }, 'parameter_not_allowed'],
  ['the star is the shape of all others', 'a = string\n"*" = number', { parameters: { a: 'x', b: 1, c: 2 } }, 'allowed'],
  ['the star is not the shape of the named ones', 'a = string\n"*" = number', { parameters: { a: 1 } }, 'parameter_not_allowed'],
  ['the star refuses what it does not accept', 'a = string\n"*" = number', { parameters: { a: 'x', b: 'y' } }, 'parameter_not_allowed'],
  ['the star wants nothing to be there', '"*" = number', { parameters: {} }, 'allowed'],
  ['a quoted name is a name', '"dry-run" = boolean', { parameters: { 'dry-run': true } }, 'allowed'],
  ['__proto__ is a parameter like another', 'a = optional(string)', { parameters: JSON.parse('{"__proto__":{"a":"x"}}') }, 'parameter_not_allowed'],
  [
    'a parameter named as what every object inherits wants a shape',
    'a = string',
    { parameters: JSON.parse('{"a":"x","constructor":"y"}') },
    'parameter_not_allowed',
  ],
  ['every parameter is judged', 'a = string\nb = integer', { parameters: { a: 'x', b: 1.5 } }, 'parameter_not_allowed'],
  ['items on one line part with commas', 'a = string, b = integer', { parameters: { a: 'x', b: 1 } }, 'allowed'],
];

const OPERATIONS = ['create', 'read', 'update', 'patch', 'delete', 'list', 'recover', 'invoke', 'delegate'];

export const PARAMETERS: readonly LanguageCase[] = [
  ...perValue,
  ...ABSENT.map((shape) => ({
    heading: HEADING,
    name: `${shape} is not met by absence`,
    ...ask(`value = ${shape}`, { parameters: {} }),
    expect: denied('parameter_missing'),
  })),
  ...WHOLE.map(([name, shapes, request, outcome]) => ({
    heading: HEADING,
    name,
    ...ask(shapes, request),
    expect: { allowed: outcome === 'allowed', outcome },
  })),
  ...OPERATIONS.map((operation) => ({
    heading: HEADING,
    name: `shapes hold for ${operation}`,
    ...byUser(stanza('secret/x', operation, 'parameters { a = string }'), { operation, parameters: { a: 1 } }),
    expect: denied('parameter_not_allowed'),
  })),
  {
    heading: HEADING,
    name: 'a shape lets nothing of a condition pass',
    ...bare(stanza('secret/x', 'read', `parameters { a = integer }\n${expr('parameters.a < 5')}`), { parameters: { a: 5 } }),
    expect: denied('condition_false'),
  },
];
