// Values for the elements of lists and the members of maps, by what is asked of them there.

import { isList, isObject, type Truth } from '@polc/runtime/anatomy';
import { ABSENT, type Features, type Given, type PartTest } from './features.js';
import type { Sample } from './numbers.js';

/** How values of parts are made, and how many are wanted. */
export interface Wanted {
  /** Further values of each class where values are compared with one another. */
  readonly more: number;
  /** Values of each class. */
  readonly each: number;
  sampleOf(features: Features, more: number, each: number): Sample<Given>;
}

/** Lists, maps, and how many of either are made for one value. */
export const MAX_WHOLES = 2_000;

/** What the tests say of the value, in a word. */
export function classOf(tests: readonly PartTest[], value: Given): string {
  return tests.map((test) => letterOf(test.truth(value))).join('');
}

const letterOf = (truth: Truth) => (truth === true ? 't' : truth === false ? 'f' : 'u');

/**
 * Of each class so many values, as far as it has them: of one type where it can be, so that they are told apart and not unknown. Where several are wanted
 * one of another type, too.
 */
export function valuesByClass(features: Features, tests: readonly PartTest[], { more, each, sampleOf }: Wanted): Sample<Given> {
  const { values, whole } = sampleOf(features, more, each);
  const classes = new Map<string, Map<string, Given[]>>();
  for (const value of values) {
    const key = classOf(tests, value);
    const types = classes.get(key) ?? new Map<string, Given[]>();
    classes.set(key, types);
    const type = typeOf(value);
    types.set(type, [...(types.get(type) ?? []), value]);
  }
  const kept = [...classes.values()].flatMap((types) => {
    const all = [...types.values()];
    if (each === 1) return all.flat().slice(0, 1);
    const ordered = all.sort((a, b) => Math.min(b.length, each) - Math.min(a.length, each));
    const [first = []] = ordered;
    const rest = ordered.slice(1).flat();
    return [...first.slice(0, each), ...rest.slice(0, Math.max(1, each - first.length))];
  });
  return { values: kept, whole };
}

export function typeOf(value: Given): string {
  if (value === ABSENT) return 'absent';
  return value === null ? 'null' : isList(value) ? 'list' : isObject(value) ? 'map' : typeof value;
}
