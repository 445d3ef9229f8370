// Texts of given lengths in each combination of states that some walks can be in: where a language meets a length of thousands, counting characters one by
// one would take as many states. What is reachable in so many steps soon repeats itself, and is looked up.

import { explore, type Walk } from './walk.js';

const MAX_STATES = 2_000;
const MAX_LAYERS = 2_000;
/** Characters made altogether. */
const MAX_CHARACTERS = 4_000_000;

export interface LongTexts {
  readonly texts: readonly string[];
  /** Every combination that texts of these lengths have, and of those around them, has one. */
  readonly whole: boolean;
}

/** For each length a text, for each state that has one; and for as many lengths beside it as it takes until states repeat. */
export function longTexts(walks: readonly Walk[], lengths: readonly number[]): LongTexts {
  const graph = graphOf(walks);
  if (graph === null) return { texts: [], whole: false };
  const layers = layersOf(graph);
  if (layers === null) return { texts: [], whole: false };
  const { sets, period } = layers;
  const at = (length: number): ReadonlySet<number> =>
    sets[length < sets.length ? length : sets.length - period + ((length - sets.length) % period)] as ReadonlySet<number>;
  const wanted = new Set(lengths.flatMap((length) => Array.from({ length: 2 * period + 1 }, (_, i) => length - period + i)).filter((length) => length >= 0));
  const texts: string[] = [];
  let left = MAX_CHARACTERS;
  for (const length of wanted) {
    for (const state of at(length)) {
      left -= length;
      if (left < 0) return { texts, whole: false };
      texts.push(spell(graph, at, state, length));
    }
  }
  return { texts, whole: true };
}

/** By state: where each character leads, and from where it can be reached. */
interface Graph {
  readonly next: readonly (readonly number[])[];
  readonly before: readonly (readonly { readonly from: number; readonly character: string }[])[];
}

function graphOf(walks: readonly Walk[]): Graph | null {
  const numbers = new Map<string, number>();
  const reached: { readonly text: string; readonly states: readonly number[] }[] = [];
  const whole = explore(walks, MAX_STATES, ({ text, states }) => {
    numbers.set(states.join(), reached.length);
    reached.push({ text, states });
  });
  if (!whole) return null;
  // The characters that tell anything apart: the last ones of what was found.
  const characters = [...new Set(reached.map(({ text }) => Array.from(text).at(-1) ?? 'x')), 'x'];
  const before: { from: number; character: string }[][] = reached.map(() => []);
  const next = reached.map(({ states }, from) => {
    const targets = new Set<number>();
    for (const character of characters) {
      const point = character.codePointAt(0) as number;
      const to = numbers.get(walks.map((walk, i) => walk.step(states[i] as number, point)).join());
      if (to === undefined || targets.has(to)) continue;
      targets.add(to);
      before[to]?.push({ from, character });
    }
    return [...targets];
  });
  return { next, before };
}

/** What can be reached in each number of steps, until a set comes again. */
function layersOf({ next }: Graph): { readonly sets: readonly ReadonlySet<number>[]; readonly period: number } | null {
  const seen = new Map<string, number>();
  const sets: ReadonlySet<number>[] = [];
  for (let set: ReadonlySet<number> = new Set([0]); sets.length < MAX_LAYERS; set = new Set([...set].flatMap((state) => next[state] as readonly number[]))) {
    const key = [...set].sort((a, b) => a - b).join();
    const first = seen.get(key);
    if (first !== undefined) return { sets, period: sets.length - first };
    seen.set(key, sets.length);
    sets.push(set);
  }
  return null;
}

function spell({ before }: Graph, at: (length: number) => ReadonlySet<number>, end: number, length: number): string {
  const characters: string[] = [];
  let state = end;
  for (let left = length; left > 0; left--) {
    const earlier = at(left - 1);
    const step = before[state]?.find(({ from }) => earlier.has(from));
    if (step === undefined) throw new Error('a state was reached from nowhere');
    characters.push(step.character);
    state = step.from;
  }
  return characters.reverse().join('');
}
