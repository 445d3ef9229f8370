// Maps of which one is in every class that is told apart: by the classes of the members that have names, by which classes others have, by how many members
// there are.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { isObject } from '@polc/runtime/anatomy';
import { ABSENT, type Features, type Given, type MapTest, type PartTest } from './features.js';
import type { Sample } from './numbers.js';
import { MAX_WHOLES, valuesByClass, type Wanted } from './part-classes.js';

/** Classes of members without names: each set of them is a class of maps. */
const MAX_OTHERS = 6;
/** Members that are made to be counted. */
const MAX_COUNTED = 2_000;

export function mapsOf({ members, others, mapTests, constants, memberCounts, exact }: Features, wanted: Wanted): Sample<JsonValue> {
  const known = constants.filter(isObject);
  // Some may be the constants, which are classes by themselves.
  const each = wanted.each + known.length;
  if (members.size === 0 && others === null && memberCounts.length === 0 && each === 1) return { values: [{}], whole: exact };
  const own = { ...wanted, each };
  const counting = memberCounts.length > 0 ? [IS_THERE] : [];
  const named = [...members].map(([name, { features, direct }]): NamedValues => {
    const tests = [...testsOf(mapTests, name), ...counting];
    const { values, whole } = direct ? wanted.sampleOf(features, wanted.more, each) : valuesByClass(features, tests, own);
    return { name, values, whole };
  });
  const beside = others === null ? { maps: freeMembers(members, each), whole: true } : otherMembers(others, mapTests, members, own);
  const whole = beside.whole && named.every((part) => part.whole) && memberCounts.every((count) => count < MAX_COUNTED);
  const sizes = [...new Set(memberCounts.flatMap((count) => [count - 1, count, count + 1]))].filter((size) => size < MAX_COUNTED);
  const combinations = named.reduce((product, { values }) => product * values.length, beside.maps.length * (1 + sizes.length));
  if (combinations > MAX_WHOLES) return { values: [...oneByOne(named), ...beside.maps.map(({ map }) => map), ...known], whole: false };
  const maps = productOf(named).flatMap((map) => beside.maps.flatMap((other) => [{ ...map, ...other.map }, ...filledUp(map, other, { members, sizes })]));
  return { values: [...maps, ...known], whole };
}

const IS_THERE: PartTest = { truth: (value) => value !== ABSENT };

function testsOf(tests: readonly MapTest[], name: string | null): readonly PartTest[] {
  return tests.map((test) => ({ truth: (value) => test.truth(name, value) }));
}

interface NamedValues extends Sample<Given> {
  readonly name: string;
}

/** Members without names. `filling`: what any number of further ones can be; undefined: there can be none. */
interface Others {
  readonly map: JsonObject;
  readonly filling: JsonValue | undefined;
}

/** Nobody asks about them: they tell equal maps from different ones. */
function freeMembers(members: ReadonlyMap<string, unknown>, each: number): readonly Others[] {
  const [name] = freshNames(members, 1) as [string];
  const values = each === 1 ? [] : [...Array.from({ length: each - 1 }, (_, i) => i), true];
  return [{}, ...values.map((value) => ({ [name]: value }))].map((map) => ({ map, filling: 1 }));
}

/** Each set of classes, under so many sets of names. */
function otherMembers(
  features: Features,
  tests: readonly MapTest[],
  members: ReadonlyMap<string, unknown>,
  wanted: Wanted,
): { readonly maps: readonly Others[]; readonly whole: boolean } {
  const sample = valuesByClass(features, [...testsOf(tests, null), IS_THERE], { ...wanted, each: 1 });
  const all = sample.values.filter((value): value is JsonValue => value !== ABSENT);
  const values = all.slice(0, MAX_OTHERS);
  const names = freshNames(members, values.length + wanted.each);
  const maps: Others[] = [{ map: {}, filling: undefined }];
  for (let chosen = 1; chosen < 1 << values.length; chosen++) {
    const own = values.flatMap((value, i) => (chosen & (1 << i) ? [[names[i] as string, value] as const] : []));
    const [, filling] = own.at(-1) as readonly [string, JsonValue];
    maps.push({ map: Object.fromEntries(own), filling });
    for (let i = 1; i < wanted.each; i++) maps.push({ map: Object.fromEntries([...own.slice(0, -1), [names[values.length + i] as string, filling]]), filling });
  }
  return { maps, whole: sample.whole && values.length === all.length };
}

function filledUp(
  map: JsonObject,
  { map: others, filling }: Others,
  { members, sizes }: { readonly members: ReadonlyMap<string, unknown>; readonly sizes: readonly number[] },
): JsonObject[] {
  if (filling === undefined) return [];
  const there = { ...map, ...others };
  const size = Object.keys(there).length;
  return sizes.flatMap((wanted) => {
    if (wanted <= size) return [];
    const names = freshNames({ has: (name) => members.has(name) || Object.hasOwn(others, name) }, wanted - size);
    return [{ ...there, ...Object.fromEntries(names.map((name) => [name, filling])) }];
  });
}

function productOf(parts: readonly NamedValues[]): JsonObject[] {
  let maps: JsonObject[] = [{}];
  for (const { name, values } of parts)
    maps = values.flatMap((value) => (value === ABSENT ? maps : maps.map((map): JsonObject => ({ ...map, [name]: value }))));
  return maps;
}

/** Every member at its first value that is there, and one of them at each of its values. */
function oneByOne(parts: readonly NamedValues[]): JsonObject[] {
  const base = Object.fromEntries(
    parts.flatMap(({ name, values }) =>
      values
        .filter((value): value is JsonValue => value !== ABSENT)
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
  return parts.flatMap(({ name, values }) =>
    values.map((value) => {
      const { [name]: _, ...rest } = base;
      return value === ABSENT ? rest : { ...rest, [name]: value };
    }),
  );
}

/** Names of members that nobody names. */
function freshNames(known: { has(name: string): boolean }, count: number): string[] {
  const names: string[] = [];
  for (let i = 0; names.length < count; i++) {
    const name = `${'xyzuvw'.charAt(i % 6)}${i < 6 ? '' : Math.floor(i / 6)}`;
    if (!known.has(name)) names.push(name);
  }
  return names;
}
