// Many decisions in small batches: each candidate goes through the requests in turn, in batches of about half a millisecond, and the middle batch counts,
// so that a collection or an interrupt here and there does not. Candidates alternate in random order, as in interleave.mjs.

import { Random } from '../workload/random.mjs';
import { median } from './statistics.mjs';

const BATCH = 500_000;
/** What is fast goes through them several times: by the second time its data are in the caches again, whoever's turn it was before. */
const SHORTEST_TURN = 20_000_000;
/** What is slow does not go through all requests in one turn; the next turn takes up where it stopped. */
const LONGEST_TURN = 60_000_000;

/**
 * A candidate is `{ name, loop, expected }`: `loop(from, to)` decides these requests in a small loop of its own and returns how many it allowed;
 * `expected` has the answer to each request. Answers, by name, the nanoseconds a decision of each round: the median of its batches.
 */
export function takeTurns(candidates, { rounds, settle, seed = 1 }) {
  const random = new Random(seed);
  const takers = candidates.map((candidate) => new Taker(candidate));
  const figures = new Map(candidates.map(({ name }) => [name, []]));
  const settled = performance.now() + settle;
  // Every taker warms up until its batches are of their size, and all of them until the engine has had its time.
  for (let round = 0; round < 3 || performance.now() < settled; round++) for (const taker of random.shuffled(takers)) taker.turn();
  for (let round = 0; round < rounds; round++) {
    for (const taker of random.shuffled(takers)) figures.get(taker.name).push(taker.turn());
  }
  return figures;
}

class Taker {
  #loop;
  #allowedUntil;
  #place = 0;
  #size = 1;

  constructor({ name, loop, expected }) {
    this.name = name;
    this.#loop = loop;
    this.#allowedUntil = new Uint32Array(expected.length + 1);
    for (let i = 0; i < expected.length; i++) this.#allowedUntil[i + 1] = this.#allowedUntil[i] + (expected[i] ? 1 : 0);
  }

  /** Nanoseconds a decision: the middle of this turn's batches. */
  turn() {
    const count = this.#allowedUntil.length - 1;
    const size = this.#size;
    const perDecision = [];
    let spent = 0;
    for (let left = count; (left > 0 || spent < SHORTEST_TURN) && spent < LONGEST_TURN; ) {
      const from = this.#place;
      const to = Math.min(from + size, count);
      const nanoseconds = this.#batch(from, to);
      spent += nanoseconds;
      left -= to - from;
      this.#place = to === count ? 0 : to;
      // The short one at the end of the list would weigh more than its decisions.
      if (to - from === size || perDecision.length === 0) perDecision.push(nanoseconds / (to - from));
    }
    const middle = median(perDecision);
    const batches = Math.max(1, Math.round((count * middle) / BATCH));
    this.#size = Math.ceil(count / batches);
    return middle;
  }

  #batch(from, to) {
    const loop = this.#loop;
    const start = process.hrtime.bigint();
    const allowed = loop(from, to);
    const nanoseconds = Number(process.hrtime.bigint() - start);
    const expected = this.#allowedUntil[to] - this.#allowedUntil[from];
    if (allowed !== expected) throw new Error(`${this.name}: ${allowed} allowed instead of ${expected}; nothing it measured counts`);
    return nanoseconds;
  }
}
