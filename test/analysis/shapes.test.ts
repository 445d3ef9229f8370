// Shapes of lists and objects against counting, beside conditions on the same parameters and others that these are compared with: what is told of all requests
// no request contradicts.

import { type Difference, diff, worldOf } from '@polc/compiler';
import type { JsonValue, Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracleJudge } from '../oracle/index.js';
import { runs } from '../runs.js';
import { assignments, type Side, sideOf } from './asking.js';

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Of parameters and attributes, absence first. */
const VALUES: readonly (JsonValue | undefined)[] = [
  undefined,
  'a',
  'b',
  'ab',
  1,
  true,
  null,
  [],
  ['a'],
  ['b'],
  ['a', 'a'],
  ['a', 'b'],
  ['b', 'a'],
  ['a', 1],
  [1],
  ['c', 'a', 'b'],
  [null],
  [[]],
  [{}],
  [{ k: 'a' }],
  [{ k: 'b', z: 1 }],
  {},
  { k: 'a' },
  { k: 'b' },
  { k: 1 },
  { k: null },
  { k: ['a'] },
  { k: {} },
  { k: { k: 'a' } },
  { z: 'a' },
  { z: 1 },
  { y: 'b' },
  { k: 'a', z: 'a' },
  { k: 'a', z: 1 },
  { k: 'b', z: 'a' },
  { k: 'a', z: 'a', y: 'b' },
  { y: 'b', x: 'a' },
  { y: 1, x: 'a' },
];

const CONDITIONS: readonly string[] = [
  'parameters.p == parameters.q',
  'parameters.p != parameters.q',
  'context.s == parameters.p',
  'context.s != parameters.p',
  'parameters.p.k == parameters.q.k',
  'parameters.p.k == context.s',
  'parameters.p.k != context.s',
  'parameters.p.k == "a"',
  'parameters.q.k == "b"',
  'has(parameters.p.k)',
  'has(parameters.p.z)',
  'has(parameters.q.z)',
  'parameters.p != ["a"]',
  'parameters.q != ["a", "b"]',
  'parameters.p == ["a", "b"]',
  'contains(parameters.p, "a")',
  '"b" in parameters.p',
  '"a" in parameters.q',
  'context.s in parameters.p',
  'length(parameters.p) == 1',
  'length(parameters.p) > 1',
  'length(parameters.q) > 1',
  'all(x, parameters.p, x == "a")',
  'any(x, parameters.p, x != "a")',
  'any(x, parameters.q, x != "a")',
  'context.s == "a"',
  'length(context.s) > 1',
];

const shapes: fc.Arbitrary<string> = fc.letrec<{ any: string; inner: string }>((tie) => ({
  any: fc.oneof(
    { weight: 3, arbitrary: tie('inner') },
    { weight: 4, arbitrary: objects(tie('inner')) },
    { weight: 3, arbitrary: lists(tie('inner')) },
    { weight: 2, arbitrary: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `one_of(${a}, ${b})`) },
    { weight: 1, arbitrary: tie('any').map((one) => `nullable(${one})`) },
  ),
  inner: fc.oneof(
    { maxDepth: 2 },
    { weight: 6, arbitrary: pick(['"a"', '["a", "b"]', 'string', 'string(max_length: 1)', 'any()', 'integer(min: 1)', 'null()']) },
    { weight: 1, arbitrary: objects(tie('inner')) },
    { weight: 1, arbitrary: lists(tie('inner')) },
  ),
})).any;

function objects(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc.tuple(fc.boolean(), inner).map(([needed, shape]) => (needed ? shape : `optional(${shape})`));
  const named = (name: string, one: fc.Arbitrary<string>) => fc.option(one.map((shape) => `${name} = ${shape}`));
  return fc
    .tuple(named('k', member), named('z', member), named('"*"', inner))
    .map((members) => `object({ ${members.filter((one) => one !== null).join(', ')} })`)
    .map((text) => (text === 'object({  })' ? 'object()' : text));
}

function lists(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const bounds = pick(['', '', '', 'min_items: 1', 'min_items: 2', 'max_items: 1', 'max_items: 2']);
  return fc
    .tuple(inner, bounds, fc.boolean())
    .map(([items, bound, unique]) => `list(${[items, bound, ...(unique ? ['unique: true'] : [])].filter((part) => part !== '').join(', ')})`);
}

interface Drawn {
  readonly p: string;
  readonly q: string;
  readonly conditions: readonly string[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  p: shapes,
  q: fc.oneof({ weight: 2, arbitrary: fc.constant('any()') }, { weight: 1, arbitrary: shapes }),
  conditions: fc.array(
    fc.tuple(pick(CONDITIONS), fc.nat(3)).map(([text, not]) => (not === 0 ? `!(${text})` : text)),
    { maxLength: 3 },
  ),
});

/** The second differs in one thing. */
const pairs = fc.tuple(drawn, drawn, pick(['p', 'p', 'q', 'conditions'] as const)).map(([a, b, what]) => [a, { ...a, [what]: b[what] }] as const);

const textOf = ({ p, q, conditions }: Drawn) =>
  `policy "p" {\npath "a" {\n  capabilities = ["read"]\n  parameters { p = optional(${p}), q = optional(${q}) }\n${conditions.map((each) => `  when { expr = ${each} }\n`).join('')}}\n}\n`;

const NAMES = ['parameters.p', 'parameters.q', 'context.s'];

/** By direction a request that the two tell apart, of those over the values. */
function foundByAsking(a: Side, b: Side): ReadonlyMap<string, Request> {
  const both = `${a.text}${b.text}`;
  const isAsked = (name: string) => both.includes(name) || name === 'parameters.p' || (name === 'parameters.q' && /q = optional\((?!any\(\)\))/.test(both));
  const found = new Map<string, Request>();
  const base: Request = { policies: ['p'], operation: 'read', path: 'a' };
  const asked = NAMES.filter(isAsked).map((name) => [name, VALUES] as const);
  for (const request of assignments(base, asked)) {
    const [before, after] = [a.engine.allows(request), b.engine.allows(request)];
    if (before !== after) found.set(after ? 'opened' : 'closed', request);
  }
  return found;
}

const directionsOf = ({ changes }: Difference) => [...new Set(changes.map(({ direction }) => direction))].sort();

describe('the difference of two shapes, beside conditions, is what asking finds', () => {
  it('of lists and objects within one another', () => {
    const seen = { told: 0, untold: 0 };
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const [a, b] = [sideOf(textOf(before)), sideOf(textOf(after))];
        const difference = diff(worldOf(a.engine), worldOf(b.engine));
        for (const { witness, direction } of difference.changes) {
          const answers = [a, b].map(({ model }) => oracleJudge(model, undefined, witness.request).allowed);
          expect(answers, JSON.stringify(witness.request)).toEqual([direction === 'closed', direction === 'opened']);
        }
        if (difference.undecided.length > 0) seen.untold++;
        else seen.told++;
        if (difference.undecided.length > 0) return;
        for (const [direction, request] of foundByAsking(a, b))
          expect(directionsOf(difference), `${a.text}\n---\n${b.text}\nnot found: ${direction} ${JSON.stringify(request)}`).toContain(direction);
      }),
      runs(25, 400),
    );
    expect(seen.told).toBeGreaterThan(seen.untold);
  });

  const ANY: Drawn = { p: 'any()', q: 'any()', conditions: [] };
  it.each<readonly [string, Partial<Drawn>, Partial<Drawn>, readonly string[]]>([
    ['a member more than a closed object has', { p: 'object({ k = "a" })' }, { conditions: ['parameters.p.k == "a"'] }, ['closed', 'opened']],
    ['other members', { p: 'object({ z = optional("a") })' }, { p: 'object({ k = optional(1) })' }, ['closed', 'opened']],
    [
      'two members of which either may be there',
      { p: 'one_of(object({ k = optional(any()) }), object({ z = optional(any()) }))' },
      { p: 'object({ k = optional(any()), z = optional(any()) })' },
      ['opened'],
    ],
    [
      'a member that had no name',
      { p: 'object({ "*" = string(max_length: 1) })' },
      { p: 'object({ k = any(), "*" = string(max_length: 1) })' },
      ['closed', 'opened'],
    ],
    [
      'how many members there are',
      { p: 'object()', conditions: ['length(parameters.p) > 1'] },
      { p: '"a"', conditions: ['length(parameters.p) > 1'] },
      ['closed'],
    ],
    ['null', { p: 'string' }, { p: 'nullable(string)' }, ['opened']],
    [
      'how many elements there are that are not equal',
      { p: 'list(string, unique: true, min_items: 2)' },
      { p: 'list(string, unique: true, min_items: 3)' },
      ['closed'],
    ],
    [
      'another order than that of a constant',
      { p: 'list(["a", "b"], unique: true)', conditions: ['contains(parameters.p, "a")', 'contains(parameters.p, "b")', 'parameters.p != ["a", "b"]'] },
      { p: '1' },
      ['closed', 'opened'],
    ],
    [
      'two lists of the same kind that differ',
      {
        p: 'list(string, unique: true)',
        q: 'list(string, unique: true)',
        conditions: ['parameters.p != parameters.q', ...['p', 'q'].map((name) => `contains(parameters.${name}, "a") && any(x, parameters.${name}, x != "a")`)],
      },
      { p: '1' },
      ['closed', 'opened'],
    ],
    [
      'two lists that differ, and neither is a constant',
      { conditions: ['context.s != ["a"]', 'parameters.p != ["a"]', 'context.s != parameters.p'] },
      { p: '1' },
      ['closed', 'opened'],
    ],
    [
      'two objects that are not told apart, as members of two types are not',
      { p: 'object({ k = any() })', q: 'object({ k = any() })', conditions: ['parameters.p == parameters.q || parameters.p != parameters.q'] },
      { p: 'object({ k = any() })', q: 'object({ k = any() })' },
      ['opened'],
    ],
    [
      'an object that is closed where what it is compared with is not',
      { p: 'object({ k = optional("a") })', conditions: ['context.s == parameters.p'] },
      { conditions: ['context.s == parameters.p'] },
      ['opened'],
    ],
    [
      'values of three places, each with many kinds',
      {
        p: 'one_of(list("a"), object({ k = optional("a") }), string(max_length: 1))',
        conditions: ['context.s == parameters.p', 'context.s == context.t', 'contains(context.s, "b") || lower(context.s) == "b"'],
      },
      { p: 'list("b")', conditions: ['context.s == parameters.p', 'context.s == context.t', 'contains(context.s, "b") || length(context.s) < 2'] },
      ['closed', 'opened'],
    ],
    [
      'nothing, where what it is compared with has to be of the same shape',
      { p: 'object({ k = optional("a") })', q: 'object({ k = optional("a") })', conditions: ['parameters.p == parameters.q'] },
      { p: 'object({ k = optional("a") })', conditions: ['parameters.p == parameters.q'] },
      [],
    ],
  ])('by %s', (_, before, after, directions) => {
    const [a, b] = [before, after].map((drawn) => sideOf(textOf({ ...ANY, ...drawn }))) as [Side, Side];
    const difference = diff(worldOf(a.engine), worldOf(b.engine));
    expect([directionsOf(difference), difference.undecided.map(({ why }) => why)]).toEqual([directions, []]);
    for (const direction of foundByAsking(a, b).keys()) expect(directions).toContain(direction);
  });
});
