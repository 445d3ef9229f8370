// What does a decision cost through an emitted module (polc build --target esm), against the bundle that it was made of?

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { emitModule } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, measuringSeed, send } from './lib/fresh-process.mjs';
import { ratioTo } from './lib/interleave.mjs';
import { allowsLoop, decideLoop, otherAllowsLoop, otherDecideLoop } from './lib/loops.mjs';
import { fileOf, prepareAll, prepared } from './lib/prepared.mjs';
import { nanoseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { takeTurns } from './lib/take-turns.mjs';

const PROCESSES = effort(5, 2);
const ROUNDS = effort(40, 4);
const SETTLE = effort(3_000, 300);
/** One list, with a selector of its own; a hundred, which are too many for that. */
const WORKLOADS = ['w1', 'w2'];
const RUNTIME = new URL('../cli/dist/esm/runtime.js', import.meta.url);

async function measureOne(name) {
  const { requests, expect, bundle } = prepared(name);
  const [engine, { engine: emitted }] = [loadBundle(bundle), await import(fileOf(name, 'mjs'))];
  const pairs = [
    ['allows', allowsLoop(engine, requests), otherAllowsLoop(emitted, requests)],
    ['decide', decideLoop(engine, requests), otherDecideLoop(emitted, requests)],
  ];
  const candidates = pairs.flatMap(([door, ...loops]) => loops.map((loop, i) => ({ name: `${door} ${i}`, loop, expected: expect })));
  // A fast wrong answer is worth nothing.
  for (const { name: candidate, loop } of candidates) {
    const wrong = requests.findIndex((_, i) => loop(i, i + 1) !== (expect[i] ? 1 : 0));
    if (wrong >= 0) throw new Error(`${name}: the answer of ${candidate} to request ${wrong} is wrong: ${JSON.stringify(requests[wrong])}`);
  }
  const turns = takeTurns(candidates, { rounds: ROUNDS, settle: SETTLE, seed: measuringSeed() });
  return pairs.map(([door]) => {
    const [bundled, own] = [turns.get(`${door} 0`), turns.get(`${door} 1`)];
    return { door, bundle: median(bundled), module: median(own), ratio: ratioTo(bundled, own).median };
  });
}

/** The module beside the other files that every process reads; and its size. */
function writeModule(name) {
  const text = emitModule(prepared(name).bundle, readFileSync(RUNTIME, 'utf8'));
  writeFileSync(fileOf(name, 'mjs'), text);
  return { bytes: Buffer.byteLength(text), selectors: text.match(/^\["[0-9,]*", \(path\) => \{$/gm)?.length ?? 0 };
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) {
    const made = writeModule(workload);
    const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: workload });
    rmSync(fileOf(workload, 'mjs'));
    for (const [place, { door }] of runs[0].entries()) {
      const of = (member) => runs.map((run) => run[place][member]);
      const ratio = { timesBundle: median(of('ratio')), timesBundleRange: spread(of('ratio')) };
      figures.push({ workload, case: door, bundle: median(of('bundle')), module: median(of('module')), ...ratio, ...made });
    }
  }
  report({
    name: 'esm',
    question: 'what does a decision cost through an emitted module, against its bundle?',
    method: `10,000 requests a workload, all answers checked; ${PROCESSES} processes of ${ROUNDS} rounds in random order, medians of the rounds' ratios and of the processes`,
    rows: figures.map((each) => ({
      workload: each.workload,
      case: each.case,
      'bundle p50': nanoseconds(each.bundle),
      'module p50': nanoseconds(each.module),
      '× bundle': times(each.timesBundle),
      'between processes': range(each.timesBundleRange),
      'module B': each.bytes,
      'selectors of its own': each.selectors,
    })),
    figures,
  });
}

if (isMeasuring) send(await measureOne(measured()));
else await answer();
