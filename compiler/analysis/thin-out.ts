// Fewer values for places of which nothing is asked together but whether they are equal: of values that all else treats alike as many are enough as there are
// places. So that several places with many kinds of values each can be gone through.

import { equal, UNKNOWN, type Value } from '@polc/runtime/anatomy';
import { ABSENT } from './features.js';
import { typeOf } from './part-classes.js';
import { DISPUTED, type Place, type Put } from './place.js';
import type { Test } from './tests.js';

/**
 * `times`: so many values may have to differ. Places whose values are not the same ones stay as they are.
 *
 * INVARIANT: values of one class have one type, are equal to themselves or not, and pass the same tests wherever they stand; so any assignment can be made
 * anew from those that are kept, equal values by equal ones. Lists that differ stay lists that differ, or cannot be told apart.
 */
export function thinnedOut(places: readonly Place[], tests: readonly Test[], samples: readonly (readonly Put[])[], times: number): readonly (readonly Put[])[] {
  const [values = []] = samples;
  if (places.length < 2 || tests.some((test) => test.places.length > 1 && !test.equates) || !samples.every((sample) => areSame(sample, values))) return samples;
  const alone = tests.filter((test) => test.places.length === 1);
  const count = new Map<string, number>();
  const kept = values.filter((value) => {
    const truths = alone.map((test) => test.truth(new Map([[(test.places[0] as Place).key, value]])));
    const key = JSON.stringify([kindOf(value), ...truths.map((truth) => (truth === UNKNOWN ? null : truth))]);
    const before = count.get(key) ?? 0;
    count.set(key, before + 1);
    return before < times;
  });
  return samples.map(() => kept);
}

function areSame(a: readonly Put[], b: readonly Put[]): boolean {
  const shown = new Set(b.map(show));
  return !b.includes(DISPUTED) && a.length === b.length && a.every((value) => shown.has(show(value)));
}

const show = (value: Put) => (typeof value === 'symbol' ? '' : JSON.stringify(value));

function kindOf(value: Put): string {
  if (value === ABSENT || value === DISPUTED) return 'absent';
  return `${typeOf(value)} ${equal(value as Value, value as Value) === true}`;
}
