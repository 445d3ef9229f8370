// A tree to Thompson's automaton, built from the end: every part is told the state that follows it. Deciding anything is determinize's.

import { type CharSet, isAny } from './char-set.js';
import type { Node } from './node.js';

const MAX_STATES = 20_000;

/** The accepting state, and the first built: states of what comes earlier in the expression have larger numbers. */
export const ACCEPT = 0;
/** In place of a set: a state that reads nothing. */
export const NO_SET = -1;
const NO_STATE = -1;

export interface Nfa {
  readonly start: number;
  readonly sets: readonly CharSet[];
  /** Of each state the number of the set it reads, or NO_SET. */
  readonly setOf: readonly number[];
  /** Of each state one that follows, and for one that reads nothing perhaps another; negative where there is none. */
  readonly out: readonly number[];
  readonly other: readonly number[];
  /**
   * States that stay on any code point and that every way to the end from a larger state leads through. From there whatever a larger state
   * accepts is accepted, so larger states beside it say nothing.
   */
  readonly absorbing: ReadonlySet<number>;
}

/** null when there are too many states. */
export function buildNfa(root: Node): Nfa | null {
  const builder = new NfaBuilder();
  const parts = root.kind === 'sequence' ? root.parts : [root];
  const start = parts.reduceRight((follows, part) => builder.topLevel(part, follows), ACCEPT);
  return builder.full ? null : { ...builder.tables(), start };
}

class NfaBuilder {
  readonly #sets: CharSet[] = [];
  readonly #setNumbers = new Map<CharSet, number>();
  readonly #setOf = [NO_SET];
  readonly #out = [NO_STATE];
  readonly #other = [NO_STATE];
  readonly #absorbing = new Set<number>();

  get full(): boolean {
    return this.#setOf.length > MAX_STATES;
  }

  tables(): Omit<Nfa, 'start'> {
    return { sets: this.#sets, setOf: this.#setOf, out: this.#out, other: this.#other, absorbing: this.#absorbing };
  }

  topLevel(node: Node, follows: number): number {
    if (node.kind === 'repeat' && node.max === Number.POSITIVE_INFINITY && node.body.kind === 'set' && isAny(node.body.set)) {
      // The loop is the first state of a repetition, and what it repeats the second.
      this.#absorbing.add(this.#setOf.length + 1);
    }
    return this.#build(node, follows);
  }

  /** Each leaf adds a state, so that the bound on states bounds the work too. */
  #build(node: Node, follows: number): number {
    if (this.full) return follows;
    switch (node.kind) {
      case 'empty':
        return this.#add(NO_SET, follows);
      case 'set':
        return this.#add(this.#numberOf(node.set), follows);
      case 'sequence':
        return node.parts.reduceRight((next, part) => this.#build(part, next), follows);
      case 'choice':
        return node.options.map((option) => this.#build(option, follows)).reduceRight((rest, option) => this.#add(NO_SET, option, rest));
      case 'repeat':
        return this.#repeat(node.body, node.min, node.max, follows);
    }
  }

  #repeat(body: Node, min: number, max: number, follows: number): number {
    let entry = follows;
    let copies = min;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#add(NO_SET, NO_STATE, follows);
      const again = this.#build(body, loop);
      this.#out[loop] = again;
      entry = min === 0 ? loop : again;
      copies = min - 1;
    } else {
      for (let i = min; i < max; i++) entry = this.#add(NO_SET, this.#build(body, entry), follows);
    }
    for (let i = 0; i < copies; i++) entry = this.#build(body, entry);
    return entry;
  }

  #add(set: number, out: number, other = NO_STATE): number {
    this.#out.push(out);
    this.#other.push(other);
    return this.#setOf.push(set) - 1;
  }

  #numberOf(set: CharSet): number {
    const number = this.#setNumbers.get(set) ?? this.#sets.push(set) - 1;
    this.#setNumbers.set(set, number);
    return number;
  }
}
