// How long does one decision take at worst? Every decision timed by itself, in a histogram; the tail against hand-written code's own.

import { build } from 'hdr-histogram-js';
import { ALLOWS, candidatesOf, DECIDE, TUNED } from './lib/candidates.mjs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, measuringSeed, send } from './lib/fresh-process.mjs';
import { prepareAll, prepared } from './lib/prepared.mjs';
import { nanoseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { Random } from './workload/random.mjs';

const PROCESSES = effort(5, 2);
const ROUNDS = effort(40, 5);
const WARMUP = effort(15, 3);
const WORKLOADS = ['w1', 'w2', 'w3', 'w4', 'w5'];
const CLOCK = 'nothing, the clock alone';
const SHARES = [50, 99, 99.9];

/** Times each call alone. Into a list that is there already: a histogram's own work would be part of what the next decision meets. */
function timeEach(loop, laps) {
  let allowed = 0;
  for (let i = 0; i < laps.length; i++) {
    const start = performance.now();
    allowed += loop(i, i + 1);
    laps[i] = performance.now() - start;
  }
  return allowed;
}

function measure(name) {
  const workload = prepared(name);
  const nothing = { name: CLOCK, loop: () => 0, expected: [] };
  const candidates = [nothing, ...candidatesOf(workload, [TUNED, ALLOWS, DECIDE])].map((each) => ({
    ...each,
    allowed: each.expected.filter(Boolean).length,
    laps: new Float64Array(workload.requests.length),
    // Three digits, from a nanosecond to ten seconds.
    histogram: build({ bitBucketSize: 64, highestTrackableValue: 10_000_000_000, numberOfSignificantValueDigits: 3, useWebAssembly: false }),
  }));
  const random = new Random(measuringSeed());
  for (let round = -WARMUP; round < ROUNDS; round++) {
    for (const { name: candidate, loop, laps, histogram, allowed } of random.shuffled(candidates)) {
      const found = timeEach(loop, laps);
      if (found !== allowed) throw new Error(`${candidate}: ${found} allowed instead of ${allowed}; nothing it measured counts`);
      if (round >= 0) for (const lap of laps) histogram.recordValue(Math.max(1, Math.round(lap * 1e6)));
    }
  }
  send(
    candidates.map((each) => ({ candidate: each.name, at: SHARES.map((share) => each.histogram.getValueAtPercentile(share)), most: each.histogram.maxValue })),
  );
}

async function figuresOf(workload) {
  const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: workload });
  return runs[0].map(({ candidate }, place) => {
    const [p50, p99, p999] = SHARES.map((_, i) => median(runs.map((run) => run[place].at[i])));
    const tails = runs.map((run) => run[place].at[2] / run[place].at[0]);
    const tuned = runs.map((run) => run.find((each) => each.candidate === TUNED));
    const toTuned = tuned[0] === undefined ? null : median(runs.map((run, i) => run[place].at[2] / tuned[i].at[2]));
    const most = median(runs.map((run) => run[place].most));
    return { workload, candidate, p50, p99, p999, most, tail: median(tails), tailRange: spread(tails), p999ToTuned: toTuned };
  });
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) figures.push(...(await figuresOf(workload)));
  report({
    name: 'latency',
    question: 'how long does one decision take at worst?',
    method: `each decision timed by itself, the clock included; ${PROCESSES} processes of ${ROUNDS} × 10,000 decisions a case, alternating; medians of the processes`,
    rows: figures.map((each) => ({
      workload: each.workload,
      case: each.candidate,
      p50: nanoseconds(each.p50),
      p99: nanoseconds(each.p99),
      'p99.9': nanoseconds(each.p999),
      longest: nanoseconds(each.most),
      'p99.9 / p50': times(each.tail),
      'between processes': range(each.tailRange),
      'p99.9 × hand-tuned': each.p999ToTuned === null ? '–' : times(each.p999ToTuned),
    })),
    figures,
  });
}

if (isMeasuring) measure(measured());
else await answer();
