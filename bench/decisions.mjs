// What does a decision cost, against code written by hand for the same rules? And what do a hundred times as many rules add, and delegations?

import { ALLOWS, candidatesOf, DECIDE, DECIDE_JSON, FLOOR, FLOOR_WITH_FORM, HAND, TUNED, TUNED_WITH_FORM } from './lib/candidates.mjs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, measuringSeed, send } from './lib/fresh-process.mjs';
import { ratioTo } from './lib/interleave.mjs';
import { prepareAll, prepared, WORKLOAD_NAMES } from './lib/prepared.mjs';
import { nanoseconds, perSecond, range, report, times } from './lib/report.mjs';
import { secondOpinion } from './lib/second-opinion.mjs';
import { median, spread } from './lib/statistics.mjs';
import { takeTurns } from './lib/take-turns.mjs';

const PROCESSES = effort(5, 2);
const ROUNDS = effort(40, 4);
const SETTLE = effort(3_000, 300);
const ALONE = ['w1', 'w2', 'w3', 'w4'];
const ALL = [FLOOR, FLOOR_WITH_FORM, HAND, TUNED, TUNED_WITH_FORM, ALLOWS, DECIDE, DECIDE_JSON];
/** What is compared with what in one process: many rules with few, delegations with none. */
const PAIRS = [
  ['w2', 'w4'],
  ['w3', 'w5'],
];

function measureOne(name) {
  const turns = takeTurns(candidatesOf(prepared(name), ALL), { rounds: ROUNDS, settle: SETTLE, seed: measuringSeed() });
  const toOf = (base, laps) => (turns.has(base) ? ratioTo(turns.get(base), laps).median : null);
  return [...turns].map(([candidate, laps]) => ({
    candidate,
    best: Math.min(...laps),
    middle: median(laps),
    toTuned: toOf(TUNED, laps),
    toFloor: toOf(FLOOR, laps),
    toFloorWithForm: toOf(FLOOR_WITH_FORM, laps),
  }));
}

function measurePair(names) {
  const candidates = names.flatMap((workload) =>
    candidatesOf(prepared(workload), [TUNED, ALLOWS, DECIDE]).map((each) => ({ ...each, name: `${workload} ${each.name}` })),
  );
  const turns = takeTurns(candidates, { rounds: ROUNDS, settle: SETTLE, seed: measuringSeed() });
  const [base, other] = names;
  return [ALLOWS, DECIDE, TUNED].flatMap((candidate) => {
    const [few, many] = [base, other].map((workload) => turns.get(`${workload} ${candidate}`));
    if (few === undefined || many === undefined) return [];
    return [{ candidate, base: median(few), other: median(many), ratio: ratioTo(few, many).median }];
  });
}

/** Of several processes that answered with the same rows: the middle of each member, and the spread of `of`. */
function middle(runs, place, member) {
  const values = runs.map((run) => run[place][member]);
  return values[0] === null ? null : median(values);
}

async function figuresOf(workload) {
  const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: workload });
  const { requests, ...rest } = prepared(workload);
  const candidates = candidatesOf({ ...rest, requests }, [TUNED, ALLOWS, DECIDE]);
  const expected = rest.expect.filter(Boolean).length;
  const second = await secondOpinion(
    workload,
    candidates.map(({ name, loop }) => ({ name, pass: () => loop(0, requests.length), expected })),
  );
  return runs[0].map(({ candidate }, place) => ({
    workload,
    candidate,
    best: Math.min(...runs.map((run) => run[place].best)),
    median: middle(runs, place, 'middle'),
    timesTuned: middle(runs, place, 'toTuned'),
    timesTunedRange: spread(runs.map((run) => run[place].toTuned)),
    timesFloor: middle(runs, place, 'toFloor'),
    timesFloorWithForm: middle(runs, place, 'toFloorWithForm'),
    timesTunedInBenny: second.has(candidate) ? second.get(TUNED) / second.get(candidate) : null,
  }));
}

async function pairFigures([base, other]) {
  const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: `${base} ${other}` });
  return runs[0].map(({ candidate }, place) => ({
    of: other,
    to: base,
    candidate,
    nanoseconds: [middle(runs, place, 'base'), middle(runs, place, 'other')],
    ratio: middle(runs, place, 'ratio'),
    ratioRange: spread(runs.map((run) => run[place].ratio)),
  }));
}

const orNone = (value, words) => (value === null ? '–' : words(value));

async function answer() {
  prepareAll(WORKLOAD_NAMES);
  const cases = [];
  for (const workload of ALONE) cases.push(...(await figuresOf(workload)));
  const pairs = [];
  for (const pair of PAIRS) pairs.push(...(await pairFigures(pair)));
  report({
    name: 'decisions',
    question: 'what does a decision cost, against code written by hand for the same rules?',
    method:
      '10,000 requests a workload, all answers checked; p50 of batches of about 0.5 ms; ' +
      `${PROCESSES} processes of ${ROUNDS} rounds in random order, medians of the rounds' ratios and of the processes`,
    rows: cases.map((each) => ({
      workload: each.workload,
      case: each.candidate,
      'best p50': nanoseconds(each.best),
      'median p50': nanoseconds(each.median),
      'a second': perSecond(1e9 / each.median),
      '× hand-tuned': times(each.timesTuned),
      'between processes': range(each.timesTunedRange),
      '× floor': orNone(each.timesFloor, times),
      '× floor with form': orNone(each.timesFloorWithForm, times),
      '× hand-tuned in benny': orNone(each.timesTunedInBenny, times),
    })),
    more: [
      {
        title: 'more rules, and delegations: two workloads in one process',
        rows: pairs.map((each) => ({
          case: `${each.candidate}, ${each.of} to ${each.to}`,
          p50: each.nanoseconds.map(nanoseconds).reverse().join(' to '),
          ratio: times(each.ratio),
          'between processes': range(each.ratioRange),
        })),
      },
    ],
    figures: { cases, pairs },
  });
}

if (!isMeasuring) await answer();
else if (ALONE.includes(measured())) send(measureOne(measured()));
else send(measurePair(measured().split(' ')));
