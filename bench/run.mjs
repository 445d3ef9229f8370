// Puts every question, or those named, each in a process of its own: `node bench/run.mjs [question…]`. Fails when one of them does.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const questions = readdirSync(here)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -'.mjs'.length))
  .sort();

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !questions.includes(name));
if (unknown.length > 0) {
  console.error(`there is no question ${unknown.join(', ')}; there are ${questions.join(', ')}`);
  process.exit(2);
}

for (const name of asked.length > 0 ? asked : questions) {
  const { status } = spawnSync(process.execPath, [`${here}${name}.mjs`], { stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`${name} failed`);
  process.exitCode = 1;
}
