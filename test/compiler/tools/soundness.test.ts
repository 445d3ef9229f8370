// Whatever is called impossible is impossible: random schemas and shapes, values that the schema takes, and checkers that know nothing of domains.
// Long: generators and the checkers that judge them are of one piece.

import type { Code, JsonObject, JsonValue, Shape } from '@polc/runtime';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clashOf } from '../../../compiler/schema/clash.js';
import { domainOfTool } from '../../../compiler/schema/schema-domain.js';
import { runs } from '../../runs.js';
import { judge, toolOfParameter } from './tool-lists.js';

/** WHY a name for it: a member `then` written out makes a linter think of promises. */
const THEN = 'then';

const texts = fc.constantFrom('', 'a', 'ab', 'b', '😀b', 'abcd');
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3);
const counts = fc.constantFrom(0, 1, 2, 3);
const names = fc.constantFrom('a', 'b', 'c');
const scalars: fc.Arbitrary<JsonValue> = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** There once in `n` times. */
const rarely = <T>(n: number, arbitrary: fc.Arbitrary<T>) => fc.oneof({ arbitrary: fc.constant(undefined), weight: n - 1 }, { arbitrary, weight: 1 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => rarely(3, arbitrary);
const TYPES = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
const plain = (record: object) => JSON.parse(JSON.stringify(record)) as JsonObject;

const { schema } = fc.letrec<{ schema: JsonObject | boolean }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonObject | boolean>(true, false, { $ref: '#/$defs/x' }, {}),
    fc
      .record({
        type: optional(fc.oneof(fc.constantFrom(...TYPES), fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }))),
        const: rarely(12, value),
        enum: rarely(8, fc.array(value, { minLength: 1, maxLength: 3 })),
        minLength: optional(counts),
        maxLength: optional(counts),
        minimum: optional(numbers),
        exclusiveMaximum: optional(numbers),
        minItems: optional(counts),
        maxItems: optional(counts),
        prefixItems: rarely(6, fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        items: optional(tie('schema')),
        properties: optional(fc.dictionary(names, tie('schema'), { maxKeys: 2, noNullPrototype: true })),
        additionalProperties: optional(tie('schema')),
        patternProperties: rarely(8, fc.constant({ '^c': { type: 'string' } })),
        required: optional(fc.uniqueArray(names, { maxLength: 2 })),
        allOf: rarely(6, fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        anyOf: rarely(4, fc.array(tie('schema'), { minLength: 1, maxLength: 3 })),
        oneOf: rarely(8, fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        if: rarely(8, tie('schema')),
        [THEN]: rarely(3, tie('schema')),
        else: rarely(3, tie('schema')),
        dependentSchemas: rarely(8, fc.dictionary(names, tie('schema'), { maxKeys: 1, noNullPrototype: true })),
        not: rarely(10, tie('schema')),
      })
      .map(plain),
  ),
}));

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Shape>({ kind: 'any' }, { kind: 'null' }, { kind: 'boolean' }),
    fc.array(value, { minLength: 1, maxLength: 2 }).map((values): Shape => ({ kind: 'value', values })),
    fc
      .record({ min_length: optional(counts), max_length: optional(counts), globs: optional(fc.constantFrom(['a*'], ['?', '*d'])) })
      .map((bounds) => ({ kind: 'string', ...plain(bounds) }) as Shape),
    fc
      .record({ integer: optional(fc.boolean()), min: optional(numbers), max: optional(numbers), above: optional(numbers), below: optional(numbers) })
      .map((bounds) => ({ kind: 'number', ...plain(bounds) }) as Shape),
    fc
      .record({ items: optional(tie('shape')), min_items: optional(counts), max_items: optional(counts) })
      .map((bounds) => ({ kind: 'list', ...plain(bounds) }) as unknown as Shape),
    fc
      .record({
        members: fc.uniqueArray(fc.tuple(names, fc.boolean(), tie('shape')), { maxLength: 3, selector: ([name]) => name }),
        extra: optional(tie('shape')),
      })
      .map((parts) => ({ kind: 'object', ...plain(parts) }) as unknown as Shape),
    fc.array(tie('shape'), { minLength: 1, maxLength: 2 }).map((shapes): Shape => ({ kind: 'one_of', shapes })),
  ),
}));

const same = (a: JsonValue, b: JsonValue) => sorted(a) === sorted(b);
const sorted = (value: JsonValue): string =>
  JSON.stringify(value, (_, inner: JsonValue) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
const globbed = (text: string, glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);

function has(value: JsonValue, shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
      return true;
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'value':
      return shape.values.some((each) => same(each, value));
    case 'string':
      if (typeof value !== 'string' || [...value].length < (shape.min_length ?? 0) || [...value].length > (shape.max_length ?? 99)) return false;
      return shape.globs === undefined || shape.globs.some((glob) => globbed(value, glob));
    case 'number':
      if (typeof value !== 'number' || (shape.integer === true && !Number.isInteger(value))) return false;
      if ((shape.min !== undefined && value < shape.min) || (shape.max !== undefined && value > shape.max)) return false;
      return (shape.above === undefined || value > shape.above) && (shape.below === undefined || value < shape.below);
    case 'list':
      if (!Array.isArray(value) || value.length < (shape.min_items ?? 0) || value.length > (shape.max_items ?? 99)) return false;
      return value.every((element: JsonValue) => shape.items === undefined || has(element, shape.items));
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const members = new Map(shape.members.map(([name, , member]) => [name, member]));
      if (shape.members.some(([name, mayLack]) => !mayLack && !Object.hasOwn(value, name))) return false;
      return Object.entries(value).every(([name, inner]) => {
        const member = members.get(name) ?? shape.extra;
        return member !== undefined && has(inner as JsonValue, member);
      });
    }
    case 'one_of':
      return shape.shapes.some((each) => has(value, each));
  }
}

/** JSON Schema by the letter, as far as the schemas above go. Ends a reference that comes back to itself on the spot by throwing. */
function accepts(schema: JsonValue | undefined, value: JsonValue, x: JsonObject | boolean, depth = 0): boolean {
  if (depth > 40) throw new Endless();
  if (typeof schema !== 'object' || schema === null) return schema !== false;
  const s = schema as { readonly [keyword: string]: JsonValue } & {
    readonly [K in 'minLength' | 'maxLength' | 'minimum' | 'exclusiveMaximum' | 'minItems' | 'maxItems']?: number;
  };
  const test = (inner: JsonValue | undefined, of: JsonValue = value) => accepts(inner, of, x, depth + 1);
  const schemas = (keyword: string) => s[keyword] as readonly JsonValue[] | undefined;
  const named = (keyword: string) => (s[keyword] ?? {}) as JsonObject;
  if (s.$ref !== undefined && !test(x)) return false;
  if (s.type !== undefined && ![s.type].flat().some((type) => isOf(type as string, value))) return false;
  if (Object.hasOwn(s, 'const') && !same(s.const as JsonValue, value)) return false;
  if (s.enum !== undefined && !schemas('enum')?.some((each) => same(each, value))) return false;
  if (schemas('allOf')?.some((each) => !test(each)) || (s.not !== undefined && test(s.not))) return false;
  if (s.anyOf !== undefined && !schemas('anyOf')?.some((each) => test(each))) return false;
  if (s.oneOf !== undefined && schemas('oneOf')?.filter((each) => test(each)).length !== 1) return false;
  if (s.if !== undefined && !test(test(s.if) ? s[THEN] : s.else)) return false;
  if (typeof value === 'string') return [...value].length >= (s.minLength ?? 0) && [...value].length <= (s.maxLength ?? 99);
  if (typeof value === 'number') return value >= (s.minimum ?? -99) && value < (s.exclusiveMaximum ?? 99);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    const first = schemas('prefixItems') ?? [];
    return (
      value.length >= (s.minItems ?? 0) &&
      value.length <= (s.maxItems ?? 99) &&
      value.every((element, i) => test(i < first.length ? first[i] : s.items, element))
    );
  }
  if (schemas('required')?.some((name) => !Object.hasOwn(value, name as string))) return false;
  if (Object.entries(named('dependentSchemas')).some(([name, each]) => Object.hasOwn(value, name) && !test(each))) return false;
  return Object.entries(value).every(([name, inner]) => {
    const patterned = s.patternProperties !== undefined && name === 'c';
    if (patterned && typeof inner !== 'string') return false;
    return test(Object.hasOwn(named('properties'), name) ? named('properties')[name] : patterned ? true : s.additionalProperties, inner);
  });
}

class Endless extends Error {}

function isOf(type: string, value: JsonValue): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

function acceptedOf(pool: readonly JsonValue[], p: JsonObject | boolean, x: JsonObject | boolean): readonly JsonValue[] | null {
  try {
    return pool.filter((each) => accepts(p, each, x));
  } catch (error) {
    if (error instanceof Endless) return null;
    throw error;
  }
}

/** null where ajv fails on the schema: it does not end, or stumbles over its own code. */
function acceptedByAjv(pool: readonly JsonValue[], p: JsonObject | boolean, x: JsonObject | boolean): readonly JsonValue[] | null {
  try {
    const validate = new Ajv2020({ strict: false, logger: false }).compile({ properties: { p }, $defs: { x } });
    return pool.filter((each) => validate({ p: each }));
  } catch {
    return null;
  }
}

/** Values of any kind, and those that the schema and the shapes name. */
const pools = (...named: readonly unknown[]): readonly JsonValue[] => {
  const found: JsonValue[] = [
    '',
    'a',
    'abcd',
    '😀b',
    -1,
    0,
    0.5,
    1,
    2,
    3,
    true,
    false,
    null,
    [],
    {},
    [1],
    ['a', 'b'],
    [null, 1.5, 'a'],
    [[0]],
    { a: 1 },
    { a: 'a', b: {} },
    { b: null, c: 'a' },
    { a: { a: 'a' }, c: 2 },
  ];
  const gather = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value) && 'const' in value) found.push(value.const as JsonValue);
      for (const list of [(value as JsonObject).enum, (value as JsonObject).values]) if (Array.isArray(list)) found.push(...list);
      for (const inner of Object.values(value)) gather(inner);
    }
  };
  gather(named);
  return found;
};
const definitions = schema.filter((x) => typeof x === 'boolean' || !Object.hasOwn(x, '$ref'));
const randomValues = fc.array(value, { minLength: 10, maxLength: 30 });

describe('what is called impossible', () => {
  it('is: no value that the schema takes has the shape', () => {
    const seen = { clashes: 0, meetings: 0 };
    fc.assert(
      fc.property(schema, definitions, fc.array(shape, { minLength: 1, maxLength: 6 }), randomValues, (p, x, shapes, random) => {
        const taken = acceptedOf([...pools(p, x, shapes), ...random], p, x);
        const domain = domainOfTool(toolOfParameter(p, { x })).map?.at('p');
        if (domain === undefined) throw new Error('the arguments are an object');
        for (const each of taken === null ? [] : shapes) {
          const common = taken?.filter((one) => has(one, each)) ?? [];
          if (common.length > 0) seen.meetings++;
          if (clashOf(each, domain, []) === null) continue;
          seen.clashes++;
          expect(common).toEqual([]);
        }
      }),
      runs(1_500),
    );
    expect(Math.min(seen.clashes, seen.meetings)).toBeGreaterThan(0);
  });

  it('is so by a reading of JSON Schema that is also that of ajv', () => {
    let compared = 0;
    fc.assert(
      fc.property(schema, definitions, randomValues, (p, x, random) => {
        const pool = [...pools(p, x), ...random];
        const theirs = acceptedByAjv(pool, p, x);
        const ours = acceptedOf(pool, p, x);
        if (theirs === null || ours === null) return;
        compared++;
        expect(ours).toEqual(theirs);
      }),
      runs(60),
    );
    expect(compared).toBeGreaterThan(0);
  });

  it('is so of comparisons too', () => {
    const order = (test: (a: number, b: number) => boolean) => (a: JsonValue, b: JsonValue) => typeof a === 'number' && typeof b === 'number' && test(a, b);
    const COMPARISONS: Readonly<Record<string, (a: JsonValue, b: JsonValue) => boolean>> = {
      eq: same,
      lt: order((a, b) => a < b),
      le: order((a, b) => a <= b),
      gt: order((a, b) => a > b),
      ge: order((a, b) => a >= b),
      in: (a, b) => Array.isArray(b) && b.some((each: JsonValue) => same(each, a)),
      contains: (a, b) => Array.isArray(a) && a.some((each: JsonValue) => same(each, b)),
    };
    let impossible = 0;
    fc.assert(
      fc.property(
        schema,
        definitions,
        randomValues,
        fc.constantFrom(...Object.keys(COMPARISONS)),
        value,
        fc.boolean(),
        (p, x, random, operator, literal, turned) => {
          const operands: Code[] = [
            ['read', 'parameters', 'p'],
            ['const', literal],
          ];
          const code = [operator, ...(turned ? operands.reverse() : operands)] as unknown as Code;
          if (judge(toolOfParameter(p, { x }), { when: [code] }).length === 0) return;
          impossible++;
          const passes = COMPARISONS[operator] as (a: JsonValue, b: JsonValue) => boolean;
          const taken = acceptedOf([...pools(p, x, { const: literal }), ...random], p, x) ?? [];
          expect(taken.filter((each) => (turned ? passes(literal, each) : passes(each, literal)))).toEqual([]);
        },
      ),
      runs(1_000),
    );
    expect(impossible).toBeGreaterThan(0);
  });
});
