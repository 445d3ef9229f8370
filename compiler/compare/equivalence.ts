// Whether two policy sets decide every request alike: everybody whom the files name, each policy by itself, and beside each other one that it could meet.

import type { Profile } from '../analysis/profile.js';
import { everyPolicy, type Subject } from '../analysis/subjects.js';
import { diff } from './diff.js';
import type { World } from './world.js';

/** `undecided` where that cannot be told. */
export type Equivalence = 'equivalent' | 'different' | 'undecided';

export interface EquivalenceOptions {
  /** Who can be touched at all; the rest is not gone through. */
  readonly only?: (subject: Subject) => boolean;
  /** Lists of policies that may be looked at beside. */
  readonly most?: number;
}

const MAX_LISTS = 400;

/** Of bare policies: each alone, each that has changed with each that has a pattern in its way, and all of them held together. */
export function equivalence(before: World, after: World, { only = () => true, most = MAX_LISTS }: EquivalenceOptions = {}): Equivalence {
  const lists = listsToHold(before, after);
  if (lists.length > most) return 'undecided';
  const { changes, undecided, partial } = diff(before, after, { lists, only });
  if (changes.length > 0) return 'different';
  return undecided.length > 0 || partial ? 'undecided' : 'equivalent';
}

function listsToHold(before: World, after: World): readonly (readonly string[])[] {
  const names = everyPolicy([before.engine, after.engine]);
  const profiles = new Map(names.map((name) => [name, [profileOf(before, name), profileOf(after, name)] as const]));
  const lists: (readonly string[])[] = [];
  for (const [name, [own, other]] of profiles) {
    const changed = [...new Set([...own.keys(), ...other.keys()])].filter((key) => own.get(key) !== other.get(key));
    if (changed.length === 0) continue;
    for (const [beside, both] of profiles) {
      if (beside !== name && both.some((profile) => [...profile.keys()].some((key) => changed.some((one) => mayMeet(one, key))))) lists.push([name, beside]);
    }
    if (names.length > 2) lists.push([name, ...names.filter((each) => each !== name)]);
  }
  return lists;
}

function profileOf({ engine, reading }: World, name: string): Profile {
  return reading.profiles.of(engine.snapshot.lists.of([name]));
}

/** By what stands before the first wildcard of each, which is no more than a hint: some that never meet are held together too. */
function mayMeet(one: string, other: string): boolean {
  const [a, b] = [fixedOf(one), fixedOf(other)];
  return a.startsWith(b) || b.startsWith(a);
}

/** Of `kind text`: a prefix has lost its `*`, a template is anything. */
function fixedOf(key: string): string {
  if (key.startsWith('template ')) return '';
  const text = key.slice(key.indexOf(' ') + 1);
  const plus = text.search(/(?:^|\/)\+|\*/);
  return plus < 0 ? text : text.slice(0, plus);
}
