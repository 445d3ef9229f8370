// Which states of a deterministic automaton accept the same texts: Hopcroft's algorithm, whose time grows with n log n even where only long
// texts tell two states apart.

import { type Dfa, NOWHERE } from './determinize.js';
import { SplitBlocks } from './split-blocks.js';

/** Blocks of states; the last number, after the states, is nowhere, and states from which nothing is accepted are in its block. */
export function minimize({ accepting, next, classCount }: Dfa): SplitBlocks {
  const sources = new Sources(next, classCount, accepting.length + 1);
  const blocks = new SplitBlocks(accepting.length + 1);
  blocks.split([...accepting.keys()].filter((state) => accepting[state]));
  // Every block begins on the list, and the smaller part of each that is split joins it: enough, since the other part is then known too.
  for (let block = blocks.takeWaiting(); block !== undefined; block = blocks.takeWaiting()) {
    const members = blocks.membersOf(block);
    for (let number = 0; number < classCount; number++) blocks.split(sources.of(members, number));
  }
  return blocks;
}

/** From where a state is reached by a class. */
class Sources {
  readonly #size: number;
  readonly #starts: Int32Array;
  readonly #sources: Int32Array;

  constructor(next: readonly number[], classCount: number, size: number) {
    const nowhere = size - 1;
    const slot = (state: number, number: number) => {
      const target = state === nowhere ? nowhere : (next[state * classCount + number] as number);
      return number * size + (target === NOWHERE ? nowhere : target);
    };
    this.#size = size;
    this.#starts = new Int32Array(classCount * size + 1);
    this.#sources = new Int32Array(classCount * size);
    const each = (visit: (slot: number, state: number) => void) => {
      for (let state = 0; state < size; state++) for (let number = 0; number < classCount; number++) visit(slot(state, number), state);
    };
    const starts = this.#starts;
    each((at) => {
      starts[at] = (starts[at] as number) + 1;
    });
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
    // Filled from behind, so that each start ends where its sources begin.
    each((at, state) => {
      starts[at] = (starts[at] as number) - 1;
      this.#sources[starts[at] as number] = state;
    });
  }

  of(targets: Iterable<number>, number: number): number[] {
    const found: number[] = [];
    for (const target of targets) {
      const at = number * this.#size + target;
      const end = this.#starts[at + 1] as number;
      for (let i = this.#starts[at] as number; i < end; i++) found.push(this.#sources[i] as number);
    }
    return found;
  }
}
