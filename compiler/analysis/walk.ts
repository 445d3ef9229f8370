// Languages of texts, walked a code point at a time, and the shortest text of each combination of states that several of them can be in.

import type { Automaton } from '@polc/runtime';

/** A language, by the states that its texts lead to; which states accept is asked elsewhere. */
export interface Walk {
  readonly start: number;
  step(state: number, point: number): number;
  /** Code points at which, in this state, something else may follow than at the one before. In any order. */
  cuts(state: number): readonly number[];
}

const NOTHING: readonly number[] = [];
/** A state that nothing leaves. */
const LOST = -1;

/** A finite set of texts. */
export function textsWalk(texts: readonly string[]): Walk {
  const children: Map<number, number>[] = [new Map()];
  for (const text of texts) {
    let at = 0;
    for (const character of text) {
      const point = character.codePointAt(0) as number;
      const here = children[at] as Map<number, number>;
      let next = here.get(point);
      if (next === undefined) {
        next = children.length;
        children.push(new Map());
        here.set(point, next);
      }
      at = next;
    }
  }
  return {
    start: 0,
    step: (state, point) => (state === LOST ? LOST : (children[state]?.get(point) ?? LOST)),
    cuts: (state) => (state === LOST ? NOTHING : [...(children[state] as Map<number, number>).keys()].flatMap(around)),
  };
}

const around = (point: number) => [point, point + 1];

/** Whether a text stands in another one: at its start, at its end, anywhere. */
export function partWalk(part: string, place: 'start' | 'end' | 'anywhere'): Walk {
  const points = Array.from(part, (character) => character.codePointAt(0) as number);
  const { length } = points;
  const fallback = fallbacksOf(points);
  const advance = (from: number, point: number): number => {
    let state = from;
    while (state > 0 && (state === length || points[state] !== point)) state = fallback[state - 1] as number;
    return points[state] === point ? state + 1 : 0;
  };
  return {
    start: 0,
    step: (state, point) => {
      if (state === LOST || (state === length && place !== 'end')) return state;
      if (place === 'start') return points[state] === point ? state + 1 : LOST;
      return advance(state, point);
    },
    cuts: (state) => {
      if (state === LOST || length === 0 || (state === length && place !== 'end')) return NOTHING;
      return place === 'start' ? around(points[state] as number) : [...new Set(points)].flatMap(around);
    },
  };
}

/** For each start of the text: the longest of its own starts that it ends in. */
function fallbacksOf(points: readonly number[]): readonly number[] {
  const fallback = [0];
  for (let i = 1, length = 0; i < points.length; ) {
    if (points[i] === points[length]) fallback[i++] = ++length;
    else if (length > 0) length = fallback[length - 1] as number;
    else fallback[i++] = 0;
  }
  return fallback;
}

/** Before, at or behind a text in the order of code points. */
export function orderWalk(text: string): Walk {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  const [less, greater] = [points.length + 1, points.length + 2];
  return {
    start: 0,
    step: (state, point) => {
      if (state > points.length) return state;
      const own = points[state];
      return own === undefined || point > own ? greater : point < own ? less : state + 1;
    },
    cuts: (state) => (state < points.length ? around(points[state] as number) : NOTHING),
  };
}

/** Lengths up to `most`, and longer. */
export function lengthWalk(most: number): Walk {
  return { start: 0, step: (state) => Math.min(state + 1, most + 1), cuts: () => NOTHING };
}

export function automatonWalk({ bounds, classOf, classCount, next }: Automaton): Walk {
  const cuts = Array.from(bounds);
  const DEAD = 0xffff;
  return {
    start: 0,
    step: (state, point) => {
      if (state === LOST) return LOST;
      let low = 0;
      let high = bounds.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((bounds[middle] as number) <= point) low = middle;
        else high = middle;
      }
      const to = next[state * classCount + (classOf[low] as number)] as number;
      return to === DEAD ? LOST : to;
    },
    cuts: (state) => (state === LOST ? NOTHING : cuts),
  };
}

/** A language of what `lower` makes of the text. */
export function loweredWalk(walk: Walk): Walk {
  return {
    start: walk.start,
    step: (state, point) => walk.step(state, point >= 0x41 && point <= 0x5a ? point + 32 : point),
    cuts: (state) => [0x41, 0x5b, ...walk.cuts(state).flatMap((cut) => (cut > 0x61 && cut <= 0x7b ? [cut, cut - 32] : [cut]))],
  };
}

/** Segments that a template may fill in (spec §5.4): not empty, without what reaches beyond a segment. */
export const SEGMENT_WALK: Walk = {
  start: 0,
  step: (state, point) => (state === LOST || /[/*+\p{Cc}]/u.test(String.fromCodePoint(point)) ? LOST : 1),
  cuts: (state) => (state === LOST ? NOTHING : [0x20, 0x2a, 0x2c, 0x2f, 0x30, 0x7f, 0xa0]),
};

export interface Reached {
  /** The shortest text that leads there, the first of them as readers like them. */
  readonly text: string;
  /** As long as the walks. */
  readonly states: readonly number[];
}

/** All that the walks can be in together, shortest first, until `limit` were seen: then the last answer is false. Each with so many texts, where it has them. */
export function explore(walks: readonly Walk[], limit: number, visit: (reached: Reached) => void, times = 1): boolean {
  const start = walks.map((walk) => walk.start);
  const seen = new Map([[start.join(), 1]]);
  const queue: Reached[] = [{ text: '', states: start }];
  for (let at = 0; at < queue.length; at++) {
    const { text, states } = queue[at] as Reached;
    visit(queue[at] as Reached);
    for (const point of representatives(walks, states)) {
      const next = walks.map((walk, i) => walk.step(states[i] as number, point));
      const key = next.join();
      const before = seen.get(key) ?? 0;
      if (before >= times) continue;
      if (seen.size >= limit) return false;
      seen.set(key, before + 1);
      queue.push({ text: text + String.fromCodePoint(point), states: next });
    }
    // What was visited need not be kept.
    queue[at] = NO_LONGER;
  }
  return true;
}

/** A run of code points, none of them half of a character, and where they lead. */
export interface Link {
  readonly first: number;
  readonly last: number;
  readonly to: number;
}

/** By combination of states, the one at the start first, its links in the order of code points; null where there are more than `limit`. */
export function linksOf(walks: readonly Walk[], limit: number): readonly (readonly Link[])[] | null {
  const start = walks.map((walk) => walk.start);
  const numbers = new Map([[start.join(), 0]]);
  const all = [start];
  const links: Link[][] = [];
  for (const states of all) {
    const own: Link[] = [];
    for (const [first, last] of runsOf(walks, states).flatMap(withoutHalves)) {
      const next = walks.map((walk, i) => walk.step(states[i] as number, first));
      const key = next.join();
      let to = numbers.get(key);
      if (to === undefined) {
        if (all.length >= limit) return null;
        to = all.length;
        numbers.set(key, to);
        all.push(next);
      }
      own.push({ first, last, to });
    }
    links.push(own);
  }
  return links;
}

function withoutHalves([first, last]: Run): readonly Run[] {
  const runs: Run[] = [
    [first, Math.min(last, 0xd7ff)],
    [Math.max(first, 0xe000), last],
  ];
  return runs.filter(([from, to]) => from <= to);
}

const NO_LONGER: Reached = { text: '', states: [] };

/** One code point of each run that all walks take alike, those that read well first. */
function representatives(walks: readonly Walk[], states: readonly number[]): readonly number[] {
  return runsOf(walks, states)
    .map(([first, last]) => nicest(first, last))
    .sort((a, b) => rankOf(a) - rankOf(b) || a - b);
}

type Run = readonly [first: number, last: number];

/** In order. */
function runsOf(walks: readonly Walk[], states: readonly number[]): readonly Run[] {
  const cuts = new Set([0]);
  walks.forEach((walk, i) => {
    for (const cut of walk.cuts(states[i] as number)) cuts.add(cut);
  });
  const bounds = [...cuts].filter((cut) => cut <= LAST).sort((a, b) => a - b);
  return bounds.map((first, i) => [first, (bounds[i + 1] ?? LAST + 1) - 1]);
}

const LAST = 0x10ffff;
const LIKED = 'xyzabcdefghijklmnopqrstuvw0123456789-_.@ABCDEFGHIJKLMNOPQRSTUVWXYZ /';
const RANKS = new Map(Array.from(LIKED, (character, i) => [character.codePointAt(0) as number, i]));

function rankOf(point: number): number {
  return RANKS.get(point) ?? LIKED.length;
}

function nicest(first: number, last: number): number {
  if (first === last) return first;
  for (const point of RANKS.keys()) if (point >= first && point <= last) return point;
  for (const [from, to] of READABLE) if (first <= to && last >= from) return Math.max(first, from);
  return first;
}

/** Before what is a control character or half of one. */
const READABLE: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xd7ff],
  [0x10000, LAST],
  [0xe000, 0xfffd],
];
