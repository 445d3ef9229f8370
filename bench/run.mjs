// Puts every question, or those named, each in a process of its own: `node bench/run.mjs [--quick] [question…]`. Fails when one of them does.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import './lib/effort.mjs';

/** No questions; and one that is put only by name, since it installs the engines of others. */
const NO_QUESTIONS = ['run', 'chart', 'compare'];
const ONLY_BY_NAME = ['peers'];

const here = fileURLToPath(new URL('.', import.meta.url));
const questions = readdirSync(here)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length))
  .filter((name) => !NO_QUESTIONS.includes(name))
  .sort();

const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const unknown = asked.filter((name) => !questions.includes(name));
if (unknown.length > 0) {
  console.error(`there is no question ${unknown.join(', ')}; there are ${questions.join(', ')}`);
  process.exit(2);
}

const put = asked.length > 0 ? asked : questions.filter((name) => !ONLY_BY_NAME.includes(name));
for (const name of put) {
  const { status } = spawnSync(process.execPath, [`${here}${name}.mjs`], { stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`${name} failed`);
  process.exitCode = 1;
}
