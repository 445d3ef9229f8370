// Parts of a diagram in the policy's own words.

import { showCode, type Truth, UNKNOWN } from '@polc/runtime/anatomy';
import type { Board } from '../analysis/board.js';
import { type Class, type Group, instantValue } from '../analysis/classes.js';
import { ABSENT } from '../analysis/features.js';
import { DISPUTED, type Place, type Put, valueAt } from '../analysis/place.js';
import type { Test } from '../analysis/tests.js';
import type { Cube } from './cubes.js';

/** What must hold, one entry for each thing; none: nothing. `matters`: whether a variable does more than every grant of both sides wants. */
export function wordsOf(board: Board, cube: Cube, matters: (variable: number) => boolean): readonly string[] {
  return [...cube].flatMap(([variable, classes]) => {
    const group = board.groups[variable] as Group;
    if (isUsual(group, classes)) return [];
    // What only examples could say is said where it is the point.
    return group.tests.every(({ source }) => source === null) && !matters(variable) ? [] : ofGroup(group, classes);
  });
}

const USUAL: ReadonlySet<string> = new Set(['approval', 'consent', 'covers', 'others', 'variants']);

/** Nothing that anybody would mention: no approval given, no further parameter, a consent that covers everything. */
function isUsual({ places, classes }: Group, chosen: readonly number[]): boolean {
  const [place] = places;
  if (places.length !== 1 || place === undefined || !USUAL.has(place.kind)) return false;
  const wanted = place.kind === 'consent' || place.kind === 'covers' ? true : ABSENT;
  return chosen.every((i) => (classes[i] as Class).values.get(place.key) === wanted);
}

/** A test that comes to the same in all classes of a part. */
interface Fixed {
  readonly test: Test;
  readonly truth: Truth;
  readonly i: number;
}

function ofGroup({ tests, classes, places }: Group, chosen: readonly number[]): readonly string[] {
  const inside = chosen.map((i) => classes[i] as Class);
  const outside = classes.filter((_, i) => !chosen.includes(i));
  const fixed = tests.flatMap((test, i): readonly Fixed[] => {
    const [first] = inside;
    const truth = (first as Class).truths[i] as Truth;
    return inside.every(({ truths }) => truths[i] === truth) ? [{ test, truth, i }] : [];
  });
  // One that tells all of them from all others says it.
  const telling = fixed.find(({ truth, i }) => outside.every(({ truths }) => truths[i] !== truth) && (tests[i] as Test).source !== null);
  if (telling !== undefined) return [literal(telling.test, telling.truth)];
  const words = fixed.flatMap(({ test, truth }) => (test.source === null ? [] : [literal(test, truth)]));
  if (
    words.length > 0 &&
    isTold(
      fixed.filter(({ test }) => test.source !== null),
      outside,
    )
  )
    return needed(words, fixed, outside);
  const negated = tests.findIndex(
    (test, i) =>
      test.source !== null &&
      outside.every(({ truths }) => truths[i] === outside[0]?.truths[i]) &&
      outside.length > 0 &&
      inside.every(({ truths }) => truths[i] !== outside[0]?.truths[i]),
  );
  if (negated >= 0) return [notWords(tests[negated] as Test, (outside[0] as Class).truths[negated] as Truth)];
  return [inside.length <= 3 ? inside.map((one) => example(places, one)).join(' or ') : `${example(places, inside[0] as Class)}, or the like`];
}

function isTold(fixed: readonly Fixed[], outside: readonly Class[]): boolean {
  return outside.every(({ truths }) => fixed.some(({ truth, i }) => truths[i] !== truth));
}

/** Without what says nothing more. */
function needed(words: readonly string[], fixed: readonly Fixed[], outside: readonly Class[]): readonly string[] {
  let kept = fixed.filter(({ test }) => test.source !== null);
  for (const one of kept) {
    const without = kept.filter((other) => other !== one);
    if (isTold(without, outside)) kept = without;
  }
  return kept.length === 0 ? words : kept.map(({ test, truth }) => literal(test, truth));
}

function literal({ source }: Test, truth: Truth): string {
  const text = source === null ? '' : showCode(source.source);
  if (truth === true) return text;
  return truth === UNKNOWN ? `${text} is unknown` : `!(${text})`;
}

/** Of all but one truth. */
function notWords({ source }: Test, truth: Truth): string {
  const text = source === null ? '' : showCode(source.source);
  return `${text} is ${truth === UNKNOWN ? 'known' : `not ${String(truth)}`}`;
}

function example(places: readonly Place[], { values, certain }: Class): string {
  if (!certain) return `some values of ${places.map(({ key }) => key).join(', ')}`;
  return places.map((place) => said(place, valueAt(place, values))).join(' and ');
}

function said({ kind, name, key }: Place, value: Put): string {
  const is = (text: string) => `${text} ${value === ABSENT ? 'is absent' : `is ${value === DISPUTED ? 'in dispute' : JSON.stringify(value)}`}`;
  switch (kind) {
    case 'others':
      return value === ABSENT ? 'no other parameter is there' : `another parameter is ${JSON.stringify((value as readonly unknown[])[0])}`;
    case 'variants':
      return value === ABSENT
        ? `parameters.${name} in no other spelling`
        : `parameters.${name} in another spelling is ${JSON.stringify((value as readonly unknown[])[0])}`;
    case 'wrap':
      return value === ABSENT ? 'no wrapping is asked for' : `wrapping is asked for ${String(value)} s`;
    case 'purpose':
      return is('the purpose');
    case 'attributes':
      return is(`agent.${name}`);
    case 'metadata':
      return is(`agent.metadata.${name}`);
    case 'age':
      return `the consent is ${String(value)} s old`;
    case 'covers':
      return value === true ? `a consent covers ${name}` : `no consent covers ${name}`;
    case 'consent':
      return value === true ? 'a consent is in force' : 'no consent is in force';
    case 'approval':
      return value === true ? 'the approval is given' : 'the approval is not given';
    default:
      return key === 'context.time' && instantValue(value) === null ? `${key} is no instant` : is(key);
  }
}
