// The same passes in benny: another clock and another loop around them. It measures one case after the other, so its ratios drift with the
// machine; what it is for is to show when a figure is made by our harness and not by what it measures.

import benny from 'benny';

const WARMUP = 10;

/** Passes a second, by name. */
export async function secondOpinion(name, cases) {
  const options = { minSamples: 10, maxTime: 0.5 };
  // What it sets up before the first case is measured: every case has run hot, as in the rounds.
  const entryOf = ({ name: each, pass }) =>
    benny.add(
      each,
      () => {
        for (let i = 0; i < WARMUP; i++) pass();
        return () => pass();
      },
      options,
    );
  const summary = await silently(() => benny.suite(name, ...cases.map(entryOf)));
  return new Map(summary.results.map(({ name: each, ops }) => [each, ops]));
}

/** benny announces itself on the console. */
async function silently(run) {
  const { log } = console;
  console.log = () => {};
  try {
    return await run();
  } finally {
    console.log = log;
  }
}
