// Fewer values for places of which nothing is asked together but whether they are equal: of values that all else treats alike as many are enough as there are
// places. So that several places with many kinds of values each can be gone through.

import { canonicalJson } from '@polc/runtime';
import { equal, isObject, UNKNOWN, type Value } from '@polc/runtime/anatomy';
import { ABSENT } from './features.js';
import { typeOf } from './part-classes.js';
import { DISPUTED, type Place, type Put } from './place.js';
import type { Test } from './tests.js';

/**
 * For each place some of the values, which any of them may hold; null where more is asked than whether they are equal.
 *
 * INVARIANT: values of one class have one type, are equal to themselves or not, and pass the same tests wherever they stand; so any assignment can be made
 * anew from the first ones of each class, equal values by equal ones, the first place having the first one, the next the first or second. Lists that differ
 * stay lists that differ, or cannot be told apart.
 */
export function thinnedOut(places: readonly Place[], tests: readonly Test[], all: readonly Put[]): readonly (readonly Put[])[] | null {
  if (places.length < 2 || tests.some((test) => test.places.length > 1 && !test.equates)) return null;
  const values = new Map(all.map((value): [string, Put] => [typeof value === 'symbol' ? 'absent' : canonicalJson(value), value])).values();
  const alone = tests.filter((test) => test.places.length === 1);
  const classes = new Map<string, Put[]>();
  for (const value of values) {
    const truths = alone.map((test) => test.truth(new Map([[(test.places[0] as Place).key, value]])));
    const key = JSON.stringify([kindOf(value), ...truths.map((truth) => (truth === UNKNOWN ? null : truth))]);
    const own = classes.get(key) ?? [];
    classes.set(key, own);
    own.push(value);
  }
  return places.map((_, i) => [...classes.values()].flatMap((own) => [...new Set([...own.slice(0, i + 1), ...notToldApart(own)])]));
}

/** One that is not told apart from the first: of lists and maps some are not though they differ. */
function notToldApart([first, ...others]: readonly Put[]): readonly Put[] {
  if (!Array.isArray(first) && !isObject(first as Value)) return [];
  return others.filter((other) => equal(first as Value, other as Value) === UNKNOWN).slice(0, 1);
}

function kindOf(value: Put): string {
  if (value === ABSENT || value === DISPUTED) return 'absent';
  return `${typeOf(value)} ${equal(value as Value, value as Value) === true}`;
}
