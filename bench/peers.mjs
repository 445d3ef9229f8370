// What do engines of others cost that somebody could embed instead? On the same workloads, with whatever they cannot work out themselves done for them.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALLOWS, candidatesOf, TUNED } from './lib/candidates.mjs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, measuringSeed, send } from './lib/fresh-process.mjs';
import { ratioTo } from './lib/interleave.mjs';
import { peerLoop } from './lib/loops.mjs';
import { prepareAll, prepared } from './lib/prepared.mjs';
import { milliseconds, nanoseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { takeTurns } from './lib/take-turns.mjs';

const PEERS = [
  { peer: 'casl', of: '@casl/ability' },
  { peer: 'casbin', of: 'casbin' },
  { peer: 'cedar', of: '@cedar-policy/cedar-wasm' },
  { peer: 'cel', of: '@marcbachmann/cel-js' },
  { peer: 'find-my-way', of: 'find-my-way' },
];
const WORKLOADS = ['w1', 'w2', 'w3', 'w4'];
const PROCESSES = effort(3, 1);
const ROUNDS = effort(15, 3);
const SETTLE = effort(3_000, 500);
/** Checking stops here, and so does a process. */
const CHECK = effort(30_000, 5_000);
const LIMIT = effort(600_000, 120_000);

const folder = fileURLToPath(new URL('peers/', import.meta.url));

/** On first use, and when the versions have changed. They are no dependencies of the project. */
function install() {
  const { devDependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const isThere = ([name, version]) => {
    const manifest = `${folder}node_modules/${name}/package.json`;
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  };
  if (Object.entries(devDependencies).every(isThere)) return devDependencies;
  console.log(`installing the peers into ${folder}node_modules`);
  const { status } = spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('npm install of the peers failed');
  return devDependencies;
}

async function measure(name, peer) {
  const workload = prepared(name);
  const { load } = await import(`./peers/${peer}.mjs`);
  const start = performance.now();
  const { decide, requests: make } = await load(workload);
  const loaded = performance.now() - start;
  // What is worked out for it is not its time.
  const requests = make();
  const checked = check(decide, requests, workload.expect);
  const theirs = { name: peer, loop: peerLoop(decide, requests.slice(0, checked.answers.length)), expected: checked.answers };
  const turns = takeTurns([...candidatesOf(workload, [TUNED, ALLOWS]), theirs], { rounds: ROUNDS, settle: SETTLE, seed: measuringSeed() });
  const { wrong, overGranted } = checked;
  send({
    loaded,
    wrong,
    overGranted,
    checked: checked.answers.length,
    peer: median(turns.get(peer)),
    tuned: median(turns.get(TUNED)),
    allows: median(turns.get(ALLOWS)),
    toTuned: ratioTo(turns.get(TUNED), turns.get(peer)).median,
    toAllows: ratioTo(turns.get(ALLOWS), turns.get(peer)).median,
  });
}

/** Its own answers, which it must repeat while it is timed, and how many are not the workload's. */
function check(decide, requests, expect) {
  const until = performance.now() + CHECK;
  const answers = [];
  let wrong = 0;
  let overGranted = 0;
  for (let i = 0; i < requests.length && performance.now() < until; i++) {
    const allowed = decide(requests[i]);
    answers.push(allowed);
    if (allowed !== expect[i]) wrong++;
    if (allowed && !expect[i]) overGranted++;
  }
  return { answers, wrong, overGranted };
}

async function figuresOf(workload, { peer, of }, version) {
  const { lacks } = await import(`./peers/${peer}.mjs`);
  const known = { workload, peer, package: of, version, lacks };
  const failures = [];
  const runs = await inFreshProcesses(import.meta.url, PROCESSES, {
    what: `${workload}/${peer}`,
    limit: LIMIT,
    onFailure: (error) => failures.push(error.message),
  });
  for (const message of failures) console.error(`${workload}, ${peer}: ${message}`);
  if (runs.length === 0) return { ...known, failed: failures[0] };
  const middle = (member) => median(runs.map((run) => run[member]));
  const { wrong, overGranted, checked } = runs[0];
  const counted = { wrong, overGranted, checked, failures: failures.length, loadMilliseconds: middle('loaded') };
  const timed = {
    nanoseconds: middle('peer'),
    tuned: middle('tuned'),
    allows: middle('allows'),
    timesTuned: middle('toTuned'),
    timesAllows: middle('toAllows'),
  };
  return { ...known, ...counted, ...timed, timesTunedRange: spread(runs.map((run) => run.toTuned)) };
}

function rowOf(each) {
  const cells = { workload: each.workload, engine: each.peer, version: each.version };
  if (each.failed !== undefined)
    return { ...cells, p50: 'failed', '× hand-tuned': '–', 'between processes': '–', '× polc': '–', load: '–', wrong: '–', 'of these granted': '–', but: '' };
  return {
    ...cells,
    p50: nanoseconds(each.nanoseconds),
    '× hand-tuned': times(each.timesTuned),
    'between processes': range(each.timesTunedRange),
    '× polc': times(each.timesAllows),
    load: milliseconds(each.loadMilliseconds * 1e6),
    wrong: `${each.wrong} / ${each.checked}`,
    'of these granted': each.overGranted,
    but: each.failures > 0 ? `${each.failures} of ${PROCESSES} processes died; ${each.lacks}` : each.lacks,
  };
}

async function answer() {
  const versions = install();
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) for (const each of PEERS) figures.push(await figuresOf(workload, each, versions[each.of]));
  report({
    name: 'peers',
    question: 'what do other engines cost that could be embedded instead?',
    method:
      `each in a process of its own beside polc's allows and hand-tuned, ${PROCESSES} processes of ${ROUNDS} rounds, medians; p50 of batches of about 0.5 ms; ` +
      'local time, addresses as numbers and segments are worked out for the peers beforehand',
    rows: figures.map(rowOf),
    figures,
    notes: ['× polc: how many times as long as polc takes for the same; wrong: of the answers checked, how many the workload does not want'],
  });
}

if (!isMeasuring) await answer();
else await measure(...measured().split('/'));
