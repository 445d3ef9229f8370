// One agent's policy has changed: how long until an engine decides by it? By the incremental way, against everything anew.

import * as compiler from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, send } from './lib/fresh-process.mjs';
import { prepareAll, prepared, workloadInPolc } from './lib/prepared.mjs';
import { milliseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';

const PROCESSES = effort(3, 1);
const CHANGES = effort({ whole: 2, incremental: 40 }, { whole: 1, incremental: 5 });
const WORKLOADS = effort(['w2', 'w3', 'w4'], ['w2', 'w3']);
const WHOLE = 'everything anew';
const INCREMENTAL = 'workspace and previous engine';

/** The agent's file with one more stanza, at a path of its own: a request there tells the engines before and after apart. */
function changeOf(sources, agents, number) {
  const { id } = agents[(number * 7_919) % agents.length];
  const source = sources.find(({ file }) => file === `${id}.hcl`);
  const path = `bench/changed/${number}`;
  return {
    set: [{ file: source.file, text: `${source.text}\npath "${path}" {\n  capabilities = ["read"]\n}\n` }],
    request: { agent: id, operation: 'read', path, parameters: {}, context: {} },
  };
}

function check(before, after, { request }) {
  if (before.allows(request) || !after.allows(request)) throw new Error(`the change of ${request.agent} did not take: ${JSON.stringify(request)}`);
}

function wholeTimes({ sources, agents }) {
  const first = loadBundle(compiler.compile(sources).bundle);
  return Array.from({ length: CHANGES.whole }, (_, number) => {
    const change = changeOf(sources, agents, number);
    const [changed] = change.set;
    const start = performance.now();
    const { bundle } = compiler.compile(sources.map((source) => (source.file === changed.file ? changed : source)));
    const compiled = performance.now();
    const engine = loadBundle(bundle);
    const loaded = performance.now();
    check(first, engine, change);
    return { took: loaded - start, loading: loaded - compiled };
  });
}

/** Changes follow each other in one workspace, as they would in a server. */
function incrementalTimes({ sources, agents, requests, expect }) {
  const workspace = new compiler.Workspace(sources);
  let engine = loadBundle(workspace.compile().bundle);
  const laps = Array.from({ length: CHANGES.incremental }, (_, number) => {
    const change = changeOf(sources, agents, number);
    const before = engine;
    const start = performance.now();
    workspace.update({ set: change.set });
    const { bundle } = workspace.compile();
    const compiled = performance.now();
    engine = loadBundle(bundle, { previous: before });
    const loaded = performance.now();
    check(before, engine, change);
    return { took: loaded - start, loading: loaded - compiled };
  });
  // Nobody else's rules have moved.
  const wrong = requests.findIndex((request, i) => engine.allows(request) !== expect[i]);
  if (wrong >= 0) throw new Error(`after the changes the answer to request ${wrong} is wrong`);
  return laps;
}

const hasWorkspace = typeof compiler.Workspace === 'function';

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) {
    const baseline = await timesOf(workload, WHOLE);
    for (const way of hasWorkspace ? [WHOLE, INCREMENTAL] : [WHOLE]) {
      const laps = way === WHOLE ? baseline : await timesOf(workload, way);
      const took = laps.map((lap) => lap.took);
      const timesWhole = median(took) / median(baseline.map((lap) => lap.took));
      figures.push({ workload, way, milliseconds: median(took), range: spread(took), loading: median(laps.map((lap) => lap.loading)), timesWhole });
    }
  }
  report({
    name: 'one-change',
    question: "how long from one agent's changed policy to an engine that decides by it?",
    method: `${PROCESSES} processes a case, ${CHANGES.whole} changes of everything and ${CHANGES.incremental} of the workspace in each; the change is seen to take`,
    rows: figures.map((each) => ({
      workload: each.workload,
      way: each.way,
      'text to engine': milliseconds(each.milliseconds * 1e6),
      'middle half, ms': range(each.range),
      'of it loading': milliseconds(each.loading * 1e6),
      '× anew': times(each.timesWhole),
    })),
    figures,
    notes: hasWorkspace ? [] : ['SKIPPED: the incremental way, since @polc/compiler has no Workspace'],
  });
}

async function timesOf(workload, way) {
  const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: `${workload}/${way}` });
  return runs.flat();
}

if (!isMeasuring) await answer();
else {
  const [name, way] = measured().split('/');
  const { sources } = workloadInPolc(name);
  send(way === WHOLE ? wholeTimes({ ...prepared(name), sources }) : incrementalTimes({ ...prepared(name), sources }));
}
