// Decides every request of policies/<folder>/requests.jsonl with the built command, by the folder's facts.json where there is one, and fails where an
// answer is not the one written beside it. What the policies themselves deserve to hear is `polc check policies`'s to say.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const policies = join(root, 'policies');
const polc = join(root, 'cli', 'dist', 'polc.mjs');
const shown = (path) => relative(root, path);

const folders = readdirSync(policies, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
if (folders.length === 0) throw new Error(`${shown(policies)} has no folders`);

const faults = [];
const rows = await Promise.all(folders.map(runFolder));
printTable(['folder', 'requests', 'agreed'], rows);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

async function runFolder(folder) {
  const at = join(policies, folder);
  const cases = readCases(join(at, 'requests.jsonl'));
  if (cases.length === 0) faults.push(`${shown(at)} needs requests`);
  const { decisions, fault } = await decide(at, cases);
  if (fault !== null) faults.push(`${shown(at)}: ${fault}`);
  const agreed = cases.filter(({ place, expect, why }, i) => {
    const found = differences(expect, decisions[i]);
    if (found.length > 0) faults.push(`${place} (${why}): ${found.join('; ')}`);
    return found.length === 0;
  });
  return [folder, cases.length, agreed.length];
}

/** One run of `polc eval` for all of a folder's requests. */
async function decide(at, cases) {
  const facts = join(at, 'facts.json');
  const flags = existsSync(facts) ? ['--facts', shown(facts)] : [];
  const requests = cases.map(({ request }) => `${JSON.stringify(request)}\n`).join('');
  const { code, stdout, stderr } = await run(['eval', '-p', shown(at), ...flags, '--requests', '-'], requests);
  const decisions = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const wanted = cases.every(({ expect }) => expect.allowed) ? 0 : 1;
  if (stderr !== '' || decisions.length !== cases.length)
    return { decisions, fault: stderr.trim() || `${decisions.length} decisions for ${cases.length} requests` };
  return { decisions, fault: code === wanted ? null : `polc eval ended with ${code}, not ${wanted}` };
}

function run(flags, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [polc, ...flags], { cwd: root, env: { ...process.env, NO_COLOR: '1' } });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        out[name] += text;
      });
    }
    child.on('error', reject).on('close', (code) => resolve({ code, ...out }));
    // A command that ends before it has read everything has said why.
    child.stdin.on('error', () => {}).end(input);
  });
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
