// What every request of w5 must get, as the oracle of the tests judged it: kept beside the workload, since the oracle is slow, with a digest of what
// was judged. `node bench/workload/delegated-expectations.mjs` judges anew, after a build; it takes minutes.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { delegatedSources, generateDelegated } from './delegated.mjs';

const KEPT = new URL('delegated-expectations.json', import.meta.url);

/** One boolean a request; throws when the workload is not the one that was judged. */
export function delegatedExpectations(workload) {
  const { digest, allowed } = JSON.parse(readFileSync(KEPT, 'utf8'));
  if (digest !== digestOf(workload)) throw new Error('w5 is not what the oracle judged: node bench/workload/delegated-expectations.mjs');
  const bits = Buffer.from(allowed, 'base64');
  return workload.requests.map((_, i) => (bits[i >> 3] & (1 << (i & 7))) !== 0);
}

export function digestOf({ facts, requests, ...rest }) {
  return createHash('sha256')
    .update(JSON.stringify([delegatedSources(rest), facts, requests]))
    .digest('hex');
}

async function judge() {
  const { makeEngine } = await import('../../cli/dist/engines/reference.mjs');
  const workload = generateDelegated();
  const oracle = makeEngine(delegatedSources(workload), { allowRoot: false, facts: workload.facts });
  const bits = Buffer.alloc(Math.ceil(workload.requests.length / 8));
  const outcomes = {};
  for (const [i, request] of workload.requests.entries()) {
    const { allowed, outcome } = oracle.decide(request);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (allowed) bits[i >> 3] |= 1 << (i & 7);
  }
  writeFileSync(KEPT, `${JSON.stringify({ digest: digestOf(workload), outcomes, allowed: bits.toString('base64') }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await judge();
