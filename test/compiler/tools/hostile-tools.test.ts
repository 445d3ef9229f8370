// Tools files that nobody should have written: none throws, none takes long, none leaves a trace.

import type { JsonObject, Shape } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterTypeOf } from '../../../compiler/schema/parameter-type.js';
import { inTime, untouched } from '../../property/survive.js';
import { runs } from '../../runs.js';
import { judge, object, read } from './tool-lists.js';

const KEYWORDS = [
  'type',
  '$ref',
  'properties',
  'items',
  'anyOf',
  'allOf',
  'enum',
  'const',
  'required',
  '$defs',
  '__proto__',
  'constructor',
  '$async',
  '$schema',
  'pattern',
  'if',
  'nullable',
];
const scalars = fc.constantFrom<unknown>('object', 'string', '#', '#/$defs/a', '#/properties/__proto__', '', '(a+)+$', 0, -1, 1e308, null, true, false);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    scalars,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...KEYWORDS, 'a'), tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const deep = (levels: number): Shape => (levels === 0 ? { kind: 'any' } : object({ x: deep(levels - 1) }));

/** Reads the file, and asks of every tool what can be asked. */
function survive(text: string): number {
  const { server, diagnostics } = inTime('reading', () => read(text));
  expect(server === null).toBe(diagnostics.length > 0);
  for (const tool of server?.tools.values() ?? []) {
    inTime('asking for types', () => {
      for (const names of [[], ['a'], ['p'], ['__proto__'], ['a', 0, 'a', 'a'], Array(60).fill('x')]) parameterTypeOf(tool)(names);
    });
    inTime('judging', () =>
      judge(tool, {
        shape: object({ a: { kind: 'string' }, __proto__: { kind: 'any' }, p: deep(60) }),
        when: [['eq', ['read', 'parameters', 'p'], ['const', 1]]],
        allowed: ['p'],
      }),
    );
  }
  return server?.tools.size ?? 0;
}

const wrapped = (inputSchema: JsonObject) => JSON.stringify([{ name: 't', inputSchema: { type: 'object', ...inputSchema } }]);
const chain = (length: number, link: (next: JsonObject, i: number) => JsonObject): JsonObject => ({
  $defs: Object.fromEntries([...Array.from({ length }, (_, i) => [`d${i}`, link({ $ref: `#/$defs/d${i + 1}` }, i)]), [`d${length}`, { type: 'string' }]]),
  properties: { p: { $ref: '#/$defs/d0' } },
});
const many = (length: number, make: (i: number) => JsonObject | string | number) => Array.from({ length }, (_, i) => make(i));

describe('a hostile tools file', () => {
  it('never throws: random JSON as a schema', () => {
    let sound = 0;
    fc.assert(
      fc.property(json, json, (a, b) => {
        sound += survive(JSON.stringify([{ name: 't', inputSchema: { type: 'object', properties: { p: a, a: b }, $defs: { a: b } } }]));
      }),
      runs(1_000),
    );
    expect(sound).toBeGreaterThan(0);
    untouched();
  });

  it('never throws: random JSON as a file, and any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string({ unit: 'binary' }),
          json.map((each) => JSON.stringify({ tools: each })),
        ),
        (text) => {
          survive(text);
        },
      ),
      runs(1_000),
    );
    untouched();
  });

  it.each<readonly [string, () => string]>([
    ['open brackets', () => '['.repeat(4_000_000)],
    ['open strings', () => `["${'\\"'.repeat(2_000_000)}`],
    ['keys', () => `{${many(100_000, (i) => `"k${i}":0`).join()}}`],
    ['tools', () => JSON.stringify(many(10_000, (i) => ({ name: `t${i}`, inputSchema: { type: 'object', properties: { a: { type: 'string' } } } })))],
    ['references, one behind the other', () => wrapped(chain(30_000, (next) => next))],
    ['references in a circle', () => wrapped({ ...chain(1_000, (next, i) => (i === 999 ? { $ref: '#/$defs/d0' } : next)) })],
    ['alternatives that double', () => wrapped(chain(2_000, (next) => ({ anyOf: [next, { allOf: [next] }] })))],
    [
      'members that double',
      () => wrapped(chain(2_000, (next) => ({ anyOf: [{ properties: { x: next } }, { properties: { x: { allOf: [next, { type: 'object' }] } } }] }))),
    ],
    [
      'a tree that grows without end',
      () =>
        wrapped({
          $defs: { t: { anyOf: [1, 2, 3].map((n) => ({ properties: { x: { allOf: [{ $ref: '#/$defs/t' }, { minProperties: n }, { type: 'object' }] } } })) } },
          properties: { p: { $ref: '#/$defs/t' } },
        }),
    ],
    ['values', () => wrapped({ properties: { p: { enum: many(200_000, (i) => `value ${i}`) } } })],
    ['alternatives with a value each', () => wrapped({ properties: { p: { oneOf: many(60_000, (i) => ({ const: i })) } } })],
    ['parts, each with names', () => wrapped({ properties: { p: { allOf: many(20_000, (i) => ({ required: ['a', `b${i}`] })) } } })],
    ['a tuple', () => wrapped({ properties: { p: { prefixItems: many(100_000, () => ({ type: 'string' })), minItems: 100_000 } } })],
    [
      'a pattern that explodes',
      () => wrapped({ properties: { p: { type: 'string', pattern: '^((a+)+)+$', enum: ['a'.repeat(100_000)] } }, patternProperties: { '(x+x+)+y': {} } }),
    ],
    ['nested schemas', () => wrapped({ properties: { p: Array.from({ length: 90 }).reduce<JsonObject>((inner) => ({ not: inner }), {}) } })],
  ])('takes no time: %s', (_, make) => {
    survive(make());
    untouched();
  });
});
