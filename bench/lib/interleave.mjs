// Rounds in which every case runs once, in random order: what slows the machine for a while slows them all, and ratios within one round stand.

import { Random } from '../workload/random.mjs';
import { median, spread } from './statistics.mjs';

/**
 * A case is `{ name, pass, expected }`: `pass()` does the whole work once, a few milliseconds at least, in a loop of its own, and returns a
 * number that shows it was done. Answers, by name, the nanoseconds of each round's pass. Before the first round that counts there are `warmup` rounds,
 * and more until `settle` milliseconds have gone by: on a busy machine the engine compiles late, whatever the number of rounds.
 */
export function interleave(cases, { rounds, warmup, settle = 0, seed = 1 }) {
  const random = new Random(seed);
  const laps = new Map(cases.map(({ name }) => [name, []]));
  const settled = performance.now() + settle;
  for (let round = -warmup; round < rounds; round++) {
    if (round === 0 && performance.now() < settled) round = -1;
    for (const { name, pass, expected } of random.shuffled(cases)) {
      const start = process.hrtime.bigint();
      const done = pass();
      const nanoseconds = Number(process.hrtime.bigint() - start);
      if (done !== expected) throw new Error(`${name}: ${done} instead of ${expected}; nothing it measured counts`);
      if (round >= 0) laps.get(name).push(nanoseconds);
    }
  }
  return laps;
}

/** How many times as long as the baseline, of the same round: the middle, and the middle half. */
export function ratioTo(baseline, laps) {
  const ratios = laps.map((nanoseconds, round) => nanoseconds / baseline[round]);
  return { median: median(ratios), spread: spread(ratios) };
}
