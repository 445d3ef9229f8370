// Lists of which one is in every class that is told apart: by the set of classes that their elements have, by whether equal ones are among them, by how
// many there are.

import type { JsonValue } from '@polc/runtime';
import { isList } from '@polc/runtime/anatomy';
import { ABSENT, type Features, type Given } from './features.js';
import type { Sample } from './numbers.js';
import { classOf, MAX_WHOLES, typeOf, valuesByClass, type Wanted } from './part-classes.js';

/** Up to it elements are counted, one by one. */
const MAX_COUNTED = 6;
/** No request holds more elements (spec §9). */
const MAX_MEMBERS = 10_000;
/** As many values of other places may be looked for in one list. */
const MAX_HELD = 2;

export function listsOf({ elements, counts, constants, exact, holds }: Features, { more, each, sampleOf }: Wanted): Sample<JsonValue> {
  const known = constants.filter(isList);
  // Some may be the constants, which are classes by themselves.
  const wanted = each + known.length;
  if (elements === null && counts.length === 0 && wanted === 1) return { values: [[]], whole: exact };
  const { tests = [], unique = false } = elements ?? {};
  const short = counts.filter((count) => count <= MAX_COUNTED);
  const long = counts.filter((count) => count > MAX_COUNTED && count <= MAX_MEMBERS);
  const most = short.length === 0 ? 0 : Math.max(...short) + 1;
  const part = elements === null ? PLAIN : valuesByClass(elements.features, tests, { more, each: unique ? Math.max(wanted, most, 2) : wanted, sampleOf });
  const elementsOf = part.values.flatMap((value): Element[] => (value === ABSENT ? [] : [{ value, class: classOf(tests, value), type: typeOf(value) }]));
  const { lists, all } = listsByClass(elementsOf, { unique, most, each: wanted });
  const values = lists.map(valuesIn);
  const longer = values.flatMap((list) => lengthened(list, long));
  const mixed = wanted === 1 ? [] : lists.flatMap((list) => (list.first ? otherwiseTyped(list, elementsOf) : []));
  const held = elements !== null && holds > 0 ? listsHolding(elements.features, holds, { more, each: wanted, sampleOf }) : [];
  // Lists that hold what is looked for and are of a class besides are not put together.
  const alone = holds === 0 || (holds <= MAX_HELD && tests.length === 0 && counts.length === 0 && !unique && (wanted === 1 || holds === 1));
  const counted = long.length === 0 || (!unique && wanted === 1);
  return { values: [...values, ...longer, ...known, ...held, ...mixed], whole: part.whole && all && alone && counted };
}

/** Elements that nobody asks about. */
const PLAIN: Sample<Given> = { values: ['x', true], whole: true };

interface Element {
  readonly value: JsonValue;
  readonly class: string;
  readonly type: string;
}

interface Listed {
  readonly elements: readonly Element[];
  readonly classes: ReadonlySet<string>;
  readonly repeats: boolean;
  /** Of its kind. */
  readonly first: boolean;
}

const valuesIn = ({ elements }: Listed): JsonValue[] => elements.map(({ value }) => value);

/** So many of each set of classes, shortest first; of each length up to `most`, which stands for all from there on. */
function listsByClass(
  elements: readonly Element[],
  { unique, most, each }: { readonly unique: boolean; readonly most: number; readonly each: number },
): { readonly lists: readonly Listed[]; readonly all: boolean } {
  const lists: Listed[] = [{ elements: [], classes: new Set(), repeats: false, first: true }];
  const seen = new Map<string, number>();
  for (const list of lists) {
    for (const element of elements) {
      const classes = new Set([...list.classes, element.class]);
      const repeats = unique && (list.repeats || list.elements.includes(element));
      const key = `${[...classes].sort().join()} ${repeats} ${Math.min(list.elements.length + 1, most)}`;
      const before = seen.get(key) ?? 0;
      if (before >= each) continue;
      if (lists.length >= MAX_WHOLES) return { lists, all: false };
      seen.set(key, before + 1);
      lists.push({ elements: [...list.elements, element], classes, repeats, first: before === 0 });
    }
  }
  return { lists, all: true };
}

/** A longer list of the same classes says its last element again. */
function lengthened(list: readonly JsonValue[], counts: readonly number[]): JsonValue[][] {
  const last = list.at(-1);
  if (last === undefined) return [];
  const lengths = new Set(counts.flatMap((count) => [count - 1, count, count + 1]));
  return [...lengths].flatMap((length) =>
    length <= list.length || length > MAX_MEMBERS ? [] : [[...list, ...Array.from({ length: length - list.length }, () => last)]],
  );
}

/** The same with another last element, of its class and of another type: whether the two are equal is unknown. */
function otherwiseTyped({ elements }: Listed, all: readonly Element[]): JsonValue[][] {
  const last = elements.at(-1);
  const other = all.find((one) => last !== undefined && one.class === last.class && one.type !== last.type);
  return other === undefined ? [] : [[...elements.slice(0, -1).map(({ value }) => value), other.value]];
}

/** With each value that is looked for, once and more often; with each two where two are. */
function listsHolding(features: Features, holds: number, { more, each, sampleOf }: Wanted): JsonValue[] {
  const values = sampleOf(features, more, 1).values.filter((value): value is JsonValue => value !== ABSENT);
  const alone = values.flatMap((value) => Array.from({ length: each }, (_, i) => Array.from({ length: i + 1 }, () => value)));
  return [...alone, ...(holds < 2 ? [] : values.flatMap((one, i) => values.slice(i + 1).map((other) => [one, other])))];
}
