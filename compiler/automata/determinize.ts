// Thompson's automaton to a deterministic one: its states are sets of states, found as they are reached. Stops at a bound on states, on the
// table and on steps, each the same on every machine. Making it small is minimize's.

import { ACCEPT, type Nfa, NO_SET } from './build-nfa.js';
import type { Partition } from './partition.js';

const MAX_STATES = 2_000;
/** States times classes: what a bundle has to carry. */
const MAX_TABLE = 100_000;
/** Looks at a state, so that building never takes noticeably long. */
const MAX_STEPS = 1_500_000;

/** In place of a state: nothing follows. */
export const NOWHERE = -1;

export interface Dfa {
  readonly classCount: number;
  readonly accepting: readonly boolean[];
  /** `next[state * classCount + class]`: a state, or NOWHERE. */
  readonly next: readonly number[];
}

/** null when a bound is passed. State 0 is the start. */
export function determinize(nfa: Nfa, { classCount, classesOf }: Partition): Dfa | null {
  const subsets = new Subsets(nfa, Math.min(MAX_STATES, Math.floor(MAX_TABLE / classCount)));
  const next: number[] = [];
  const targets = Array.from({ length: classCount }, (): number[] => []);
  subsets.numberOf([nfa.start]);
  for (let state = 0; state < subsets.members.length; state++) {
    for (const target of targets) target.length = 0;
    for (const member of subsets.members[state] as readonly number[]) {
      const classes = classesOf[nfa.setOf[member] as number] ?? [];
      subsets.steps += classes.length;
      if (subsets.full) return null;
      for (const number of classes) targets[number]?.push(nfa.out[member] as number);
    }
    for (const target of targets) next.push(target.length === 0 ? NOWHERE : subsets.numberOf(target));
    if (subsets.full) return null;
  }
  return { classCount, next, accepting: subsets.members.map((members) => members.includes(ACCEPT)) };
}

/** Sets of the states that read something or accept; every set once. */
class Subsets {
  readonly members: number[][] = [];
  steps = 0;
  readonly #nfa: Nfa;
  readonly #most: number;
  readonly #byHash = new Map<number, number[]>();
  /** A state is in the set being made when its mark is the stamp. */
  readonly #marks: Uint32Array;
  #stamp = 0;

  constructor(nfa: Nfa, most: number) {
    this.#nfa = nfa;
    this.#most = most;
    this.#marks = new Uint32Array(nfa.setOf.length);
  }

  get full(): boolean {
    return this.members.length > this.#most || this.steps > MAX_STEPS;
  }

  /** The number of the set of states reached from these without reading, a new one if need be. Empties `pending`. */
  numberOf(pending: number[]): number {
    const members = this.#withoutAbsorbed(this.#close(pending));
    let hash = members.length;
    for (const member of members) hash = (hash + Math.imul(member + 1, 0x9e3779b1)) | 0;
    const alike = this.#byHash.get(hash) ?? [];
    for (const number of alike) if (this.#isMarked(this.members[number] as number[], members.length)) return number;
    const number = this.members.push(members) - 1;
    this.#byHash.set(hash, [...alike, number]);
    return number;
  }

  #close(pending: number[]): number[] {
    const { setOf, out, other } = this.#nfa;
    const members: number[] = [];
    this.#stamp++;
    while (pending.length > 0 && !this.full) {
      const state = pending.pop() as number;
      this.steps++;
      if (state < 0 || this.#marks[state] === this.#stamp) continue;
      this.#marks[state] = this.#stamp;
      if (state === ACCEPT || setOf[state] !== NO_SET) members.push(state);
      else pending.push(out[state] as number, other[state] as number);
    }
    return members;
  }

  #withoutAbsorbed(members: number[]): number[] {
    let least = Number.POSITIVE_INFINITY;
    for (const member of members) if (this.#nfa.absorbing.has(member)) least = Math.min(least, member);
    if (least === Number.POSITIVE_INFINITY) return members;
    return members.filter((member) => {
      if (member > least) this.#marks[member] = 0;
      return member <= least;
    });
  }

  #isMarked(members: readonly number[], length: number): boolean {
    this.steps += members.length;
    return members.length === length && members.every((member) => this.#marks[member] === this.#stamp);
  }
}
