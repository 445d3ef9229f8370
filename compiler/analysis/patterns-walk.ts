// Path patterns of Vault's three kinds as one walk: which of them a path matches is what its state says.

import type { Classified } from '@polc/runtime/anatomy';
import type { Walk } from './walk.js';

/** A place in some patterns: what was read of them so far is the same. */
interface Place {
  readonly next: Map<number, Place>;
  /** A `+` may start here. */
  plus: Place | null;
  /** It is inside a `+`. */
  readonly loops: boolean;
  /** Patterns that end here. */
  readonly ends: number[];
  /** Patterns that take whatever follows. */
  readonly open: number[];
}

export interface PatternsWalk extends Walk {
  /** Numbers of the patterns that a path in this state matches, ascending. */
  matching(state: number): readonly number[];
}

const SLASH = 0x2f;

interface State {
  readonly places: readonly Place[];
  /** Open ones that were met. */
  readonly taken: readonly number[];
  readonly matching: readonly number[];
  readonly steps: Map<number, number>;
  cuts: readonly number[] | null;
}

export function patternsWalk(patterns: readonly Classified[]): PatternsWalk {
  const root = placeOf(false);
  patterns.forEach((pattern, number) => {
    add(root, pattern, number);
  });
  const ids = new Map<Place, number>();
  const idOf = (place: Place): number => {
    let id = ids.get(place);
    if (id === undefined) {
      id = ids.size;
      ids.set(place, id);
    }
    return id;
  };
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const stateOf = (entered: readonly Place[], before: readonly number[]): number => {
    const places = new Set<Place>();
    for (const place of entered) for (let at: Place | null = place; at !== null && !places.has(at); at = at.plus) places.add(at);
    const taken = new Set(before);
    for (const place of places) for (const number of place.open) taken.add(number);
    const all = [...places].sort((a, b) => idOf(a) - idOf(b));
    const open = [...taken].sort(ascending);
    const key = `${all.map(idOf).join()} ${open.join()}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = states.length;
      numbers.set(key, number);
      const matching = [...new Set([...open, ...all.flatMap(({ ends }) => ends)])].sort(ascending);
      states.push({ places: all, taken: open, matching, steps: new Map(), cuts: null });
    }
    return number;
  };
  const start = stateOf([root], []);
  return {
    start,
    matching: (state) => (states[state] as State).matching,
    cuts: (state) => {
      const here = states[state] as State;
      here.cuts ??= [...new Set(here.places.flatMap(({ next, loops }) => [...next.keys(), ...(loops ? [SLASH] : [])]))].flatMap((point) => [point, point + 1]);
      return here.cuts;
    },
    step: (state, point) => {
      const here = states[state] as State;
      const known = here.steps.get(point);
      if (known !== undefined) return known;
      const entered = here.places.flatMap((place) => [
        ...(place.next.get(point) === undefined ? [] : [place.next.get(point) as Place]),
        ...looped(place, point),
      ]);
      const next = stateOf(entered, here.taken);
      here.steps.set(point, next);
      return next;
    },
  };
}

const ascending = (a: number, b: number) => a - b;

function looped(place: Place, point: number): readonly Place[] {
  return place.loops && point !== SLASH ? [place] : [];
}

function placeOf(loops: boolean): Place {
  return { next: new Map(), plus: null, loops, ends: [], open: [] };
}

function add(root: Place, { kind, text }: Classified, number: number): void {
  const open = kind === 'prefix' || (kind === 'segment' && text.endsWith('*'));
  const fixed = kind === 'segment' && open ? text.slice(0, -1) : text;
  const segments = kind === 'segment' ? fixed.split('/') : [fixed];
  let at = root;
  segments.forEach((segment, i) => {
    if (i > 0) at = literal(at, '/');
    // INVARIANT: the text before a final `*` is no wildcard: `+*` is no pattern.
    if (kind === 'segment' && segment === '+' && !(open && i === segments.length - 1)) {
      at.plus ??= placeOf(true);
      at = at.plus;
    } else at = literal(at, segment);
  });
  (open ? at.open : at.ends).push(number);
}

function literal(from: Place, text: string): Place {
  let at = from;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    let next = at.next.get(point);
    if (next === undefined) {
      next = placeOf(false);
      at.next.set(point, next);
    }
    at = next;
  }
  return at;
}
