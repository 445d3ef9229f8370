// Runs the suites of test/ and holds them to what is committed in test/suites.json: how many tests each has, and how long it may take.
//   node scripts/test.mjs [--soak] [--update] [vitest's own arguments]
// --soak runs the long forms (properties eight times as often, or more) from a fresh seed, and prints it and the revision; without it the seed is always
// the same (test/runs.ts). --update writes the counts that were found.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const suitesFile = join(root, 'test', 'suites.json');
const own = new Set(['--soak', '--update']);
const soak = process.argv.includes('--soak');
const update = process.argv.includes('--update');
const passedOn = process.argv.slice(2).filter((argument) => !own.has(argument));

const env = { ...process.env };
if (soak) {
  env.POLC_SOAK = '1';
  env.POLC_SEED ??= String(Date.now() % 2 ** 31);
  const revision = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout?.trim();
  console.log(`soak: seed ${env.POLC_SEED}, revision ${revision || 'unknown'}`);
}

const folder = mkdtempSync(join(tmpdir(), 'polc-test-'));
const output = join(folder, 'results.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`, ...passedOn], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env,
});
let results;
try {
  results = JSON.parse(readFileSync(output, 'utf8'));
} catch {
  console.error('the test runner left no results');
  process.exit(1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Suite: the folder (or file) right below test/. */
const found = {};
for (const file of results.testResults) {
  const name = relative(join(root, 'test'), file.name)
    .split(sep)[0]
    .replace(/\.test\.ts$/, '');
  found[name] ??= { tests: 0, skipped: 0, seconds: 0 };
  const suite = found[name];
  suite.seconds += Math.max(0, (file.endTime - file.startTime) / 1000);
  for (const { status } of file.assertionResults) {
    suite.tests++;
    if (status !== 'passed' && status !== 'failed') suite.skipped++;
  }
}

/** Without ../shared whole suites skip, each with a visible line; where it is required nothing may. */
const exempt = (suite) => process.env.POLC_SHARED !== 'required' && suite !== undefined && suite.skipped > 0;

const committed = JSON.parse(readFileSync(suitesFile, 'utf8'));
const faults = [];
if (update) {
  for (const [name, { tests, seconds }] of Object.entries(found)) {
    committed[name] = { tests, budget_seconds: committed[name]?.budget_seconds ?? Math.max(30, Math.ceil(seconds * 4)) };
  }
  writeFileSync(suitesFile, `${JSON.stringify(committed, null, 2)}\n`);
} else if (passedOn.length === 0) {
  for (const name of new Set([...Object.keys(committed), ...Object.keys(found)])) {
    const expected = committed[name];
    const { tests = 0, seconds = 0 } = found[name] ?? {};
    if (expected === undefined) faults.push(`suite ${name} is not in test/suites.json: run node scripts/test.mjs --update`);
    else if (tests !== expected.tests && !exempt(found[name]))
      faults.push(`suite ${name} has ${tests} tests, test/suites.json says ${expected.tests}: if that is meant, run node scripts/test.mjs --update`);
    else if (!soak && seconds > expected.budget_seconds) faults.push(`suite ${name} took ${seconds.toFixed(0)} s, its budget is ${expected.budget_seconds} s`);
  }
}

console.log('\nsuite            tests  skipped  seconds');
for (const [name, { tests, skipped, seconds }] of Object.entries(found).sort()) {
  console.log(`${name.padEnd(15)} ${String(tests).padStart(6)} ${String(skipped).padStart(8)} ${seconds.toFixed(1).padStart(8)}`);
}
for (const fault of faults) console.error(`FAILED: ${fault}`);
const { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo } = results;
console.log(`\n${passed} passed, ${failed + faults.length} failed${pending + todo > 0 ? `, ${pending + todo} skipped` : ''}`);
process.exit(run.status === 0 && faults.length === 0 ? 0 : 1);
