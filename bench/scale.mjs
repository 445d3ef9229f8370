// What do a hundred thousand rules cost in time and memory: to compile, to load, to keep?

import { readFileSync } from 'node:fs';
import { effort } from './lib/effort.mjs';
import { inFreshProcesses, isMeasuring, measured, send } from './lib/fresh-process.mjs';
import { fileOf, prepareAll } from './lib/prepared.mjs';
import { milliseconds, range, report } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';

const PROCESSES = effort(5, 2);
const WORKLOADS = effort(['w2', 'w3', 'w4', 'w5'], ['w2', 'w4']);

const rss = () => process.resourceUsage().maxRSS / 1024;

/** From texts to a bundle; what else the process had to hold is in `before`. */
async function compileOnce(name) {
  const { compile } = await import('@polc/compiler');
  const sources = JSON.parse(readFileSync(fileOf(name, 'sources.json'), 'utf8'));
  const before = rss();
  const start = performance.now();
  const { bundle } = compile(sources);
  const took = performance.now() - start;
  const textBytes = sources.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  send({ took, before, most: rss(), bytes: bundle.length, textBytes });
}

/** Heap and what hangs on it outside: the bundle's own bytes too. */
function held() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function loadOnce(name) {
  const { loadBundle } = await import('@polc/runtime');
  const { requests, facts, agents } = JSON.parse(readFileSync(fileOf(name, 'json'), 'utf8'));
  const before = held();
  const bundle = readFileSync(fileOf(name, 'polc'));
  const start = performance.now();
  const engine = loadBundle(bundle, facts === null ? {} : { facts });
  const took = performance.now() - start;
  const loaded = held() - before;
  let allowed = 0;
  for (const request of requests) if (engine.allows(request)) allowed++;
  const used = held() - before;
  send({ took, loaded, used, allowed, agents: agents.length, rules: agents.reduce((sum, { rules }) => sum + rules.length, 0) });
}

/** The same of the hand-written tables, for comparison; their rules as JSON are not counted. */
async function loadHandOnce(name) {
  const { loadHandTuned } = await import('./peers/hand-tuned.mjs');
  const { requests, ...workload } = JSON.parse(readFileSync(fileOf(name, 'json'), 'utf8'));
  const before = held();
  const start = performance.now();
  const decide = loadHandTuned(workload);
  const took = performance.now() - start;
  const loaded = held() - before;
  let allowed = 0;
  for (const request of requests) if (decide(request)) allowed++;
  send({ took, loaded, used: held() - before, allowed, agents: workload.agents.length, rules: 0 });
}

const of = (runs, member) => median(runs.map((run) => run[member]));

async function figuresOf(name) {
  const put = (what) => inFreshProcesses(import.meta.url, PROCESSES, { what: `${what} ${name}`, flags: ['--expose-gc'] });
  const compiled = await put('compile');
  const loaded = await put('load');
  const byHand = name === 'w5' ? null : await put('hand');
  const rules = of(loaded, 'rules');
  return {
    workload: name,
    rules,
    compile: {
      milliseconds: of(compiled, 'took'),
      range: spread(compiled.map(({ took }) => took)),
      maxRss: of(compiled, 'most'),
      rssBefore: of(compiled, 'before'),
    },
    textPerRule: of(compiled, 'textBytes') / rules,
    bundlePerRule: of(compiled, 'bytes') / rules,
    load: { milliseconds: of(loaded, 'took'), range: spread(loaded.map(({ took }) => took)) },
    heldPerRule: of(loaded, 'loaded') / rules,
    heldPerRuleUsed: of(loaded, 'used') / rules,
    hand: byHand === null ? null : { milliseconds: of(byHand, 'took'), heldPerRule: of(byHand, 'loaded') / rules },
  };
}

async function answer() {
  prepareAll(WORKLOADS);
  const figures = [];
  for (const name of WORKLOADS) figures.push(await figuresOf(name));
  const ms = (value) => milliseconds(value * 1e6);
  report({
    name: 'scale',
    question: 'what do many rules cost, to compile, to load, to keep?',
    method: `each in a process of its own, first time; medians of ${PROCESSES}; memory is heap and external after a collection`,
    rows: figures.map((each) => ({
      workload: each.workload,
      rules: each.rules,
      compile: ms(each.compile.milliseconds),
      'its range, ms': range(each.compile.range),
      'max RSS': `${each.compile.maxRss.toFixed(0)} MB`,
      'before it': `${each.compile.rssBefore.toFixed(0)} MB`,
      'text B/rule': each.textPerRule.toFixed(0),
      'bundle B/rule': each.bundlePerRule.toFixed(0),
    })),
    more: [
      {
        title: 'loaded',
        rows: figures.map((each) => ({
          workload: each.workload,
          load: ms(each.load.milliseconds),
          'its range, ms': range(each.load.range),
          'memory B/rule': each.heldPerRule.toFixed(0),
          'after 10,000 requests': each.heldPerRuleUsed.toFixed(0),
          'hand-tuned: load': each.hand === null ? '–' : ms(each.hand.milliseconds),
          'its memory B/rule': each.hand === null ? '–' : each.hand.heldPerRule.toFixed(0),
        })),
      },
    ],
    figures,
    notes: ["memory counts the bundle's own bytes; hand-tuned's texts are those of the rules it was given, which are not counted"],
  });
}

if (!isMeasuring) await answer();
else {
  const [what, name] = measured().split(' ');
  await { compile: compileOnce, load: loadOnce, hand: loadHandOnce }[what](name);
}
