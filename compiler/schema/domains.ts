// Joins domains: what lies in all of them, what lies in any. Each step costs, and when too much is spent the answer is ANY: a small schema that
// refers to itself may stand for an endless one.

import {
  ANY,
  type Domain,
  isNever,
  type ListDomain,
  type MapDomain,
  NEVER,
  type NumberDomain,
  numberHolds,
  type Standing,
  type TextDomain,
  textHolds,
} from './domain.js';

/** Steps for one tool; a real schema takes some hundreds. */
const BUDGET = 100_000;
/** Of more values than these only the bounds are kept. */
const MAX_VALUES = 1_000;

/** Who is heard first, where a value must satisfy all, and where it may satisfy one. */
const ALL_ORDER: readonly Standing[] = ['refused', 'declared', 'open', 'undeclared', 'silent'];
const ANY_ORDER: readonly Standing[] = ['declared', 'open', 'silent', 'undeclared', 'refused'];

export class Domains {
  #left = BUDGET;

  /** Whether that much may still be spent. */
  spend(cost: number): boolean {
    this.#left -= cost;
    return this.#left >= 0;
  }

  all(domains: readonly Domain[]): Domain {
    const parts = domains.filter((domain) => domain !== ANY);
    const [first = ANY] = parts;
    if (parts.length < 2) return first;
    if (!this.spend(cost(parts))) return ANY;
    const texts = kinds(parts, 'text');
    const numbers = kinds(parts, 'number');
    const lists = kinds(parts, 'list');
    const maps = kinds(parts, 'map');
    return {
      null: parts.every((part) => part.null),
      true: parts.every((part) => part.true),
      false: parts.every((part) => part.false),
      text: texts.length < parts.length ? null : commonText(texts),
      number: numbers.length < parts.length ? null : commonNumber(numbers),
      list: lists.length < parts.length ? null : this.#commonList(lists),
      map: maps.length < parts.length ? null : this.#map(maps, 'all'),
    };
  }

  any(domains: readonly Domain[]): Domain {
    const parts = domains.filter((domain) => !isNever(domain));
    const [first = NEVER] = parts;
    if (parts.length < 2) return first;
    if (!this.spend(cost(parts))) return ANY;
    return {
      null: parts.some((part) => part.null),
      true: parts.some((part) => part.true),
      false: parts.some((part) => part.false),
      text: wideText(kinds(parts, 'text')),
      number: wideNumber(kinds(parts, 'number')),
      list: this.#wideList(kinds(parts, 'list')),
      map: this.#map(kinds(parts, 'map'), 'any'),
    };
  }

  #commonList(lists: readonly ListDomain[]): ListDomain | null {
    const min = largest(lists.map((list) => list.min));
    const max = least(lists.map((list) => list.max));
    return min > max ? null : { min, max, ...elements(lists, (domains) => this.all(domains)) };
  }

  #wideList(lists: readonly ListDomain[]): ListDomain | null {
    if (lists.length < 2) return lists[0] ?? null;
    return {
      min: least(lists.map((list) => list.min)),
      max: largest(lists.map((list) => list.max)),
      ...elements(lists, (domains) => this.any(domains)),
    };
  }

  #map(maps: readonly MapDomain[], join: 'all' | 'any'): MapDomain | null {
    const [first] = maps;
    if (maps.length < 2) return first ?? null;
    const required = maps.map((map) => map.required);
    const order = join === 'all' ? ALL_ORDER : ANY_ORDER;
    return {
      names: new Set(maps.flatMap((map) => [...map.names])),
      required: join === 'all' ? new Set(required.flatMap((names) => [...names])) : common(required),
      at: remembered((name: string) => this[join](maps.map((map) => map.at(name)))),
      standing: remembered((name: string) => {
        if (!this.spend(maps.length)) return 'open';
        const standings = new Set(maps.map((map) => map.standing(name)));
        return order.find((standing) => standings.has(standing)) ?? 'silent';
      }),
    };
  }
}

function kinds<K extends 'text' | 'number' | 'list' | 'map'>(parts: readonly Domain[], kind: K): NonNullable<Domain[K]>[] {
  return parts.flatMap((part) => part[kind] ?? []) as NonNullable<Domain[K]>[];
}

function cost(parts: readonly Domain[]): number {
  const values = ({ text, number, map }: Domain) =>
    (text?.values?.size ?? 0) + (number?.values?.size ?? 0) + (map?.names.size ?? 0) + (map?.required.size ?? 0);
  return parts.reduce((sum, part) => sum + 1 + values(part), 0);
}

function elements(lists: readonly ListDomain[], join: (domains: readonly Domain[]) => Domain): Pick<ListDomain, 'fixed' | 'at'> {
  const fixed = largest(lists.map((list) => list.fixed));
  const at = remembered((index: number) => join(lists.map((list) => list.at(index))));
  return { fixed, at: (index) => at(Math.min(index, fixed)) };
}

/** WHY not Math.max(...numbers): there may be too many for the stack. */
const largest = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), -Infinity);
const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b), Infinity);

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    return found;
  };
}

function common<T>(sets: readonly ReadonlySet<T>[]): Set<T> {
  const smallest = sets.reduce((a, b) => (b.size < a.size ? b : a));
  return new Set([...smallest].filter((value) => sets.every((set) => set.has(value))));
}

/** null among the sets is every value. */
function commonValues<T>(sets: readonly (ReadonlySet<T> | null)[]): Set<T> | null {
  const named = sets.filter((set) => set !== null);
  return named.length === 0 ? null : common(named);
}

function wideValues<T>(sets: readonly (ReadonlySet<T> | null)[]): Set<T> | null {
  const named = sets.filter((set) => set !== null);
  if (named.length < sets.length) return null;
  const all = new Set(named.flatMap((set) => [...set]));
  return all.size > MAX_VALUES ? null : all;
}

function commonText(texts: readonly TextDomain[]): TextDomain | null {
  const bounds = { min: largest(texts.map(({ min }) => min)), max: least(texts.map(({ max }) => max)), values: null };
  if (bounds.min > bounds.max) return null;
  const values = commonValues(texts.map((text) => text.values));
  if (values === null) return bounds;
  const left = [...values].filter((value) => textHolds(bounds, value));
  return left.length === 0 ? null : { ...bounds, values: new Set(left) };
}

function wideText(texts: readonly TextDomain[]): TextDomain | null {
  if (texts.length < 2) return texts[0] ?? null;
  return {
    min: least(texts.map(({ min }) => min)),
    max: largest(texts.map(({ max }) => max)),
    values: wideValues(texts.map((text) => text.values)),
  };
}

/** null where nothing is left. */
export function commonNumber(numbers: readonly NumberDomain[]): NumberDomain | null {
  let min = largest(numbers.map((number) => number.min));
  let max = least(numbers.map((number) => number.max));
  let above = numbers.some((number) => number.above && number.min === min);
  let below = numbers.some((number) => number.below && number.max === max);
  const whole = numbers.some((number) => number.whole);
  // Between numbers beyond 2^53 adding 1 may change nothing; the bound stays as it is there.
  if (whole && Math.abs(min) < Number.MAX_SAFE_INTEGER) [min, above] = [above ? Math.floor(min) + 1 : Math.ceil(min), false];
  if (whole && Math.abs(max) < Number.MAX_SAFE_INTEGER) [max, below] = [below ? Math.ceil(max) - 1 : Math.floor(max), false];
  if (min > max || (min === max && (above || below))) return null;
  const bounds = { min, max, above, below, whole, values: null };
  const values = commonValues(numbers.map((number) => number.values));
  if (values === null) return bounds;
  const left = [...values].filter((value) => numberHolds(bounds, value));
  return left.length === 0 ? null : { ...bounds, values: new Set(left) };
}

function wideNumber(numbers: readonly NumberDomain[]): NumberDomain | null {
  if (numbers.length < 2) return numbers[0] ?? null;
  const min = least(numbers.map((number) => number.min));
  const max = largest(numbers.map((number) => number.max));
  return {
    min,
    max,
    above: numbers.every((number) => number.above || number.min > min),
    below: numbers.every((number) => number.below || number.max < max),
    whole: numbers.every((number) => number.whole),
    values: wideValues(numbers.map((number) => number.values)),
  };
}
