// The generated checks are what ajv makes of the meta-schemas today, and say what ajv says.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check07, check2020 } from '../../../compiler/schema/checks.js';
import { runs } from '../../runs.js';

const file = (name: string) => fileURLToPath(new URL(`../../../compiler/schema/${name}`, import.meta.url));

it('the generated file is what its generator writes', async () => {
  const { generate } = (await import(file('make-checks.mjs'))) as { generate(): string };
  expect(readFileSync(file('checks.ts'), 'utf8') === generate()).toBe(true);
});

const KEYWORDS = [
  'type',
  'items',
  'enum',
  'required',
  'minLength',
  'properties',
  'additionalItems',
  'prefixItems',
  'anyOf',
  '$ref',
  'multipleOf',
  'dependencies',
  'uniqueItems',
  'x',
];
const scalars = fc.constantFrom<unknown>('string', 'integer', 'text', '', 0, 1.5, -1, true, null);
const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(fc.oneof(scalars, tie('schema')), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...KEYWORDS), tie('schema')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

it.each([
  ['2020-12', check2020, new Ajv2020({ strict: false, logger: false, validateFormats: false })],
  ['draft-07', check07, new Ajv({ strict: false, logger: false, validateFormats: false })],
])('the check of %s refuses what ajv refuses', (_, check, ajv) => {
  const counts = { sound: 0, unsound: 0 };
  fc.assert(
    fc.property(
      schema.filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
      (value) => {
        const sound = ajv.validateSchema(value as object);
        counts[sound ? 'sound' : 'unsound']++;
        expect((check as (value: unknown) => boolean)(value)).toBe(sound);
      },
    ),
    runs(500),
  );
  expect(Math.min(counts.sound, counts.unsound)).toBeGreaterThan(10);
});
