// What has a change done to decisions? `npm run bench:compare -- REV` builds another revision in a folder of its own and lets both decide the same requests
// in one process, round by round. Ratios over 1: this tree is slower than REV.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ALLOWS, candidatesOf, DECIDE, TUNED } from './lib/candidates.mjs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, measuringSeed, send } from './lib/fresh-process.mjs';
import { ratioTo } from './lib/interleave.mjs';
import { otherAllowsLoop, otherDecideLoop } from './lib/loops.mjs';
import { fileOf, prepareAll, prepared } from './lib/prepared.mjs';
import { nanoseconds, range, report, times } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { takeTurns } from './lib/take-turns.mjs';
import { inTemporaryFolder } from './lib/temporary-folder.mjs';

const WORKLOADS = ['w1', 'w2', 'w3', 'w4'];
const PROCESSES = effort(6, 2);
const ROUNDS = effort(40, 4);
const SETTLE = effort(4_000, 500);
const OTHER = { [ALLOWS]: 'other allows', [DECIDE]: 'other decide' };

const root = fileURLToPath(new URL('..', import.meta.url));
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** A work tree of the revision with a build of its own. Its packages are those installed here: a revision that wants others does not build. */
function buildRevision(commit, folder) {
  git('worktree', 'add', '--quiet', '--detach', folder, commit);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@polc'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@polc' && !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  for (const room of readdirSync(join(root, 'node_modules', '@polc'))) {
    // Its own rooms, or it would be this tree again.
    if (!existsSync(join(folder, room))) continue;
    symlinkSync(join(folder, room), join(modules, '@polc', room), 'junction');
    const own = join(root, room, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(folder, room, 'node_modules'), 'junction');
  }
  execFileSync(process.execPath, ['scripts/build.mjs', '--no-types'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Bundles of the revision's own compiler: its format may be another. */
async function compileAll(folder) {
  const { compile } = await import(pathToFileURL(join(folder, 'compiler/dist/index.js')).href);
  for (const name of WORKLOADS) {
    const { bundle, diagnostics } = compile(JSON.parse(readFileSync(fileOf(name, 'sources.json'), 'utf8')));
    if (bundle === undefined) throw new Error(`${name} does not compile with that revision: ${diagnostics[0]?.message}`);
    writeFileSync(join(folder, `${name}.polc`), bundle);
  }
}

async function measure(name, folder) {
  const workload = prepared(name);
  const { loadBundle } = await import(pathToFileURL(join(folder, 'runtime/dist/index.js')).href);
  // WHY by turns: the same build, loaded second, has its tables elsewhere in memory and is some percent slower or faster for it.
  const oursFirst = measuringSeed() % 2 === 0;
  const early = oursFirst ? candidatesOf(workload, [TUNED, ALLOWS, DECIDE]) : null;
  const other = loadBundle(readFileSync(join(folder, `${name}.polc`)));
  const { requests, expect } = workload;
  const wrong = requests.findIndex((request, i) => other.allows(request) !== expect[i] || other.decide(request).allowed !== expect[i]);
  if (wrong >= 0) throw new Error(`${name}: that revision answers request ${wrong} wrongly: ${JSON.stringify(requests[wrong])}`);
  const theirs = [
    { name: OTHER[ALLOWS], loop: otherAllowsLoop(other, requests), expected: expect },
    { name: OTHER[DECIDE], loop: otherDecideLoop(other, requests), expected: expect },
  ];
  const turns = takeTurns([...(early ?? candidatesOf(workload, [TUNED, ALLOWS, DECIDE])), ...theirs], {
    rounds: ROUNDS,
    settle: SETTLE,
    seed: measuringSeed(),
  });
  send(
    [ALLOWS, DECIDE].map((candidate) => {
      const [before, now] = [turns.get(OTHER[candidate]), turns.get(candidate)];
      return { candidate, before: median(before), now: median(now), ratio: ratioTo(before, now).median, toTuned: ratioTo(turns.get(TUNED), now).median };
    }),
  );
}

async function answer(commit, folder) {
  prepareAll(WORKLOADS);
  await compileAll(folder);
  const figures = [];
  for (const workload of WORKLOADS) {
    const runs = await inFreshProcesses(import.meta.url, PROCESSES, { what: `${workload}/${folder}` });
    for (const [place, { candidate }] of runs[0].entries()) {
      const of = (member) => runs.map((run) => run[place][member]);
      const middles = { before: median(of('before')), now: median(of('now')), ratio: median(of('ratio')), toTuned: median(of('toTuned')) };
      figures.push({ workload, candidate, ...middles, ratioRange: spread(of('ratio')), ratios: of('ratio') });
    }
  }
  report({
    name: 'compare',
    question: `what has changed since ${commit.slice(0, 12)}?`,
    method: `both builds in one process, ${PROCESSES} processes of ${ROUNDS} rounds in random order, answers checked, medians of ratios`,
    rows: figures.map((each) => ({
      workload: each.workload,
      case: each.candidate,
      before: nanoseconds(each.before),
      now: nanoseconds(each.now),
      'now / before': times(each.ratio),
      'middle half': range(each.ratioRange),
      'all processes': range([Math.min(...each.ratios), Math.max(...each.ratios)]),
      'now × hand-tuned': times(each.toTuned),
    })),
    figures: { commit, cases: figures },
  });
}

async function main() {
  const [revision] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  if (revision === undefined) {
    console.error('usage: npm run bench:compare -- REV, for example HEAD~1');
    process.exitCode = 2;
    return;
  }
  const commit = git('rev-parse', '--verify', `${revision}^{commit}`);
  await inTemporaryFolder(async (temporary) => {
    const folder = join(temporary, 'tree');
    try {
      buildRevision(commit, folder);
      await answer(commit, folder);
    } finally {
      git('worktree', 'remove', '--force', folder);
    }
  });
}

if (!isMeasuring) await main();
else {
  const [, name, folder] = /^(\w+)\/(.*)$/s.exec(measured());
  await measure(name, folder);
}
