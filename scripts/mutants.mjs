// Plants the named faults of test/mutants.json one at a time into a copy of the project and asks whether the suite finds each.
//   node scripts/mutants.mjs [name…]
// A fault replaces one piece of text that stands exactly once in its file; where it names `suites`, those must find it. Exit 1 when one survives, or no longer fits the source.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const wanted = process.argv.slice(2);
const faults = JSON.parse(readFileSync(join(root, 'test', 'mutants.json'), 'utf8')).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
/** What must find them: the cases of Vault and of the language, and the properties against the oracle. */
const suites = [
  'test/conformance/vault.test.ts',
  'test/property/tree-oracle.test.ts',
  'test/property/quick.test.ts',
  'test/tree',
  'test/oracle',
  'test/runtime',
  'test/compiler',
  'test/language',
];
const env = { ...process.env, POLC_RUNS: process.env.POLC_RUNS ?? '3000' };

const copy = mkdtempSync(join(tmpdir(), 'polc-mutants-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const skipped = new Set(['node_modules', 'dist', '.git', 'results']);
cpSync(root, copy, { recursive: true, filter: (path) => path === root || !skipped.has(basename(path)) });
// Packages are shared with the original; the project's own rooms are the copy's.
mkdirSync(join(copy, 'node_modules', '@polc'), { recursive: true });
for (const name of readdirSync(join(root, 'node_modules'))) {
  if (name !== '@polc') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
}
for (const room of ['grammar', 'runtime', 'compiler', 'testing', 'service', 'cli']) symlinkSync(join(copy, room), join(copy, 'node_modules', '@polc', room));

function run(asked = suites) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return spawnSync(process.execPath, [vitest, 'run', '--bail=1', '--reporter=dot', ...asked], { cwd: copy, env, encoding: 'utf8' });
}

const healthy = run([...(faults.some((fault) => fault.suites === undefined) ? suites : []), ...new Set(faults.flatMap((fault) => fault.suites ?? []))]);
if (healthy.status !== 0) {
  console.error('without any fault the suite fails already:');
  console.error(healthy.stdout.slice(-3000));
  process.exit(1);
}

const survivors = [];
for (const { name, file, find, replace, suites: own } of faults) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) {
    survivors.push(name);
    console.log(`does not fit  ${name} (${file})`);
    continue;
  }
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  const started = Date.now();
  const found = run(own).status !== 0;
  writeFileSync(path, source);
  if (!found) survivors.push(name);
  console.log(`${found ? 'found   ' : 'SURVIVED'}  ${name} (${file}, ${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(`\n${faults.length - survivors.length} found, ${survivors.length} survived`);
process.exit(survivors.length === 0 ? 0 : 1);
