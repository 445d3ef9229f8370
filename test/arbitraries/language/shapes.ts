// Random shapes of `parameters` blocks, nested, over the few names of parameters that requests have.

import fc from 'fast-check';
import { GLOBS, REGEXES } from './atoms.js';

export const PARAMETERS = ['x', 'n', 'list', 'obj'] as const;

const literal = fc.constantFrom('"x"', '"xy"', '10', '0.3', 'true', '-1');
const quoted = (texts: readonly { readonly text: string }[]) => texts.map(({ text }) => JSON.stringify(text));
const someOf = (key: string, texts: readonly string[]) => fc.subarray([...texts], { minLength: 1 }).map((some) => `${key}: [${some.join(', ')}]`);

const bound = fc.constantFrom('min: 10', 'max: 10', 'above: 10', 'below: 10', 'min: -1', 'max: 50', 'multiple_of: 0.1', 'multiple_of: 5');
/** Each key once, and no range that is empty. */
const bounds = fc.oneof(bound, fc.constantFrom('min: 10, max: 50', 'above: -1, below: 50', 'min: -1, multiple_of: 0.3'));
const texts = fc.oneof(
  fc.constantFrom('', 'min_length: 1', 'max_length: 2', 'min_length: 1, max_length: 3'),
  fc.constantFrom(...quoted(GLOBS)).map((glob) => `glob: ${glob}`),
  fc.constantFrom(...quoted(REGEXES)).map((regex) => `matches: ${regex}`),
  someOf('glob', quoted(GLOBS)),
  someOf('matches', quoted(REGEXES)),
);

const scalars = fc.oneof(
  literal,
  fc.constantFrom('["x", "y"]', '[10, 0.3]', 'any()', 'any', 'null()', 'boolean', 'string', 'number', 'integer', 'list', 'object'),
  texts.map((inside) => `string(${inside})`),
  bounds.map((inside) => `number(${inside})`),
  fc.constantFrom('min: 10', 'max: 9', 'above: 0, below: 20').map((inside) => `integer(${inside})`),
);

const { member } = fc.letrec<Record<'shape' | 'member', string>>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 8, arbitrary: scalars },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('shape'), fc.constantFrom('', ', min_items: 1', ', max_items: 1', ', unique: true')).map((parts) => `list(${parts.join('')})`),
    },
    {
      weight: 2,
      arbitrary: fc
        .uniqueArray(fc.tuple(fc.constantFrom('k', 'l', '"*"'), tie('member')), { maxLength: 2, selector: ([key]) => key })
        .map((entries) => `object({ ${entries.map(([key, value]) => `${key} = ${key === '"*"' ? required(value) : value}`).join(', ')} })`),
    },
    { weight: 1, arbitrary: tie('shape').map((inner) => `nullable(${inner})`) },
    { weight: 1, arbitrary: fc.tuple(tie('shape'), tie('shape')).map((parts) => `one_of(${parts.join(', ')})`) },
  ),
  member: fc.oneof({ weight: 3, arbitrary: tie('shape') }, { weight: 1, arbitrary: tie('shape').map((inner) => `optional(${inner})`) }),
}));

/** The shape of all others is never optional. */
const required = (text: string) => text.replace(/^optional\((.*)\)$/s, '$1');

export const parameterBlocks: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...PARAMETERS, '"*"', '"*"'), member), { minLength: 0, maxLength: 3, selector: ([key]) => key })
  .map((entries) => `parameters {\n${entries.map(([key, value]) => `  ${key} = ${key === '"*"' ? required(value) : value}\n`).join('')}}`);
