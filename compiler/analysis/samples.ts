// Values of which one is in every class that the features tell apart, the simplest first; and whether that is certain.

import type { JsonValue } from '@polc/runtime';
import { isList, isObject, type Truth } from '@polc/runtime/anatomy';
import { isAddress, sampleAddresses } from './addresses.js';
import { ABSENT, Features, type Given, type PartTest } from './features.js';
import { type Sample, sampleNumbers } from './numbers.js';
import { explore, lengthWalk, textsWalk } from './walk.js';

/** States of languages, sets of elements, kinds of maps that are looked at for one value. */
const MAX_STATES = 20_000;
const MAX_LISTS = 2_000;

/** `more`: so many further values of each class, for values that are compared with one another. */
export function sampleOf(features: Features, more = 0): Sample<Given> {
  const numbers = sampleNumbers(features, more);
  const texts = textsOf(features, more);
  const lists = listsOf(features);
  const maps = mapsOf(features);
  const values: Given[] = [ABSENT, true, false, ...texts.values, ...numbers.values, ...lists.values, ...maps.values, null];
  const whole = features.exact && numbers.whole && texts.whole && lists.whole && maps.whole && (features.related !== 'order' || features.walks.length === 0);
  return { values, whole };
}

function textsOf({ constants, walks, blocks, sizes, instant, duration, related }: Features, more: number): Sample<string> {
  const known = constants.filter((constant): constant is string => typeof constant === 'string');
  const found: string[] = [];
  let whole = true;
  if (blocks.length > 0) {
    found.push(...sampleAddresses(blocks));
    // Spellings of addresses and languages of texts: which of them go together nobody looks for here.
    whole = walks.length === 0 && sizes.length === 0;
  }
  if (instant) found.push('2026-01-01T00:00:00Z');
  if (duration) found.push('1h');
  whole &&= !(instant || duration) || (walks.length === 0 && sizes.length === 0);
  if (walks.length === 0) {
    for (const size of sizes) found.push(...textsAround(size, known, 1 + more));
    whole &&= sizes.every((size) => size < MAX_STATES);
  } else {
    const parts = [textsWalk(known), ...walks, ...(sizes.length > 0 ? [lengthWalk(Math.min(Math.max(...sizes), MAX_STATES))] : [])];
    whole = explore(parts, MAX_STATES, ({ text }) => found.push(text), 1 + more) && whole;
  }
  const fresh = freshTexts(known, 1 + more);
  const behind = related === 'order' ? known.flatMap((text) => [`${text}a`, `${text}b`]) : [];
  return {
    values: [...new Set([...fresh, ...known, ...found, ...behind, ...(related === 'order' ? ['', ' '] : []), ...(sizes.length > 0 ? [''] : [])])],
    whole,
  };
}

/** Where nothing but the length is asked: of the lengths at which that turns, so many texts each. WHY no walk: it would come by every shorter one. */
function textsAround(size: number, known: readonly string[], count: number): string[] {
  const lengths = [size - 1, size, size + 1].filter((length) => length > 0 && length <= MAX_STATES);
  return lengths.flatMap((length) => {
    const texts = Array.from('xyzabcuvw', (letter) => letter.repeat(length)).filter((text) => !known.includes(text));
    return texts.slice(0, count);
  });
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
  each = 1,
): Sample<Given> {
  const { values, whole } = sampleOf(features);
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

/** Lists by the set of classes that their elements have, and by the sizes that are asked about. */
function listsOf({ elements, sizes, constants, exact }: Features): Sample<JsonValue> {
  const known = constants.filter(isList);
  if (elements === null && sizes.length === 0) return { values: [[], ...known], whole: exact };
  const { features, tests, unique } = elements ?? { features: new Features(), tests: [], unique: false };
  const part = classesOf({ features, tests }, unique ? 2 : 1);
  const members = part.values.filter((value): value is JsonValue => value !== ABSENT);
  const most = Math.min(Math.max(0, ...sizes) + 1, 40);
  const seen = new Set<string>();
  const queue: JsonValue[][] = [[]];
  const found: JsonValue[] = [];
  let whole = part.whole && Math.max(0, ...sizes) < 40;
  while (queue.length > 0) {
    const list = queue.shift() as JsonValue[];
    found.push(list);
    if (found.length > MAX_LISTS) {
      whole = false;
      break;
    }
    for (const member of members) {
      const longer = [...list, member];
      const classes = [...new Set(longer.map((one) => keyOf(truthsOf(tests, one))))].sort();
      const size = sizes.length > 0 || unique ? Math.min(longer.length, Math.max(most, 2)) : longer.length > 0 ? 1 : 0;
      const repeats = unique && new Set(longer.map((one) => JSON.stringify(one))).size < longer.length;
      const key = `${classes.join()} ${size} ${repeats}`;
      if (seen.has(key) || longer.length > most + members.length) continue;
      seen.add(key);
      queue.push(longer);
    }
  }
  // One that is equal to a constant has a twin that is not.
  return { values: [...found, ...known, ...known.map((list) => [...list, ...list.slice(0, 1)])], whole };
}

/** Maps by the classes of each member that is asked about, all of them together where there are few, else each by itself. */
function mapsOf({ members, others, constants, sizes, exact }: Features): Sample<JsonValue> {
  const known = constants.filter(isObject);
  if (members.size === 0 && others === null) return { values: [{}, ...known], whole: exact && (sizes.length === 0 || known.length === 0) };
  const parts = [...members].map(([name, part]) => ({ name, ...classesOf(part) }));
  let whole = sizes.length === 0 && parts.every((part) => part.whole);
  if (others !== null) {
    const rest = classesOf(others);
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
