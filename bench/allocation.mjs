// How many bytes does a decision leave behind, and how often is memory collected for it? allows should leave none.

import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { ALLOWS, candidatesOf, DECIDE, TUNED } from './lib/candidates.mjs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, send } from './lib/fresh-process.mjs';
import { prepareAll, prepared } from './lib/prepared.mjs';
import { report } from './lib/report.mjs';

const WORKLOADS = ['w1', 'w2', 'w3', 'w4', 'w5'];
const CALLS = { [TUNED]: effort(10_000_000, 200_000), [ALLOWS]: effort(10_000_000, 200_000), [DECIDE]: effort(1_000_000, 100_000) };
/** Milliseconds until the engine has compiled what it will. */
const WARM = effort(3_000, 500);
/** Calls between two looks at the heap: so few that what a collection takes away is always more than what they leave. */
const CHUNK = 1_000;
/** Young enough a generation for many chunks, in MB. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

async function measure(what) {
  const [name, candidate] = what.split('/');
  const workload = prepared(name);
  const [{ loop }] = candidatesOf(workload, [candidate]);
  const count = workload.requests.length;
  const until = performance.now() + WARM;
  while (performance.now() < until) loop(0, count);
  // The meter, too, is warm before it counts.
  await bytesOf(() => 0, count, 200_000);
  const nothing = await bytesOf(() => 0, count, CALLS[candidate]);
  const own = await bytesOf(loop, count, CALLS[candidate]);
  send({ ...own, bytes: Math.max(0, own.bytes - nothing.bytes), meter: nothing.bytes });
}

/** `count` is a multiple of CHUNK. What `calls` calls leave in the heap, the meter's own readings included, and how often it was collected meanwhile. */
async function bytesOf(loop, count, calls) {
  let collections = 0;
  const observer = new PerformanceObserver((entries) => {
    collections += entries.getEntries().length;
  });
  globalThis.gc();
  observer.observe({ entryTypes: ['gc'] });
  let bytes = 0;
  let done = 0;
  let spoilt = 0;
  let place = 0;
  while (done < calls) {
    const before = getHeapStatistics().used_heap_size;
    loop(place, place + CHUNK);
    const more = getHeapStatistics().used_heap_size - before;
    place = (place + CHUNK) % count;
    // A collection fell into this chunk: it is counted, and other calls are measured instead.
    if (more < 0) {
      spoilt++;
      continue;
    }
    bytes += more;
    done += CHUNK;
  }
  // Entries come with the event loop's next turns.
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return { bytes, calls: done, decided: done + spoilt * CHUNK, collections };
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const workload of WORKLOADS) {
    for (const candidate of [TUNED, ALLOWS, DECIDE]) {
      if (workload === 'w5' && candidate === TUNED) continue;
      const [run] = await inFreshProcesses(import.meta.url, 1, { what: `${workload}/${candidate}`, flags: FLAGS });
      figures.push({
        workload,
        candidate,
        calls: run.calls,
        bytesPerCall: run.bytes / run.calls,
        collectionsPerMillion: (run.collections / run.decided) * 1e6,
        ...run,
      });
    }
  }
  report({
    name: 'allocation',
    question: 'how many bytes does a decision leave behind?',
    method: `warm, in a process of its own each; growth of the heap over chunks of ${CHUNK} calls, less what an empty loop grows it`,
    rows: figures.map((each) => ({
      workload: each.workload,
      case: each.candidate,
      calls: `${each.calls / 1e6} M`,
      'bytes in all': each.bytes,
      'bytes a call': each.bytesPerCall < 1 && each.bytes > 0 ? each.bytesPerCall.toFixed(4) : each.bytesPerCall.toFixed(0),
      'collections a million': each.collectionsPerMillion.toFixed(1),
    })),
    figures,
    notes: ['young generation of 64 MB, so collections are rarer than with the default of 16 MB'],
  });
}

if (isMeasuring) await measure(measured());
else await answer();
