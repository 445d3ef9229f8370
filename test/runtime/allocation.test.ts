// What a decision leaves in the heap: `allows` next to nothing, `decide` little more than its answer. bench/allocation.mjs measures the same over ten million.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '@polc/compiler';
import type { Request } from '@polc/runtime';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bench } from '../bench/modules.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-allocation-'));
const meter = join(folder, 'meter.mjs');
/** A young generation so large that hardly a chunk is spoilt by a collection. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
const expected = new Map<string, number>();

beforeAll(async () => {
  const entry = fileURLToPath(new URL('allocation-meter.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: meter, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['polc-source'] });
  const { generate } = await bench('workload/generate.mjs');
  const { sourcesOf, polcRequest } = await bench('workload/to-polc.mjs');
  for (const name of ['w1', 'w2']) {
    const workload = generate(name);
    expected.set(name, workload.requests.filter((request) => request.expect).length);
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'policy.polc'), compile(sourcesOf(workload)).bundle as Uint8Array);
    const requests = workload.requests.map(polcRequest);
    writeFileSync(join(folder, name, 'numbers.json'), JSON.stringify(requests));
    writeFileSync(join(folder, name, 'texts.json'), JSON.stringify(requests.map(timeAsText)));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function timeAsText(request: Request): Request {
  const { context = {} } = request;
  return { ...request, context: { ...context, time: new Date(context.time as number).toISOString() } };
}

function measure(workload: string, times: string, call: string): { readonly allowed: number; readonly bytes: number } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...FLAGS, meter, join(folder, workload), times, call], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as { allowed: number; bytes: number };
}

// WHY more than nothing: what the meter itself leaves, and on w2 a text that is an instant, read into a number by one request in forty.
it.each<readonly [call: string, workload: string, times: string, limit: number]>([
  ['allows', 'w1', 'texts', 0.5],
  ['allows', 'w2', 'texts', 2],
  ['allows', 'w1', 'numbers', 0.5],
  ['allows', 'w2', 'numbers', 1],
  ['decide', 'w1', 'numbers', 200],
  ['decide', 'w2', 'numbers', 200],
])('%s on %s, with times as %s, leaves less than %d bytes a call', (call, workload, times, limit) => {
  const { allowed, bytes } = measure(workload, times, call);
  expect(allowed).toBe(expected.get(workload));
  expect(bytes).toBeLessThan(limit);
});
