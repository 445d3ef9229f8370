// Values of which one is in every class that the features tell apart, the simplest first; and whether that is certain.

import type { JsonValue } from '@polc/runtime';
import { isList, isObject, type Truth } from '@polc/runtime/anatomy';
import { isAddress, sampleAddresses } from './addresses.js';
import { ABSENT, Features, type Given, type PartTest } from './features.js';
import { longTexts } from './long-texts.js';
import { type Sample, sampleNumbers } from './numbers.js';
import { orderedTexts } from './ordered-texts.js';
import { explore, lengthWalk, orderWalk, textsWalk } from './walk.js';

/** States of languages, sets of elements, kinds of maps that are looked at for one value. */
const MAX_STATES = 20_000;
const MAX_LISTS = 2_000;
/** Up to it lengths are counted, one by one. */
const MAX_LENGTH = 40;
/** No request holds more characters, or elements (spec §9). */
const MAX_TEXT = 1_048_576;
const MAX_MEMBERS = 10_000;

/** `more`: so many further values of each class, for values that are compared with one another. */
export function sampleOf(features: Features, more = 0): Sample<Given> {
  const numbers = sampleNumbers(features, more);
  const texts = textsOf(features, more);
  const lists = listsOf(features, more);
  const maps = mapsOf(features, more);
  const values: Given[] = [ABSENT, true, false, ...texts.values, ...numbers.values, ...lists.values, ...maps.values, null];
  const whole = features.exact && numbers.whole && texts.whole && lists.whole && maps.whole;
  return { values, whole };
}

function textsOf({ constants, walks, blocks, sizes, instant, duration, orderedText }: Features, more: number): Sample<string> {
  const known = constants.filter((constant): constant is string => typeof constant === 'string');
  const found: string[] = [];
  let whole = true;
  if (blocks.length > 0) {
    const addresses = sampleAddresses(blocks, known.filter(isAddress).length + 2 + more);
    found.push(...addresses.values);
    // Spellings of addresses and languages of texts: which of them go together nobody looks for here.
    whole = addresses.whole && walks.length === 0 && sizes.length === 0 && !orderedText;
  }
  if (instant) found.push('2026-01-01T00:00:00Z');
  if (duration) found.push('1h');
  whole &&= !(instant || duration) || (walks.length === 0 && sizes.length === 0 && !orderedText);
  if (walks.length > 0 || orderedText) {
    const short = sizes.filter((size) => size <= MAX_LENGTH);
    const parts = [textsWalk(known), ...walks, ...(orderedText ? known.map(orderWalk) : [])];
    const counted = short.length > 0 ? [...parts, lengthWalk(Math.max(...short))] : parts;
    whole = explore(counted, MAX_STATES, ({ text }) => found.push(text), 1 + more) && whole;
    const long = sizes.filter((size) => size > MAX_LENGTH && size <= MAX_TEXT);
    if (long.length > 0) {
      const { texts, whole: all } = longTexts(parts, long);
      found.push(...texts);
      whole &&= all && more === 0;
    }
    if (orderedText) {
      const ordered = orderedTexts(counted);
      found.push(...ordered.texts);
      // Three in a row take more than the ends of each class.
      whole &&= ordered.whole && (more <= 1 || (known.length === 0 && walks.length === 0 && sizes.length === 0));
    }
  } else {
    for (const size of new Set(sizes.flatMap((one) => [one - 1, one, one + 1]))) {
      if (size < 0 || size > MAX_TEXT) continue;
      const texts = Array.from('xyzuvw', (letter) => letter.repeat(size)).filter((text) => !known.includes(text));
      found.push(...texts.slice(0, 1 + more));
    }
  }
  return { values: [...new Set([...freshTexts(known, 1 + more), ...known, ...found])], whole };
}

/** Texts that are equal to none of these, and no address. */
function freshTexts(known: readonly string[], count: number): string[] {
  const taken = new Set(known);
  const found: string[] = [];
  for (let i = 0; found.length < count; i++) {
    const text = 'xyzuvw'.charAt(i % 6).repeat(1 + Math.floor(i / 6));
    if (!taken.has(text) && !isAddress(text)) found.push(text);
  }
  return found;
}

function truthsOf(tests: readonly PartTest[], value: Given): readonly Truth[] {
  return tests.map((test) => test.truth(value));
}

const keyOf = (truths: readonly Truth[]) => truths.map((truth) => (truth === true ? 't' : truth === false ? 'f' : 'u')).join('');

/** Of each class of an element one, two where equal elements are told from different ones. */
function classesOf(
  { features, tests, direct = false }: { readonly features: Features; readonly tests: readonly PartTest[]; readonly direct?: boolean },
  each: number,
  more: number,
): Sample<Given> {
  const { values, whole } = sampleOf(features, features.related === 'no' ? 0 : more);
  if (direct) return { values, whole };
  const count = new Map<string, number>();
  const kept = values.filter((value) => {
    const key = keyOf(truthsOf(tests, value));
    const seen = count.get(key) ?? 0;
    count.set(key, seen + 1);
    return seen < each;
  });
  return { values: kept, whole };
}

/** Lists by the set of classes that their elements have, each as long as is asked about. */
function listsOf({ elements, counts, constants, exact, holds, related }: Features, more: number): Sample<JsonValue> {
  const known = constants.filter(isList);
  if (elements === null && counts.length === 0) return { values: [[], ...known], whole: exact };
  const { features, tests, unique } = elements ?? { features: new Features(), tests: [], unique: false };
  const part = classesOf({ features, tests }, unique ? 2 : 1, more);
  const members = part.values.filter((value): value is JsonValue => value !== ABSENT);
  const { lists, all } = sets(members, tests, unique);
  // A longer list of the same classes says its last element again.
  const longer = [...new Set(counts.flatMap((count) => [count - 1, count, count + 1]).filter((count) => count <= MAX_MEMBERS))].flatMap((count) =>
    lists.flatMap((list): JsonValue[] =>
      list.length === 0 || count <= list.length ? [] : [[...list, ...Array.from({ length: count - list.length }, () => list.at(-1) as JsonValue)]],
    ),
  );
  // One that is equal to a constant has a twin that is not.
  const twins = known.map((list) => [...list, ...list.slice(0, 1)]);
  // Others of the same classes, for what is compared with the whole list.
  const others = related === 'no' ? [] : lists.flatMap((list) => repeated(list, more));
  const held = holds > 0 ? listsHolding(features, holds, more) : [];
  // Lists that hold what is looked for and are of a class besides are not put together.
  const alone = holds === 0 || (holds <= MAX_HELD && tests.length === 0 && counts.length === 0 && known.length === 0 && !unique);
  const counted = counts.length > 0 && (related !== 'no' || (unique && counts.some((count) => count > 2)));
  return { values: [...lists, ...longer, ...known, ...twins, ...held, ...others], whole: part.whole && all && alone && !counted };
}

function repeated(list: readonly JsonValue[], more: number): JsonValue[][] {
  if (list.length === 0) return [];
  return Array.from({ length: more }, (_, i) => [...list, ...Array.from({ length: i + 1 }, () => list.at(-1) as JsonValue)]);
}

/** As many values of other places may be looked for in one list. */
const MAX_HELD = 2;

/** With each value that is looked for; with each two where two are. */
function listsHolding(features: Features, holds: number, more: number): JsonValue[] {
  const values = sampleOf(features, more).values.filter((value): value is JsonValue => value !== ABSENT);
  return [...values.map((value) => [value]), ...(holds < 2 ? [] : values.flatMap((one, i) => values.slice(i + 1).map((other) => [one, other])))];
}

/** The shortest list of each set of classes. */
function sets(members: readonly JsonValue[], tests: readonly PartTest[], unique: boolean): { readonly lists: readonly JsonValue[][]; readonly all: boolean } {
  const seen = new Set<string>();
  const lists: JsonValue[][] = [[]];
  for (let at = 0; at < lists.length; at++) {
    if (lists.length > MAX_LISTS) return { lists, all: false };
    const list = lists[at] as JsonValue[];
    for (const member of members) {
      const next = [...list, member];
      const classes = [...new Set(next.map((one) => keyOf(truthsOf(tests, one))))].sort();
      const repeats = unique && new Set(next.map((one) => JSON.stringify(one))).size < next.length;
      const key = `${classes.join()} ${repeats}`;
      if (seen.has(key)) continue;
      seen.add(key);
      lists.push(next);
    }
  }
  return { lists, all: true };
}

/** Maps by the classes of each member that is asked about, all of them together where there are few, else each by itself. */
function mapsOf({ members, others, constants, memberCounts, exact, related }: Features, more: number): Sample<JsonValue> {
  const known: JsonValue[] = constants.filter(isObject);
  // Of maps that nothing else is asked of, only how many members they have.
  for (const count of memberCounts)
    for (const size of [count - 1, count, count + 1])
      if (size >= 0 && size < 2_000) known.push(Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, 1])));
  if (members.size === 0 && others === null) return { values: [{}, ...known], whole: exact };
  const parts = [...members].map(([name, part]) => ({ name, ...classesOf(part, 1, more) }));
  let whole = memberCounts.length === 0 && parts.every((part) => part.whole);
  if (related !== 'no') {
    // Others of the same classes, for what is compared with the whole map.
    const [name] = freshTexts([...members.keys()], 1) as [string];
    parts.push({ name, values: [ABSENT, ...Array.from({ length: more }, (_, i) => i)], whole: others === null });
    whole &&= others === null;
  }
  if (others !== null) {
    const rest = classesOf(others, 1, more);
    whole &&= rest.whole;
    const names = freshTexts([...members.keys()], rest.values.length);
    // Several of them may be there: each class has a name of its own.
    rest.values.forEach((value, i) => {
      if (value !== ABSENT) parts.push({ name: names[i] as string, values: [ABSENT, value], whole: true });
    });
  }
  const combinations = parts.reduce((product, { values }) => product * values.length, 1);
  if (combinations <= MAX_LISTS) return { values: [...productOf(parts), ...known], whole };
  return { values: [...oneByOne(parts), ...known], whole: false };
}

interface Part {
  readonly name: string;
  readonly values: readonly Given[];
}

function productOf(parts: readonly Part[]): JsonValue[] {
  let maps: { readonly [name: string]: JsonValue }[] = [{}];
  for (const { name, values } of parts)
    maps = values.flatMap((value) => (value === ABSENT ? maps : maps.map((map): { readonly [name: string]: JsonValue } => ({ ...map, [name]: value }))));
  return maps;
}

/** Every member at its first value that is there, and one of them at each of its values. */
function oneByOne(parts: readonly Part[]): JsonValue[] {
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
