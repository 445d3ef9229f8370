// Writes docs/bench.svg and the figures of docs/bench.md from bench/results. Of quick runs only with --quick: they are none to keep.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chartOf, pageWith } from './chart/page.mjs';
import { isQuick } from './lib/effort.mjs';

/** In the order of the page. */
const QUESTIONS = ['decisions', 'latency', 'allocation', 'scale', 'one-change', 'peers', 'parse', 'check', 'check-files', 'diff', 'start', 'size'];

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const resultOf = (name) => (existsSync(file(`results/${name}.json`)) ? JSON.parse(readFileSync(file(`results/${name}.json`), 'utf8')) : undefined);

const results = QUESTIONS.map(resultOf);
const missing = QUESTIONS.filter((_, i) => results[i] === undefined);
if (missing.length > 0) console.log(`not measured: ${missing.join(', ')}`);
const there = results.filter((result) => result !== undefined);
const quick = there.filter((result) => result.quick).map(({ name }) => name);
if (results[0] === undefined) {
  console.error('there are no figures of decisions: npm run bench -- decisions');
  process.exitCode = 1;
} else if (quick.length > 0 && !isQuick) {
  console.error(`measured with --quick: ${quick.join(', ')}; measure again, or say --quick here, too`);
  process.exitCode = 1;
} else {
  writeFileSync(file('../docs/bench.svg'), chartOf({ decisions: results[0], peers: results[QUESTIONS.indexOf('peers')] }));
  writeFileSync(file('../docs/bench.md'), pageWith(readFileSync(file('../docs/bench.md'), 'utf8'), there));
  console.log('wrote docs/bench.svg and the figures of docs/bench.md');
}
