// What is said of a stanza about a tool: its code, place, words and help, and what is let be.

import type { Code, JsonObject, Shape } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { inCase, judge, lines, object, type Parts, toolNamed, toolOf, toolOfParameter } from './tool-lists.js';

const ANY: Shape = { kind: 'any' };
const STRING: Shape = { kind: 'string' };
const value = (...values: readonly (string | number | boolean)[]): Shape => ({ kind: 'value', values });
const list = (items: Shape, bounds: object = {}): Shape => ({ kind: 'list', items, ...bounds });
const whole = { owner: STRING, repo: STRING, title: STRING };
const read = (...names: readonly (string | number)[]): Code => ['read', 'parameters', ...names];

describe('a stanza about a tool', () => {
  it.each<readonly [string, string, Parts]>([
    [
      'asks what the tool takes',
      'create_issue',
      { shape: object({ ...whole, labels: list(value('bug', 'doc')), state: value('open'), milestone: { kind: 'number', min: 1 } }) },
    ],
    ['leaves the rest to "*"', 'create_issue', { shape: object({ state: value('closed') }, ANY) }],
    ['speaks of a tool whose parameters nobody knows', 'balance', { shape: object({ account: STRING }), allowed: ['account'], required: ['x'] }],
    ["allows by Vault's lists, in any spelling", 'search', { allowed: ['QUERY', 'perpage'], denied: ['*', 'PerPage'], required: ['query'] }],
    ['has neither', 'create_issue', {}],
    [
      'compares what can be',
      'create_issue',
      {
        when: [
          ['eq', read('state'), ['const', 'open']],
          ['ge', read('milestone'), ['const', 1]],
          ['contains', read('labels'), ['const', 'x']],
        ],
      },
    ],
    [
      'compares a literal with what can be',
      'transfer',
      {
        when: [
          ['gt', ['const', 10_000], read('amount')],
          ['le', ['const', 10_000], read('amount')],
        ],
      },
    ],
    [
      'compares with no literal',
      'create_issue',
      {
        when: [
          ['eq', read('state'), ['read', 'context', 'state']],
          ['eq', ['length', read('title')], ['const', 7]],
        ],
      },
    ],
    ['compares other roots', 'create_issue', { when: [['eq', ['read', 'context', 'state'], ['const', 'opne']]] }],
  ])('that %s is let be', (_, tool, parts) => {
    expect(lines(judge(toolNamed(tool), parts))).toEqual([]);
  });

  it.each<readonly [string, string, Parts, string]>([
    [
      'a name with a slip in it',
      'create_issue',
      { shape: object({ ...whole, lables: ANY }) },
      'error unknown-tool-parameter 104: the tool "create_issue" has no parameter "lables"; did you mean "labels"?',
    ],
    [
      'a name like no other',
      'search',
      { shape: object({ query: STRING, whatever: ANY }) },
      'error unknown-tool-parameter 102: the tool "search" has no parameter "whatever"; it has "query", "perPage" and "sort"',
    ],
    [
      'a name of another case',
      'search',
      { shape: object({ query: STRING, perpage: ANY }) },
      'error unknown-tool-parameter 102: the tool "search" has no parameter "perpage"; did you mean "perPage"?',
    ],
    [
      'a name inside an object, once, though it clashes too',
      'create_issue',
      { shape: object({ ...whole, assignee: object({ login: STRING, lead: object({ logn: STRING }) }) }) },
      'error unknown-tool-parameter 104: the tool "create_issue" has no parameter "assignee.lead.logn"; did you mean "login"?',
    ],
    [
      'a name in allowed_parameters',
      'search',
      { allowed: ['query', 'Sorts'] },
      'error unknown-tool-parameter 301: the tool "search" has no parameter "Sorts"; did you mean "sort"?',
    ],
    [
      'a name in denied_parameters',
      'search',
      { denied: ['x'] },
      'error unknown-tool-parameter 400: the tool "search" has no parameter "x"; it has "query", "perPage" and "sort"',
    ],
    [
      'a name in required_parameters',
      'search',
      { required: ['queri'] },
      'error unknown-tool-parameter 500: the tool "search" has no parameter "queri"; did you mean "query"?',
    ],
    [
      'a value that is none of an enum',
      'create_issue',
      { shape: object({ ...whole, state: value('opened') }) },
      'warning impossible-parameter 104: no "state" that the tool "create_issue" takes has this shape; the tool takes "open" or "closed"',
    ],
    [
      'a shape inside an object that cannot be',
      'create_issue',
      { shape: object({ ...whole, assignee: object({ login: STRING, kind: value('team') }) }) },
      'warning impossible-parameter 104: no "assignee" that the tool "create_issue" takes has this shape; the tool takes "user" as "assignee.kind"',
    ],
    [
      'an object without what the tool wants in it',
      'create_issue',
      { shape: object({ ...whole, assignee: object({ kind: ANY }) }) },
      'warning impossible-parameter 104: no "assignee" that the tool "create_issue" takes has this shape; the tool takes an object with "login"',
    ],
    [
      'elements that cannot be',
      'create_issue',
      { shape: object({ ...whole, labels: list({ kind: 'number' }, { min_items: 1 }) }) },
      'warning impossible-parameter 104: no "labels" that the tool "create_issue" takes has this shape; the tool takes a string as "labels[]"',
    ],
    [
      'a parameter that the tool wants and no shape lets through',
      'create_issue',
      { shape: object({ owner: STRING, state: ANY }) },
      'warning required-parameter-missing 100: the tool "create_issue" requires "repo" and "title", which this stanza refuses; no call of the tool can pass: give it a shape, or all others: "*" = any()',
    ],
    [
      'a parameter that the tool wants and "*" refuses',
      'search',
      { shape: object({ sort: ANY }, { kind: 'number' }) },
      'warning required-parameter-missing 100: the tool "search" requires "query", which this stanza refuses; no call of the tool can pass: give it a shape of its own',
    ],
    [
      'a parameter that the tool wants and allowed_parameters leave out',
      'search',
      { allowed: ['sort'] },
      'warning required-parameter-missing 1: the tool "search" requires "query", which this stanza refuses; no call of the tool can pass: add it to allowed_parameters',
    ],
    [
      'a comparison',
      'create_issue',
      { when: [['eq', read('state'), ['const', 'opne']]] },
      'warning impossible-parameter 200: parameters.state is never equal to "opne"; the tool takes "open" or "closed" there',
    ],
    [
      'a comparison in other words, once',
      'transfer',
      {
        when: [
          ['const', true],
          ['not', ['and', ['lt', ['const', 10_000], read('amount')], ['gt', read('amount'), ['const', 10_000]]]],
        ],
      },
      'warning impossible-parameter 201: parameters.amount is never greater than 10000; the tool takes a number above 0 at most 10000 there',
    ],
    [
      'a list of which nothing is possible',
      'transfer',
      { when: [['in', read('currency'), ['const', ['USD', 'GBP']]]] },
      'warning impossible-parameter 200: parameters.currency is never one of ["USD","GBP"]; the tool takes "EUR" or "CHF" there',
    ],
    [
      'an element that a list never has',
      'create_issue',
      { when: [['in', ['const', 7], read('labels')]] },
      'warning impossible-parameter 200: parameters.labels never contains 7; the tool takes a list of at most 10 elements there',
    ],
    [
      'a comparison of the elements of a list',
      'create_issue',
      { when: [['any', 0, read('labels'), ['eq', ['var', 0], ['const', 7]]]] },
      'warning impossible-parameter 200: an element of parameters.labels is never equal to 7; the tool takes a string there',
    ],
  ])('is told of %s', (_, tool, parts, line) => {
    expect(lines(judge(toolNamed(tool), parts))).toEqual([line]);
  });

  it('is told of every name and every shape', () => {
    const found = judge(toolNamed('transfer'), {
      shape: object({ amount: value(0), ibna: STRING, currency: value('USD') }),
      denied: ['currenci'],
      when: [['le', read('amount'), ['const', 0]]],
    });
    expect(found.map(({ code, span }) => [code, span.start])).toEqual([
      ['unknown-tool-parameter', 400],
      ['impossible-parameter', 101],
      ['unknown-tool-parameter', 102],
      ['impossible-parameter', 103],
      ['required-parameter-missing', 100],
      ['impossible-parameter', 200],
    ]);
  });
});

describe('a shape', () => {
  const DEFS: JsonObject = {
    tree: { type: 'object', properties: { size: { type: 'integer', maximum: 9 }, left: { $ref: '#/$defs/tree' } }, required: ['size'] },
  };
  const possible = (schema: JsonObject | boolean, shape: Shape) => judge(toolOfParameter(schema, DEFS), { shape: object({ p: shape }) }).length === 0;
  const number = (bounds: object): Shape => ({ kind: 'number', ...bounds });
  const string = (bounds: object): Shape => ({ kind: 'string', ...bounds });

  it.each<readonly [JsonObject, Shape, boolean]>([
    [{ type: 'string' }, { kind: 'null' }, false],
    [{ type: 'string', nullable: true }, { kind: 'null' }, true],
    [{ type: 'string' }, { kind: 'boolean' }, false],
    [{ enum: [true, 1] }, { kind: 'boolean' }, true],
    [{ enum: [true, 1] }, value(false), false],
    [{ type: 'number' }, STRING, false],
    [{ type: 'string', minLength: 5 }, string({ max_length: 4 }), false],
    [{ type: 'string', minLength: 5 }, string({ max_length: 5 }), true],
    [{ type: 'string', maxLength: 5 }, string({ min_length: 6 }), false],
    [{ type: 'string', maxLength: 5 }, string({ min_length: 5 }), true],
    [{ type: 'string', maxLength: 1 }, value('😀'), true],
    [{ enum: ['open', 'closed'] }, string({ globs: ['opne*', 'c?'] }), false],
    [{ enum: ['open', 'closed'] }, string({ globs: ['opne*', 'c*s?d'] }), true],
    [{ enum: ['open', 'closed'] }, string({ min_length: 5, globs: ['o*'] }), false],
    [{ type: 'string', pattern: '^a' }, value('b'), true],
    [{ type: 'integer' }, number({ above: 1, below: 2 }), false],
    [{ type: 'number' }, number({ above: 1, below: 2 }), true],
    [{ type: 'number', exclusiveMaximum: 1 }, number({ min: 1 }), false],
    [{ type: 'number', maximum: 1 }, number({ min: 1 }), true],
    [{ type: 'number', maximum: 1, exclusiveMaximum: 2 }, number({ min: 1 }), true],
    [{ type: 'number', minimum: 0.1, maximum: 0.9 }, number({ integer: true }), false],
    [{ enum: [1, 2.5] }, number({ above: 1, integer: true }), false],
    [{ enum: [1, 2.5] }, number({ above: 1 }), true],
    [{ anyOf: [{ const: 1 }, { type: 'number', minimum: 5 }] }, value(0), false],
    [{ anyOf: [{ exclusiveMaximum: 1 }, { maximum: 1 }] }, number({ min: 1 }), true],
    [{ anyOf: [{ exclusiveMaximum: 1 }, { maximum: 0 }] }, number({ min: 1 }), false],
    [{ anyOf: [{ exclusiveMinimum: 1 }, { minimum: 1 }] }, number({ max: 1 }), true],
    [{ anyOf: [{ minimum: 0 }, { exclusiveMinimum: 1 }] }, number({ max: 0 }), true],
    [{ allOf: [{ enum: [1, 2, 3] }, { minimum: 2 }] }, value(1), false],
    [{ allOf: [{ enum: [1, 2, 3] }, { minimum: 2 }] }, value(1, 3), true],
    [{ oneOf: [{ enum: ['a'] }, { enum: ['b'] }] }, value('c'), false],
    [{ type: 'array', items: { type: 'string' } }, list({ kind: 'number' }), true],
    [{ type: 'array', items: { type: 'string' } }, list({ kind: 'number' }, { min_items: 1 }), false],
    [{ type: 'array', items: { type: 'string' }, minItems: 2 }, list({ kind: 'number' }), false],
    [{ type: 'array', maxItems: 2 }, list(ANY, { min_items: 3 }), false],
    [{ type: 'array', prefixItems: [true, { type: 'string' }] }, list({ kind: 'number' }, { min_items: 1 }), true],
    [{ type: 'array', prefixItems: [true, { type: 'string' }] }, list({ kind: 'number' }, { min_items: 2 }), false],
    [{ type: 'array', prefixItems: [true], items: false }, list(ANY, { min_items: 2 }), false],
    [{ type: 'object', required: ['a'] }, object({}), false],
    [{ type: 'object', required: ['a'] }, object({}, ANY), true],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, object({}, { kind: 'number' }), false],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, { kind: 'object', members: [['a', true, { kind: 'number' }]] }, false],
    [{ type: 'object', properties: { a: { type: 'string' } } }, { kind: 'object', members: [['a', true, { kind: 'number' }]] }, true],
    [{ anyOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] }, { kind: 'one_of', shapes: [{ kind: 'null' }, object({})] }, false],
    [{ anyOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] }, { kind: 'one_of', shapes: [{ kind: 'null' }, STRING] }, true],
    [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, object({ a: ANY }), true],
    [{ type: 'object', patternProperties: { '^c': { type: 'string' } }, additionalProperties: false }, object({ c: STRING }), true],
    [{ type: 'object', dependentSchemas: { a: { required: ['b'] } } }, object({ c: ANY }), true],
    [inCase({ type: 'string' }, { maxLength: 1 }), number({}), true],
    [inCase({ type: 'string' }, { maxLength: 1 }, false), number({}), false],
    [{ $ref: '#/$defs/tree' }, object({ size: value(3), left: object({ size: value(10) }) }), false],
    [{ $ref: '#/$defs/tree' }, object({ size: value(3), left: object({ size: value(9) }) }), true],
    [{ $ref: '#/$defs/tree' }, { kind: 'value', values: [{ size: 1, left: { size: 1, left: {} } }] }, false],
    [{ const: [1, { a: null }] }, { kind: 'value', values: [[1, { a: null }]] }, true],
    [{ const: [1, { a: null }] }, { kind: 'value', values: [[1, { a: null, b: 1 }]] }, false],
    [{ not: { type: 'string' } }, STRING, true],
  ])('%# %j against a shape is judged', (schema, shape, answer) => {
    expect(possible(schema, shape)).toBe(answer);
  });

  it('is judged by draft-07 where the schema says so: what stands beside $ref says nothing', () => {
    const draft07 = (items: JsonObject | readonly JsonObject[]): JsonObject => ({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { p: { $ref: '#/definitions/x', type: 'string' } },
      definitions: { x: { type: 'array', items, additionalItems: false } },
    });
    const found = (schema: JsonObject, shape: Shape) => judge(toolOf(schema), { shape: object({ p: shape }) }).length;
    expect(found(draft07([{ type: 'number' }]), list(ANY, { min_items: 1 }))).toBe(0);
    expect(found(draft07([{ type: 'number' }]), list(ANY, { min_items: 2 }))).toBe(1);
    expect(found(draft07([{ type: 'number' }]), STRING)).toBe(1);
    expect(found(draft07({ type: 'number' }), list(ANY, { min_items: 2 }))).toBe(0);
  });

  it('looks once at code that is shared, however often it is named', () => {
    let code: Code = ['eq', read('state'), ['const', 'gone']];
    for (let level = 0; level < 60; level++) code = ['and', code, code];
    expect(lines(judge(toolNamed('create_issue'), { when: [code] }))).toHaveLength(1);
  });
});
