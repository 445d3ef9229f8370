// What decisions leave in the heap, counted in a process of its own: argv has a folder with policy.polc, which requests of it, and which call to count. Counted
// as bench/allocation.mjs does, in chunks so small that a collection shows.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { loadBundle, type Request } from '@polc/runtime';

const CALLS = 300_000;
const CHUNK = 1_000;
const WARM_MS = 2_000;

const [folder = '', times, call] = process.argv.slice(2);
const engine = loadBundle(readFileSync(join(folder, 'policy.polc')));
const requests = JSON.parse(readFileSync(join(folder, `${times}.json`), 'utf8')) as readonly Request[];

type Loop = (from: number, to: number) => number;

// WHY two: a loop shared by both ways to ask would be slow for either, and its own boxes would be counted.
const allows: Loop = (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) if (engine.allows(requests[i] as Request)) allowed++;
  return allowed;
};
const decide: Loop = (from, to) => {
  let allowed = 0;
  for (let i = from; i < to; i++) {
    const decision = engine.decide(requests[i] as Request);
    if (decision.allowed && decision.outcome === 'allowed') allowed++;
  }
  return allowed;
};

/** Bytes that CALLS calls leave, the meter's own readings among them. */
function bytesOf(loop: Loop): number {
  (globalThis as unknown as { gc(): void }).gc();
  let bytes = 0;
  let place = 0;
  for (let done = 0; done < CALLS; ) {
    const before = getHeapStatistics().used_heap_size;
    loop(place, place + CHUNK);
    const more = getHeapStatistics().used_heap_size - before;
    place = (place + CHUNK) % requests.length;
    // A collection fell into the chunk: others are counted instead.
    if (more < 0) continue;
    bytes += more;
    done += CHUNK;
  }
  return bytes;
}

const loop = call === 'allows' ? allows : decide;
let allowed = 0;
const until = performance.now() + WARM_MS;
while (performance.now() < until) allowed = loop(0, requests.length);
// The meter, too, is warm before it counts.
bytesOf(() => 0);
const own = bytesOf(() => 0);
console.log(JSON.stringify({ allowed, bytes: Math.max(0, bytesOf(loop) - own) / CALLS }));
