// Workloads made ready once, in files that every measuring process reads: requests as one JSON text, so that they come out compact, flat and of one
// shape, as over a wire; what they must get; and polc's bundle. They are made anew when the compiler or the workloads have changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '@polc/compiler';
import { delegatedSources, generateDelegated } from '../workload/delegated.mjs';
import { delegatedExpectations } from '../workload/delegated-expectations.mjs';
import { generate } from '../workload/generate.mjs';
import { polcRequest, sourcesOf } from '../workload/to-polc.mjs';

const FOLDER = fileURLToPath(new URL('../results/prepared/', import.meta.url));
const MADE_FROM = ['../workload/', '../../compiler/dist/', '../../grammar/dist/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

export const WORKLOAD_NAMES = ['w1', 'w2', 'w3', 'w4', 'w5'];

/** `{ name, agents, zones, facts, requests, expect, bundle }`: `expect` is one boolean a request, `facts` null but for w5. */
export function prepared(name) {
  const [text, bundle] = ['json', 'polc'].map((kind) => fileOf(name, kind));
  if (!existsSync(text) || !existsSync(bundle)) make(name);
  return { ...JSON.parse(readFileSync(text, 'utf8')), bundle: readFileSync(bundle) };
}

/** Without holding them in memory: the files are there afterwards. */
export function prepareAll(names) {
  for (const name of names) if (!existsSync(fileOf(name, 'json')) || !existsSync(fileOf(name, 'polc'))) make(name);
}

export function fileOf(name, kind) {
  return join(FOLDER, key(), `${name}.${kind}`);
}

/** The workload and its sources in polc's language, generated here and now. */
export function workloadInPolc(name) {
  if (name === 'w5') {
    const workload = generateDelegated();
    return { ...workload, zones: [], sources: delegatedSources(workload), expect: delegatedExpectations(workload) };
  }
  const workload = generate(name);
  const expect = workload.requests.map((request) => request.expect);
  return { ...workload, facts: null, sources: sourcesOf(workload), expect, requests: workload.requests.map(polcRequest) };
}

function make(name) {
  const { agents, zones, facts, requests, expect, sources } = workloadInPolc(name);
  const { bundle, diagnostics } = compile(sources);
  if (bundle === undefined) throw new Error(`${name} does not compile: ${diagnostics[0]?.message}`);
  for (const old of existsSync(FOLDER) ? readdirSync(FOLDER) : []) if (old !== key()) rmSync(join(FOLDER, old), { recursive: true, force: true });
  mkdirSync(join(FOLDER, key()), { recursive: true });
  // Another process may be reading: a file is there whole or not at all.
  write(fileOf(name, 'sources.json'), JSON.stringify(sources));
  write(fileOf(name, 'polc'), bundle);
  write(fileOf(name, 'json'), JSON.stringify({ name, agents, zones, facts, requests, expect }));
}

function write(file, content) {
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
}

let made;
function key() {
  if (made !== undefined) return made;
  const hash = createHash('sha256');
  for (const folder of MADE_FROM) {
    for (const file of readdirSync(folder, { recursive: true }).sort()) {
      if (/\.(?:mjs|js|json)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  made = hash.digest('hex').slice(0, 16);
  return made;
}
