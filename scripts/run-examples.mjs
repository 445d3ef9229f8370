// Decides every request of policies/<folder>/requests.jsonl with the built packages, and fails where an answer is not the one written beside it.
// What the policies themselves deserve to hear is `polc check policies`'s to say.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';

const root = fileURLToPath(new URL('..', import.meta.url));
const policies = join(root, 'policies');
const shown = (path) => relative(root, path);

const folders = readdirSync(policies, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
if (folders.length === 0) throw new Error(`${shown(policies)} has no folders`);

const faults = [];
const rows = folders.map((folder) => runFolder(folder));
printTable(['folder', 'policies', 'requests', 'agreed'], rows);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

function runFolder(folder) {
  const at = join(policies, folder);
  const names = readdirSync(at).filter((name) => name.endsWith('.hcl') && !name.endsWith('.test.hcl'));
  const sources = names.sort().map((name) => ({ file: shown(join(at, name)), text: readFileSync(join(at, name)) }));
  const { bundle, diagnostics } = compile(sources);
  if (bundle === undefined) {
    for (const { file, severity, message } of diagnostics) if (severity === 'error') faults.push(`${file}: ${message}`);
    return [folder, sources.length, 0, 0];
  }
  const engine = loadBundle(bundle);
  const cases = readCases(join(at, 'requests.jsonl'));
  if (sources.length === 0 || cases.length === 0) faults.push(`${shown(at)} needs policies and requests`);
  const agreed = cases.filter(({ place, request, expect, why }) => {
    const found = differences(expect, plain(engine.decide(request)));
    if (engine.allows(request) !== expect.allowed) found.push(`allows() is ${!expect.allowed}`);
    if (found.length > 0) faults.push(`${place} (${why}): ${found.join('; ')}`);
    return found.length === 0;
  });
  return [folder, sources.length, cases.length, agreed.length];
}

function readCases(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [{ place: `${shown(file)}:${i + 1}`, ...readCase(line, `${shown(file)}:${i + 1}`) }]));
}

/** Every case says at least whether and why: a subset that says nothing could not fail. */
function readCase(line, place) {
  let read;
  try {
    read = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place} is not JSON: ${error.message}`);
  }
  const { request, expect, why } = read ?? {};
  if (typeof request === 'object' && typeof expect?.allowed === 'boolean' && typeof expect.outcome === 'string' && typeof why === 'string') return read;
  throw new Error(`${place} needs request, expect with allowed and outcome, and why`);
}

/** The decision as JSON has it. */
function plain(decision) {
  return JSON.parse(JSON.stringify(decision));
}

/** Members of `expected`, objects inside it too, that `actual` has otherwise. */
function differences(expected, actual, path = '') {
  return Object.entries(expected).flatMap(([key, value]) => {
    const found = actual?.[key];
    const name = `${path}${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return differences(value, found, `${name}.`);
    return isDeepStrictEqual(found, value) ? [] : [`${name} is ${JSON.stringify(found)}, not ${JSON.stringify(value)}`];
  });
}

function printTable(head, lines) {
  const cells = [head, ...lines].map((line) => line.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  for (const line of cells) console.log(line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  '));
}
