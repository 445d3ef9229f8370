// How long does check take, by the size of the set, with lint and without; and how long once one file of many was saved?

import { readFileSync } from 'node:fs';
import { check, Workspace } from '@polc/compiler';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, send } from './lib/fresh-process.mjs';
import { fileOf, prepareAll } from './lib/prepared.mjs';
import { milliseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { policyFiles } from './workload/policies.mjs';

const PROCESSES = effort(3, 1);
const SAVES = effort(40, 5);
const WARMUP = effort(20, 2);
const WORKLOADS = effort(['w2', 'w4'], ['w2']);
const LINT = 'with lint';
const BARE = 'without lint';
const FILES = 'policy files';

/** Time on the processor, in milliseconds: others on the machine count less. */
const spent = () => process.cpuUsage().user / 1_000;

function sourcesOf(set) {
  return set === FILES
    ? policyFiles({ files: 1_000, stanzas: 10 }).map(({ file, hcl }) => ({ file, text: hcl }))
    : JSON.parse(readFileSync(fileOf(set, 'sources.json'), 'utf8'));
}

function whole(sources, lint) {
  const [start, started] = [performance.now(), spent()];
  const { diagnostics } = check(sources, { lint });
  const laps = { took: performance.now() - start, cpu: spent() - started };
  return { ...laps, findings: diagnostics.length };
}

/** Files saved one after the other, each with a stanza more; what is said must be what a check of all files anew says. */
function saves(sources, lint) {
  const now = new Map(sources.map((source) => [source.file, source]));
  const workspace = new Workspace(sources, { lint });
  workspace.compile();
  const laps = [];
  for (let number = 0; number < WARMUP + SAVES; number++) {
    const source = sources[(number * 7_919) % sources.length];
    const next = { file: source.file, text: `${source.text}\npath "bench/+/saved/${number}" {\n  capabilities = ["read"]\n}\n` };
    now.set(source.file, next);
    workspace.update({ set: [next] });
    const [start, started] = [performance.now(), spent()];
    workspace.compile();
    if (number >= WARMUP) laps.push({ took: performance.now() - start, cpu: spent() - started });
  }
  const [kept, fresh] = [workspace, new Workspace([...now.values()], { lint })].map((each) => JSON.stringify(each.compile().diagnostics));
  if (kept !== fresh) throw new Error('after the saves the workspace says something else than a check of all files anew');
  return laps;
}

async function figureOf(set, way, lint) {
  const laps = (await inFreshProcesses(import.meta.url, PROCESSES, { what: `${set}/${way}/${lint}` })).flat();
  return {
    set,
    way,
    lint,
    milliseconds: median(laps.map(({ took }) => took)),
    cpu: median(laps.map(({ cpu }) => cpu)),
    range: spread(laps.map(({ cpu }) => cpu)),
  };
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const [set, way] of [...[...WORKLOADS, FILES].map((name) => [name, 'all of it']), [FILES, 'one file saved']]) {
    const bare = await figureOf(set, way, BARE);
    const lint = await figureOf(set, way, LINT);
    figures.push({ ...bare, ratio: 1 }, { ...lint, ratio: lint.cpu / bare.cpu });
  }
  report({
    name: 'check',
    question: 'how long does check take, and how long once one file of many was saved?',
    method: `${PROCESSES} processes a case, first time in each for all of it, ${SAVES} saves behind ${WARMUP} others for one file; medians of user time and of the clock; ${FILES}: 1000 of 10 stanzas, a saved one as a workspace compiles it`,
    rows: figures.map((each) => ({
      set: each.set,
      what: each.way,
      case: each.lint,
      'user time': milliseconds(each.cpu * 1e6),
      'middle half, ms': range(each.range),
      'by the clock': milliseconds(each.milliseconds * 1e6),
      '× without lint': times(each.ratio),
    })),
    figures,
  });
}

if (!isMeasuring) await answer();
else {
  const [set, way, lint] = measured().split('/');
  const sources = sourcesOf(set);
  send(way === 'all of it' ? [whole(sources, lint === LINT)] : saves(sources, lint === LINT));
}
