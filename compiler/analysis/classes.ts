// The combinations of truths that values of some places can bring about in some tests, each with values that do, the simplest that were found.

import { instantOf, type JsonValue } from '@polc/runtime';
import { MAX_NUMBER, type Truth, UNKNOWN } from '@polc/runtime/anatomy';
import { TooMuch } from './diagram.js';
import { ABSENT, Features } from './features.js';
import type { Sample } from './numbers.js';
import { DISPUTED, type Place, type Put, type Values } from './place.js';
import { sampleOf } from './samples.js';
import type { Test } from './tests.js';
import { thinnedOut } from './thin-out.js';

export interface Class {
  /** As long as the group's tests. */
  readonly truths: readonly Truth[];
  readonly values: Values;
  /** The less there is to write down, the better. */
  readonly cost: number;
  /** Some request has these values. Where that cannot be told, there may be none. */
  readonly certain: boolean;
}

export interface Group {
  readonly places: readonly Place[];
  readonly tests: readonly Test[];
  readonly classes: readonly Class[];
}

/** What is known of a place beside the tests. */
export interface Setting {
  /** What these tests' places may hold, in a word: equal for equal answers of all that follows. */
  key(tests: readonly Test[]): string;
  /** What registries and targets say there, in the scenes that read it; `undefined` among them: the request alone says it, in one of them. */
  registered(place: Place): readonly unknown[];
  mayDispute(place: Place): boolean;
  /** In this case it is there, and nothing else. */
  only(place: Place): Put | undefined;
  /** Whether a value can stand there in this case. */
  allows(place: Place, value: Put): boolean;
  /** Numbers that the case is bounded by. */
  points(place: Place): readonly number[];
}

const MAX_COMBINATIONS = 200_000;
const MAX_PHANTOMS = 729;

/** @throws TooMuch */
export function solve(tests: readonly Test[], setting: Setting): Group {
  const places = [...new Map(tests.flatMap((test) => test.places).map((place) => [place.key, place])).values()];
  const opaque = new Set<Test>();
  const features = places.map((place) => {
    const seen = new Features();
    seen.points.push(...setting.points(place));
    for (const test of tests) {
      if (!test.places.some(({ key }) => key === place.key)) continue;
      test.look(place, seen);
      if (!seen.exact && !isKnown(place, setting)) opaque.add(test);
      seen.exact = true;
    }
    return seen;
  });
  const more = shareRelated(features, places, setting);
  const samples = places.map((place, i) => valuesFor(place, features[i] as Features, setting, more));
  let whole = samples.every((sample) => sample.whole);
  const all = samples.flatMap(({ values }) => values);
  const thinned = places.every((place) => mayHold(place, all, setting)) ? thinnedOut(places, tests, all) : null;
  let taken = thinned ?? samples.map(({ values }) => values);
  let combinations = taken.reduce((product, { length }) => product * length, 1);
  if (combinations > MAX_COMBINATIONS) {
    whole = false;
    const each = Math.max(2, Math.floor(MAX_COMBINATIONS ** (1 / places.length)));
    taken = taken.map((values) => values.slice(0, each));
    combinations = MAX_COMBINATIONS;
  }
  const found = new Map<string, Class>();
  const blurred = new Map<string, ReadonlySet<number>>();
  const at = places.map(() => 0);
  for (let more = true; more; more = advance(at, taken)) {
    const values = new Map<string, Put>();
    places.forEach((place, i) => {
      values.set(place.key, (taken[i] as readonly Put[])[at[i] as number] as Put);
    });
    const truths = tests.map((test) => test.truth(values));
    const key = keyOf(truths);
    const cost = places.reduce((sum, place) => sum + costOf(place, values.get(place.key) as Put), 0);
    const before = found.get(key);
    if (before === undefined || cost < before.cost) found.set(key, { truths, values, cost, certain: true });
    tests.forEach((test, i) => {
      if (truths[i] === true || blurred.get(key)?.has(i) || test.comparesWholes?.(values) !== true) return;
      blurred.set(key, new Set([...(blurred.get(key) ?? []), i]));
    });
  }
  const isOpen = (i: number) => !whole || opaque.has(tests[i] as Test);
  const optionsAt = (i: number, key: string, truth: Truth): readonly Truth[] => (isOpen(i) ? ANY : blurred.get(key)?.has(i) === true ? NOT_TRUE : [truth]);
  return { places, tests, classes: [...found.values(), ...phantoms(found, optionsAt)] };
}

const NOT_TRUE: readonly Truth[] = [false, UNKNOWN];
const ANY: readonly Truth[] = [true, ...NOT_TRUE];

function advance(at: number[], values: readonly (readonly Put[])[]): boolean {
  for (let i = at.length - 1; i >= 0; i--) {
    at[i] = (at[i] as number) + 1;
    if ((at[i] as number) < (values[i] as readonly Put[]).length) return true;
    at[i] = 0;
  }
  return false;
}

const keyOf = (truths: readonly Truth[]) => truths.map((truth) => (truth === true ? 't' : truth === false ? 'f' : 'u')).join('');

/** Combinations for which no values were found, though there may be some: `optionsAt` says which truths a test may have beside the rest of what was found. */
function phantoms(found: ReadonlyMap<string, Class>, optionsAt: (test: number, key: string, truth: Truth) => readonly Truth[]): Class[] {
  const seen = new Set(found.keys());
  const made: Class[] = [];
  for (const [own, { truths }] of found) {
    const options = truths.map((truth, i) => optionsAt(i, own, truth));
    if (options.reduce((product, { length }) => product * length, 1) > MAX_PHANTOMS) throw new TooMuch();
    const combinations = options.reduce<Truth[][]>((all, some) => all.flatMap((before) => some.map((truth): Truth[] => [...before, truth])), [[]]);
    for (const combination of combinations) {
      const key = keyOf(combination);
      if (seen.has(key)) continue;
      seen.add(key);
      made.push({ truths: combination, values: new Map(), cost: Number.POSITIVE_INFINITY, certain: false });
    }
  }
  return made;
}

/**
 * What is compared with one is compared with all that it is compared with, wherever it lies, and with what is registered. The answer is how many values may
 * have to differ from one another.
 */
function shareRelated(features: readonly Features[], places: readonly Place[], setting: Setting): number {
  const related = features.flatMap((each) => [...each.all()]).filter((each) => each.related !== 'no');
  if (related.length === 0) return 0;
  const merged = new Features();
  for (const each of related) merged.absorb(each);
  // What lies within one may be compared with what lies within another.
  for (const within of [...merged.all()].slice(1)) if (within.related !== 'no') merged.absorb(within);
  // What is not understood of one is open where it stands.
  merged.exact = true;
  for (const place of places) for (const value of setting.registered(place)) for (const constant of partsOf(value)) merged.addConstant(constant);
  if (merged.instant) {
    for (const constant of merged.constants) {
      const instant = typeof constant === 'string' ? instantOf(constant) : null;
      if (instant !== null) merged.points.push(instant);
    }
  }
  for (const each of related) each.absorb(merged);
  return Math.max(related.length, places.length) - 1;
}

/** A value that is known, and all that lies within. */
function partsOf(value: unknown): readonly JsonValue[] {
  if (value === undefined || typeof value === 'symbol') return [];
  const within = typeof value === 'object' && value !== null ? Object.values(value).flatMap(partsOf) : [];
  return [value as JsonValue, ...within];
}

/** There is nothing to look for: whatever is asked of it is asked of what is registered, or filled in. */
function isKnown(place: Place, setting: Setting): boolean {
  const registered = setting.registered(place);
  return setting.only(place) !== undefined || (registered.length > 0 && registered.every((value) => value !== undefined));
}

/** Values of certain kinds, as `kindSample` has them. */
const LIMITED: ReadonlySet<string> = new Set(['approval', 'consent', 'covers', 'wrap', 'age', 'purpose', 'others', 'variants']);

/** It holds what the request says, and the request may say any of these. */
function mayHold(place: Place, values: readonly Put[], setting: Setting): boolean {
  if (LIMITED.has(place.kind) || setting.only(place) !== undefined || setting.mayDispute(place)) return false;
  return setting.registered(place).every((value) => value === undefined) && values.every((value) => setting.allows(place, value));
}

function valuesFor(place: Place, features: Features, setting: Setting, more: number): Sample<Put> {
  const only = setting.only(place);
  if (only !== undefined) return { values: [only], whole: true };
  const registered = setting.registered(place);
  const known = registered.filter((value) => value !== undefined && value !== UNKNOWN) as JsonValue[];
  const allowed = (values: readonly Put[]) => values.filter((value) => setting.allows(place, value));
  const disputed: Put[] = setting.mayDispute(place) ? [DISPUTED] : [];
  if (isKnown(place, setting)) {
    // The request may say the same, something else, or nothing.
    return { values: allowed([ABSENT, ...known, other(known), ...disputed]), whole: true };
  }
  const { values, whole } = kindSample(place, features, more);
  return { values: allowed([...values, ...known, ...disputed]), whole };
}

function kindSample(place: Place, features: Features, more: number): Sample<Put> {
  switch (place.kind) {
    case 'approval':
    case 'consent':
    case 'covers':
      return { values: [ABSENT, true], whole: true };
    case 'wrap':
    case 'age': {
      const { values, whole } = sampleOf(features, more);
      const numbers = values.filter((value): value is number => typeof value === 'number' && value >= 0 && value < MAX_NUMBER);
      return { values: place.kind === 'wrap' ? [ABSENT, ...numbers] : numbers, whole };
    }
    case 'purpose': {
      const { values, whole } = sampleOf(features, more);
      return { values: values.filter((value) => value === ABSENT || typeof value === 'string'), whole };
    }
    case 'others':
    case 'variants': {
      const { values, whole } = sampleOf(features, more);
      return { values: [ABSENT, ...values.filter((value) => Array.isArray(value) && value.length > 0)], whole };
    }
    default:
      return sampleOf(features, more);
  }
}

function other(known: readonly JsonValue[]): JsonValue {
  for (const text of ['x', 'y', 'z', 'xx', 'yy', 'zz']) if (!known.includes(text)) return text;
  return 'xxx';
}

/** Members and characters; of instants all are alike. */
function costOf({ key }: Place, value: Put): number {
  if (value === ABSENT) return 0;
  if (value === DISPUTED) return 100;
  if (key === 'context.time') return instantValue(value) === null ? 20 : 10;
  return 2 + (typeof value === 'string' ? value.length : JSON.stringify(value).length);
}

/** Milliseconds of a value as an instant; null for none. */
export function instantValue(value: Put): number | null {
  return typeof value === 'string' || typeof value === 'number' ? instantOf(value) : null;
}
