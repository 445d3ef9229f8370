// How many decisions a second, against the same policy hand-written as ifs?

import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { inFreshProcesses, isMeasuring, measuringSeed, send } from './lib/fresh-process.mjs';
import { interleave, ratioTo } from './lib/interleave.mjs';
import { perSecond, range, report, times } from './lib/report.mjs';
import { secondOpinion } from './lib/second-opinion.mjs';
import { median, spread } from './lib/statistics.mjs';
import { floor, floorWithForm } from './peers/code-review-ifs.mjs';
import { generate } from './workload/generate.mjs';
import { polcRequest, policyText } from './workload/to-polc.mjs';

const PROCESSES = 5;
const ROUNDS = 60;
const WARMUP = 20;
const SETTLE = 2_000;
const IFS = 'ifs';
const IFS_WITH_FORM = 'ifs that check the form';

// One small plain loop a case: a loop shared by all would make every call in it slow.

function passFloor(requests) {
  let allowed = 0;
  for (let i = 0; i < requests.length; i++) if (floor(requests[i])) allowed++;
  return allowed;
}

function passFloorWithForm(requests) {
  let allowed = 0;
  for (let i = 0; i < requests.length; i++) if (floorWithForm(requests[i])) allowed++;
  return allowed;
}

function passAllows(engine, requests) {
  let allowed = 0;
  for (let i = 0; i < requests.length; i++) if (engine.allows(requests[i])) allowed++;
  return allowed;
}

function passDecide(engine, requests) {
  let allowed = 0;
  for (let i = 0; i < requests.length; i++) {
    const decision = engine.decide(requests[i]);
    if (decision.allowed && decision.outcome === 'allowed') allowed++;
  }
  return allowed;
}

function prepare() {
  const workload = generate('w1');
  // As they would come over a wire: flat strings, one shape.
  const requests = JSON.parse(JSON.stringify(workload.requests.map(polcRequest)));
  const { bundle } = compile(workload.agents.map((agent) => ({ file: `${agent.id}.hcl`, text: policyText(agent) })));
  const engine = loadBundle(bundle);
  checkDecisions(engine, requests, workload.requests);
  const expected = workload.requests.filter((request) => request.expect).length;
  const cases = [
    { name: IFS, pass: () => passFloor(requests), expected },
    { name: IFS_WITH_FORM, pass: () => passFloorWithForm(requests), expected },
    { name: 'allows', pass: () => passAllows(engine, requests), expected },
    { name: 'decide', pass: () => passDecide(engine, requests), expected },
  ];
  return { cases, count: requests.length, expected };
}

/** A fast wrong answer is worth nothing: all four give the reference's answer to every request. */
function checkDecisions(engine, requests, drawn) {
  requests.forEach((request, i) => {
    const decision = engine.decide(request);
    const answers = [floor(request), floorWithForm(request), engine.allows(request), decision.allowed, decision.outcome === 'allowed'];
    const wrong = answers.findIndex((answer) => answer !== drawn[i].expect);
    if (wrong >= 0) throw new Error(`answer ${wrong} to request ${i} is wrong: ${JSON.stringify(request)}`);
  });
}

function measure() {
  const { cases } = prepare();
  const laps = interleave(cases, { rounds: ROUNDS, warmup: WARMUP, settle: SETTLE, seed: measuringSeed() });
  send(
    cases.map(({ name }) => ({
      name,
      nanoseconds: median(laps.get(name)),
      toIfs: ratioTo(laps.get(IFS), laps.get(name)).median,
      toIfsWithForm: ratioTo(laps.get(IFS_WITH_FORM), laps.get(name)).median,
    })),
  );
}

async function answer() {
  const { cases, count, expected } = prepare();
  const processes = await inFreshProcesses(import.meta.url, PROCESSES);
  const second = await secondOpinion('code-review', cases);
  const figures = cases.map(({ name }, place) => {
    const runs = processes.map((each) => each[place]);
    const of = (member) => median(runs.map((run) => run[member]));
    return {
      case: name,
      nanoseconds: of('nanoseconds') / count,
      perSecond: (count / of('nanoseconds')) * 1e9,
      timesIfs: of('toIfs'),
      timesIfsRange: spread(runs.map((run) => run.toIfs)),
      timesIfsWithForm: of('toIfsWithForm'),
      timesIfsInBenny: second.get(IFS) / second.get(name),
    };
  });
  report({
    name: 'code-review',
    question: 'how many decisions a second, against the same policy hand-written as ifs?',
    method: `${count} requests, ${((expected / count) * 100).toFixed(1)} % allowed, all answers checked; ${PROCESSES} processes of ${ROUNDS} interleaved rounds, medians`,
    rows: figures.map((each) => ({
      case: each.case,
      'ns a decision': each.nanoseconds.toFixed(0),
      'a second': perSecond(each.perSecond),
      '× ifs': times(each.timesIfs),
      'between processes': range(each.timesIfsRange),
      '× ifs with form': times(each.timesIfsWithForm),
      '× ifs in benny': times(each.timesIfsInBenny),
    })),
    figures,
  });
}

if (isMeasuring) measure();
else await answer();
