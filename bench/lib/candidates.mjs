// Who decides a workload: polc's engine by each of its answers, and hand-written code, each with a loop of its own. All answers are checked before anything
// is timed.

import { loadBundle } from '@polc/runtime';
import { hasAgentForm } from '../peers/agent-form.mjs';
import { floor } from '../peers/code-review-ifs.mjs';
import { loadHand } from '../peers/hand.mjs';
import { loadHandTuned } from '../peers/hand-tuned.mjs';
import { allowsLoop, decideJsonLoop, decideLoop, floorLoop, floorWithFormLoop, handLoop, tunedLoop, tunedWithFormLoop } from './loops.mjs';

export const FLOOR = 'floor';
export const FLOOR_WITH_FORM = 'floor with form';
export const HAND = 'hand';
export const TUNED = 'hand-tuned';
export const TUNED_WITH_FORM = 'hand-tuned with form';
export const ALLOWS = 'allows';
export const DECIDE = 'decide';
export const DECIDE_JSON = 'decide, as JSON';

/** `{ name, loop, expected }` each, of those named; the floors are for w1 alone. */
export function candidatesOf(workload, names) {
  const { requests, expect, name: workloadName } = workload;
  // One of each: names that share an engine share its memory, as they would in a program.
  const engine = once(() => loadEngine(workload));
  const tuned = once(() => loadHandTuned(workload));
  const makers = {
    ...(workloadName === 'w1' && {
      [FLOOR]: () => floorLoop(floor, requests),
      [FLOOR_WITH_FORM]: () => floorWithFormLoop(hasAgentForm, floor, requests),
    }),
    ...(workload.facts === null && {
      [HAND]: () => handLoop(loadHand(workload), requests),
      [TUNED]: () => tunedLoop(tuned(), requests),
      [TUNED_WITH_FORM]: () => tunedWithFormLoop(hasAgentForm, tuned(), requests),
    }),
    [ALLOWS]: () => allowsLoop(engine(), requests),
    [DECIDE]: () => decideLoop(engine(), requests),
    [DECIDE_JSON]: () => decideJsonLoop(engine(), requests),
  };
  const candidates = names.filter((name) => name in makers).map((name) => ({ name, loop: makers[name](), expected: expect }));
  for (const candidate of candidates) checkAnswers(candidate, workload);
  return candidates;
}

export function loadEngine({ bundle, facts }) {
  return loadBundle(bundle, facts === null ? {} : { facts });
}

/** A fast wrong answer is worth nothing. */
function checkAnswers({ name, loop, expected }, { name: workload, requests }) {
  for (let i = 0; i < requests.length; i++) {
    if (loop(i, i + 1) !== (expected[i] ? 1 : 0))
      throw new Error(`${workload}: the answer of ${name} to request ${i} is wrong: ${JSON.stringify(requests[i])}`);
  }
}

function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}
