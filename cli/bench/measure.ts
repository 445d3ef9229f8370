// Times decisions: warms up, then lets single decisions and batches of them, by `allows` and by `decide`, take turns until the time is over. What slows
// the machine for a while slows all of them.

import type { Engine, Request } from '@polc/runtime';
import { breathe } from '../host/signals.js';
import { Laps, type Percentiles } from './laps.js';
import { allowsLoop, clockLoop, decideLoop, type Loop } from './loops.js';

export interface Timed {
  readonly single: Percentiles & { readonly samples: number };
  /** Each batch's time by the decision. */
  readonly batches: Percentiles & { readonly samples: number };
  readonly decisionsASecond: number;
}

export interface Measured {
  /** What a single figure holds of the clock itself. */
  readonly clock: Percentiles;
  readonly batch: number;
  readonly allows: Timed;
  readonly decide: Timed;
  /** Single decisions by `decide`: lap i is that of request i modulo their number. */
  readonly laps: Laps;
}

/** Of a turn, in milliseconds: short enough for a signal to come through. */
const TURN_MS = 10;
/** Of the time for measuring. */
const WARM = 0.25;
const LEAST_WARM_MS = 100;
/** A batch takes about so long, beside which reading the clock is nothing. */
const BATCH_MS = 0.2;

class Candidate {
  readonly single = new Laps();
  readonly batches = new Laps();
  readonly #loop: Loop;
  #batch = 1;
  /** Decisions that a turn of single ones takes. */
  #turn = 16;
  #decided = 0;
  #spent = 0;

  constructor(loop: Loop) {
    this.#loop = loop;
  }

  turn(): void {
    this.#singles(this.#turn);
    const end = performance.now() + TURN_MS;
    while (performance.now() < end && !this.batches.isFull) this.#timeBatch();
  }

  /** Towards each request at least once; whether there is more to do. */
  complete(requests: number): boolean {
    if (this.single.count < requests) this.#singles(Math.min(this.#turn, requests - this.single.count));
    return this.single.count < requests;
  }

  #singles(wanted: number): void {
    const count = this.single.reserve(wanted);
    const start = performance.now();
    this.#loop.single(count, this.single);
    const took = performance.now() - start;
    if (count === this.#turn && took < TURN_MS / 2) this.#turn *= 2;
  }

  #timeBatch(): void {
    const start = performance.now();
    this.#loop.batch(this.#batch);
    const took = performance.now() - start;
    this.batches.reserve(1);
    this.batches.add(took / this.#batch);
    this.#decided += this.#batch;
    this.#spent += took;
  }

  /** Decisions in BATCH_MS, a power of two. */
  get fitting(): number {
    return 2 ** Math.min(16, Math.max(0, Math.ceil(Math.log2((BATCH_MS * this.#decided) / Math.max(this.#spent, 1e-6)))));
  }

  /** What was so far was for warming. The next single decision is that of the first request again. */
  restart(batch: number, requests: number): void {
    const rest = (requests - (this.single.count % requests)) % requests;
    this.single.clear();
    this.#loop.single(this.single.reserve(rest), this.single);
    this.single.clear();
    this.batches.clear();
    this.#batch = batch;
    this.#decided = 0;
    this.#spent = 0;
  }

  timed(): Timed {
    return {
      single: { samples: this.single.count, ...this.single.percentiles() },
      batches: { samples: this.batches.count, ...this.batches.percentiles() },
      decisionsASecond: Math.round((this.#decided / this.#spent) * 1_000),
    };
  }
}

/** `tick` is called between turns. */
export async function measure(engine: Engine, requests: readonly Request[], seconds: number, tick: () => void): Promise<Measured> {
  const allows = new Candidate(allowsLoop(engine, requests));
  const decide = new Candidate(decideLoop(engine, requests));
  const run = async (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    do {
      for (const candidate of [allows, decide]) candidate.turn();
      tick();
      await breathe();
    } while (performance.now() < end);
  };
  await run(Math.max(LEAST_WARM_MS, seconds * 1_000 * WARM));
  const batch = Math.max(1, Math.min(allows.fitting, decide.fitting));
  for (const candidate of [allows, decide]) candidate.restart(batch, requests.length);
  const clock = measureClock();
  await run(seconds * 1_000);
  for (const candidate of [allows, decide]) {
    while (candidate.complete(requests.length)) {
      tick();
      await breathe();
    }
  }
  return { clock, batch, allows: allows.timed(), decide: decide.timed(), laps: decide.single };
}

function measureClock(): Percentiles {
  const laps = new Laps();
  const count = laps.reserve(50_000);
  clockLoop(count, laps);
  laps.clear();
  clockLoop(count, laps);
  return laps.percentiles();
}
