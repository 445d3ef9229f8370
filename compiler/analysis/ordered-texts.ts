// Texts for two values that are compared by order: of each combination of states that some walks can be in, texts near its first and near its last one.
// Between two such classes some text of the one stands before some of the other exactly when the first ones of the one do before the last ones of the other.

import { type Link, linksOf, type Walk } from './walk.js';

/** Combinations of states; each may need texts of twice as many characters. */
const MAX_STATES = 300;

export interface OrderedTexts {
  readonly texts: readonly string[];
  /** False: there are too many classes. */
  readonly whole: boolean;
}

/**
 * INVARIANT: the way to the first text of a class hangs on the state alone, so it ends or repeats itself within as many steps as there are states, and two
 * ways that agree for twice as many agree for ever. One that is left after that stands to all others as the first text does, which there need not be:
 * `b`, `ab`, `aab`, …
 */
export function orderedTexts(walks: readonly Walk[]): OrderedTexts {
  const links = linksOf(walks, MAX_STATES);
  if (links === null) return { texts: [], whole: false };
  const texts: string[] = [];
  for (let end = 0; end < links.length; end++) {
    const near = distances(links, end);
    for (const extreme of ['first', 'last'] as const) texts.push(spell(links, end, near, extreme));
  }
  return { texts, whole: true };
}

/** Steps that are left to the end, by state; where it cannot be reached, infinitely many. */
function distances(links: readonly (readonly Link[])[], end: number): readonly number[] {
  const before: number[][] = links.map(() => []);
  links.forEach((own, from) => {
    for (const { to } of own) before[to]?.push(from);
  });
  const near = links.map(() => Number.POSITIVE_INFINITY);
  near[end] = 0;
  const queue = [end];
  for (const state of queue) {
    for (const from of before[state] as number[]) {
      if (near[from] !== Number.POSITIVE_INFINITY) continue;
      near[from] = (near[state] as number) + 1;
      queue.push(from);
    }
  }
  return near;
}

function spell(links: readonly (readonly Link[])[], end: number, near: readonly number[], extreme: 'first' | 'last'): string {
  const points: number[] = [];
  let state = 0;
  for (let left = 2 * links.length; left > 0; left--) {
    // What ends stands before what goes on.
    if (extreme === 'first' && state === end) return String.fromCodePoint(...points);
    const open = (links[state] as readonly Link[]).filter(({ to }) => near[to] !== Number.POSITIVE_INFINITY);
    const link = extreme === 'first' ? open[0] : open.at(-1);
    if (link === undefined) break;
    points.push(link[extreme]);
    state = link.to;
  }
  while (state !== end) {
    const link = (links[state] as readonly Link[]).find(({ to }) => near[to] === (near[state] as number) - 1) as Link;
    points.push(link.first);
    state = link.to;
  }
  return String.fromCodePoint(...points);
}
