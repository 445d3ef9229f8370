// How long does the exact difference of two versions take, ten edits apart, and where does the time go?

import { readFileSync } from 'node:fs';
import { diff, Workspace, worldOf } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, send } from './lib/fresh-process.mjs';
import { fileOf, prepareAll } from './lib/prepared.mjs';
import { milliseconds, report } from './lib/report.mjs';
import { median } from './lib/statistics.mjs';

const PROCESSES = effort(3, 1);
const WORKLOADS = effort(['w2', 'w4'], ['w2']);
const AGENTS = 'agents.hcl';

/** What people change. Each is text in, text out, or null where the file has nothing of the kind. */
const EDITS = {
  'a stanza more': (text) => `${text}\npath "bench/added/+/here" {\n  capabilities = ["read", "list"]\n}\n`,
  'a stanza less': (text) => replaced(text, /^path "[^"]+" \{\n(?: .*\n)*\}\n/m, ''),
  'a capability more': (text) => replaced(text, /capabilities = \["read"\]/, 'capabilities = ["read", "patch"]'),
  'a capability less': (text) => replaced(text, /capabilities = \["[a-z]+", /, 'capabilities = ['),
  'a pattern': (text) => replaced(text, /path "([^"+*]+)"/, 'path "$1/*"'),
  hours: (text) => replaced(text, /hours = "(\d\d):\d\d-/, 'hours = "$1:17-'),
  'a country': (text) => replaced(text, /countries = \["[A-Z]+"/, 'countries = ["IS"'),
  'a value of a parameter': (text) => replaced(text, /allowed_parameters = \{\n( +"[^"]+" = \[)/, 'allowed_parameters = {\n$1"bench", '),
};

function replaced(text, pattern, by) {
  const next = text.replace(pattern, by);
  return next === text ? null : next;
}

/** Ten files: one of each kind of edit, an agent's policies, and a ceiling. Which files is drawn by a fixed stride. */
function edited(sources) {
  const files = new Map(sources.map(({ file, text }) => [file, text]));
  const own = sources.filter(({ file }) => file !== AGENTS);
  const used = new Set();
  for (const [kind, edit] of Object.entries(EDITS)) {
    const found = own.find(({ file, text }, i) => i % 7 === used.size % 7 && !used.has(file) && edit(text) !== null);
    if (found === undefined) throw new Error(`no file of the workload has anything for the edit: ${kind}`);
    used.add(found.file);
    files.set(found.file, edit(found.text));
  }
  const [first, second, third] = own.filter(({ file }) => !used.has(file)).map(({ file }) => file.slice(0, -'.hcl'.length));
  const held = (id) => `agent "${id}" {\n  policies = ["${id}"]\n`;
  let agents = files.get(AGENTS);
  for (const [id, block] of [
    [first, `agent "${first}" {\n  policies = ["${first}", "${second}"]\n`],
    [third, `${held(third)}  ceiling { policies = ["${second}"] }\n`],
  ]) {
    if (!agents.includes(held(id))) throw new Error(`${AGENTS} has no block of ${id} as it was expected`);
    agents = agents.replace(held(id), block);
  }
  files.set(AGENTS, agents);
  return [...files].map(([file, text]) => ({ file, text }));
}

function bundleOf(workspace) {
  const { bundle, diagnostics } = workspace.compile();
  if (bundle === undefined) throw new Error(`does not compile: ${diagnostics[0].file}: ${diagnostics[0].message}`);
  return bundle;
}

function laps(sources) {
  const next = edited(sources);
  const phases = {};
  const timed = (name, run) => {
    const [start, spent] = [performance.now(), process.cpuUsage().user];
    const value = run();
    phases[name] = { took: performance.now() - start, cpu: (process.cpuUsage().user - spent) / 1_000 };
    return value;
  };
  const workspace = timed('read and compile old', () => {
    const made = new Workspace(sources);
    return { made, bundle: bundleOf(made) };
  });
  const bundle = timed('compile new', () => {
    workspace.made.update({ set: next });
    return bundleOf(workspace.made);
  });
  const worlds = timed('load both', () => {
    const before = loadBundle(workspace.bundle);
    return [worldOf(before), worldOf(loadBundle(bundle, { previous: before }))];
  });
  timed('who is asked about', () => diff(...worlds, { only: () => false }));
  const found = timed('compare', () => diff(...worlds));
  // Each of the edits can be felt.
  if (found.changes.length === 0) throw new Error('ten edits, and no difference');
  return { phases, changes: found.changes.length, undecided: found.undecided.length, subjects: found.subjects.length };
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) {
    const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: workload });
    const [{ changes, undecided, subjects }] = runs;
    const of = (name, key) => median(runs.map(({ phases }) => phases[name][key]));
    const phases = Object.keys(runs[0].phases).map((name) => ({ name, took: of(name, 'took'), cpu: of(name, 'cpu') }));
    // The comparison finds out anew who is asked about.
    const sum = (key) => phases.reduce((total, phase) => total + (phase.name === 'who is asked about' ? 0 : phase[key]), 0);
    figures.push({ workload, changes, undecided, subjects, phases: [...phases, { name: 'all', took: sum('took'), cpu: sum('cpu') }] });
  }
  report({
    name: 'diff',
    question: 'how long does the exact difference of two versions take, ten edits apart?',
    method: `both versions through one workspace, ${PROCESSES} processes a workload, first time in each; medians`,
    rows: figures.flatMap(({ workload, phases }) =>
      phases.map(({ name, took, cpu }) => ({ workload, phase: name, 'user time': milliseconds(cpu * 1e6), 'by the clock': milliseconds(took * 1e6) })),
    ),
    figures,
    notes: [
      'compare: who is asked about, once more, whom no edit touches, and all requests of the others; all: everything but the time of asking the first time',
      ...figures.map(({ workload, changes, undecided, subjects }) => `${workload}: ${subjects} asked about, ${changes} changes, ${undecided} undecided`),
    ],
  });
}

if (!isMeasuring) await answer();
else send(laps(JSON.parse(readFileSync(fileOf(measured(), 'sources.json'), 'utf8'))));
