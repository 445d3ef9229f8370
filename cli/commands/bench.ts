// `polc bench`: how long one's own policies take to decide one's own requests, and why.

import type { Engine } from '@polc/runtime';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { measure } from '../bench/measure.js';
import { readRequests } from '../bench/read-requests.js';
import { slowestOf } from '../bench/slowest.js';
import { survey } from '../bench/survey.js';
import { print, printJson } from '../host/output.js';
import { bundleAmong, compilePaths, engineOf, type Setting } from '../host/policy-set.js';
import { Progress } from '../host/progress.js';
import { readFacts } from '../host/read-facts.js';
import { type BenchPolicies, type BenchReport, benchReport } from '../report/bench-report.js';
import { benchText } from '../report/bench-text.js';
import { coloursOf } from '../report/colours.js';
import { counted } from '../report/counted.js';
import { examples, type Formatted, factsOption, formatOption, policiesOption } from './options.js';

interface BenchOptions extends Formatted {
  readonly policies: readonly string[];
  readonly facts?: string;
  readonly requests: string;
  readonly seconds: number;
  readonly top: number;
  readonly allowRoot?: boolean;
}

export function defineBench(command: Command): void {
  policiesOption(command.description('Measure how long policies take to decide requests, which rules take longest, and how much is tested.'))
    .requiredOption('--requests <file.jsonl>', 'a request a line; - for standard input')
    .addOption(factsOption())
    .addOption(new Option('--seconds <number>', 'how long to measure, after a quarter of it for warming up').argParser(secondsOf).default(3))
    .addOption(new Option('--top <number>', 'how many of the slowest rules to show').argParser(topOf).default(10))
    .option('--allow-root', "let the policy root be Vault's root, which may do everything")
    .addOption(formatOption())
    .action(async (options: BenchOptions) => {
      const report = await runBench(options);
      if (options.format === 'json') printJson(report);
      else print(benchText(report, coloursOf(process.stdout)));
    });
  examples(
    command,
    'Exits 0 whatever the requests get. Times are those of this machine now; counts',
    'are the same whenever the same is measured.',
    '',
    'Example:',
    '  $ polc bench -p policies --facts facts.json --requests requests.jsonl',
  );
}

async function runBench({ policies: paths, facts, requests: file, seconds, top, allowRoot = false }: BenchOptions): Promise<BenchReport> {
  const setting: Setting = { allowRoot, ...(facts === undefined ? {} : { facts: await readFacts(facts) }) };
  const { engine, other, policies } = await openTimed(paths, setting);
  const requests = await readRequests(file);
  const progress = new Progress();
  const measured = await measure(
    engine,
    requests.map(({ request }) => request),
    seconds,
    () => progress.tick(() => `measuring ${counted(requests.length, 'request')} …`),
  );
  const found = await survey(other, requests, (asked) => progress.tick(() => `counting tests: ${asked} of ${counted(requests.length, 'request')} …`));
  const rules = slowestOf(found.groups, measured.laps, requests.length);
  progress.end();
  return benchReport({ survey: found, measured, policies, rules, top, count: requests.length });
}

const LOADS = 5;

/** Two engines on the same policies: what is timed nobody looks into. */
async function openTimed(paths: readonly string[], setting: Setting) {
  const given = bundleAmong(paths);
  // The compiler's own start is no part of compiling.
  if (given === null) await import('@polc/compiler');
  const start = performance.now();
  const bundle = given?.bytes ?? (await compilePaths(paths)).bundle;
  const compiled = performance.now() - start;
  const loads: number[] = [];
  const load = () => {
    const before = performance.now();
    const engine = engineOf(bundle, given?.file ?? null, setting);
    loads.push(performance.now() - before);
    return engine;
  };
  const [engine, other] = [load(), load()];
  while (loads.length < LOADS && (loads[0] as number) < 200) load();
  const stanzas = stanzasOf(engine);
  const policies: BenchPolicies = {
    bundle_bytes: bundle.length,
    stanzas,
    bytes_a_stanza: stanzas === 0 ? null : Math.round(bundle.length / stanzas),
    compile_ms: given === null ? thousandths(compiled) : null,
    load_ms: thousandths(loads.sort((a, b) => a - b)[loads.length >> 1] as number),
  };
  return { engine, other, policies };
}

function stanzasOf({ contents }: Pick<Engine, 'contents'>): number {
  return contents.policies.reduce((sum, { stanzas }) => sum + stanzas.length, 0);
}

function thousandths(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}

function secondsOf(text: string): number {
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 0.01 && seconds <= 3_600)) throw new InvalidArgumentError('It is a number from 0.01 to 3600.');
  return seconds;
}

function topOf(text: string): number {
  const top = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (top < 1) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return top;
}
