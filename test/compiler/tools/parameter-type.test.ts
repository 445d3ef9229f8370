// The types that conditions give to a tool's parameters.

import type { JsonObject, Names } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { parameterTypeOf } from '../../../compiler/schema/parameter-type.js';
import { inCase, toolNamed, toolOf, toolOfParameter } from './tool-lists.js';

const N = { n: { type: 'object', properties: { next: { $ref: '#/$defs/n' }, size: { type: 'integer' } } }, text: { type: 'string' } } as const;

describe('the type of a parameter', () => {
  it.each<readonly [JsonObject | boolean, string | null]>([
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'string'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['integer', 'number'] }, 'number'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'object' }, 'map'],
    [{ type: 'array' }, 'list'],
    [{ type: 'array', items: { type: 'string' } }, 'list(string)'],
    [{ type: 'array', items: { enum: [1, 2] } }, 'list(number)'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, 'list'],
    [{ type: 'array', items: { type: ['string', 'number'] } }, 'list'],
    [{ type: 'array', items: { type: 'object' } }, 'list'],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: false }, 'list'],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'string' } }, 'list(string)'],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } }, 'list'],
    [{ type: ['string', 'null'] }, 'string'],
    [{ type: 'string', nullable: true }, 'string'],
    [{ type: ['string', 'number'] }, 'any'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string'],
    [{ anyOf: [{ type: 'string' }, { type: 'array' }] }, 'any'],
    [{ oneOf: [{ const: 'a' }, { const: 'b' }] }, 'string'],
    [{ enum: ['a', 1] }, 'any'],
    [{ enum: ['a', null] }, 'string'],
    [{ const: true }, 'boolean'],
    [{ const: { a: 1 } }, 'map'],
    [{ allOf: [{ type: ['string', 'number'] }, { type: ['number', 'boolean'] }] }, 'number'],
    [{ $ref: '#/$defs/text' }, 'string'],
    [{ $ref: '#/$defs/text', maxLength: 3 }, 'string'],
    [inCase({ const: 1 }, { type: 'number' }, { type: 'number' }), 'number'],
    [{ type: 'null' }, 'any'],
    [{}, 'any'],
    [true, 'any'],
    [{ $ref: '#/$defs/loop' }, 'any'],
    [false, null],
    [{ allOf: [{ type: 'string' }, { type: 'number' }] }, null],
  ])('of %j is %s', (schema, type) => {
    expect(parameterTypeOf(toolOfParameter(schema, { ...N, loop: { $ref: '#/$defs/loop' } }))(['p'])).toBe(type);
  });

  it.each<readonly [string, Names, string | null]>([
    ['create_issue', [], 'map'],
    ['create_issue', ['labels'], 'list(string)'],
    ['create_issue', ['labels', 3], 'string'],
    ['create_issue', ['labels', 10], null],
    ['create_issue', ['labels', 'x'], null],
    ['create_issue', ['title', 'x'], null],
    ['create_issue', ['assignee', 'lead', 'lead', 'login'], 'string'],
    ['create_issue', ['assignee', 'lead', 'nmae'], null],
    ['create_issue', ['Title'], null],
    ['create_issue', ['__proto__'], null],
    ['search', ['sort'], 'any'],
    ['search', ['sort', 'x'], null],
    ['search', ['page'], null],
    ['balance', ['account'], 'any'],
    ['balance', ['account', 'x', 0], 'any'],
  ])('%s %j is %s', (tool, names, type) => {
    expect(parameterTypeOf(toolNamed(tool))(names)).toBe(type);
  });

  const a = { properties: { a: { type: 'string' } } } as const;
  it.each<readonly [string, JsonObject, string | null]>([
    ['the properties are all that is said', a, null],
    ['others are refused', { ...a, additionalProperties: false }, null],
    ['others are refused and it is required', { additionalProperties: false, required: ['b'] }, null],
    ['others are welcome', { ...a, additionalProperties: true }, 'any'],
    ['others have a schema', { ...a, additionalProperties: { type: 'number' } }, 'number'],
    ['others may fit a pattern', { ...a, additionalProperties: false, patternProperties: { '^x': { type: 'string' } } }, 'any'],
    ['unevaluated ones are refused', { ...a, unevaluatedProperties: false }, null],
    ['unevaluated ones are welcome', { ...a, unevaluatedProperties: true }, 'any'],
    ['it is required', { ...a, required: ['b'] }, 'any'],
    ['it is one of an alternative', { ...a, anyOf: [{ properties: { b: { type: 'number' } } }, { properties: { c: true } }] }, 'any'],
    ['it is among the properties of a part', { allOf: [a, { properties: { b: { type: 'number' } } }] }, 'number'],
    ['a part refuses it', { additionalProperties: false, ...a, allOf: [{ properties: { b: { type: 'number' } } }] }, null],
    ['it comes with another', { ...a, dependentSchemas: { a: { properties: { b: { type: 'number' } } } } }, 'any'],
    ['it comes in one case', { ...a, ...inCase(a, { properties: { b: { type: 'number' } } }) }, 'any'],
  ])('of a tool whose schema lists a: b, where %s, is settled', (_, schema, type) => {
    expect(parameterTypeOf(toolOf({ type: 'object', ...schema }))(['b'])).toBe(type);
  });
});
