// Runs the cases and checks the properties, here or in threads of their own, and gathers what a report needs.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Model } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import type { Asked, CaseResult, PropertyVerdict } from '@polc/testing';
import type { Progress } from '../host/progress.js';
import { breathe } from '../host/signals.js';
import { counted } from '../report/counted.js';
import type { Filtered } from './filter.js';

export interface Work extends Filtered {
  readonly bundle: Uint8Array;
  /** null where no property asks for it. */
  readonly model: Model | null;
  readonly facts?: Facts;
  /** Of properties: where random requests start, and how many are tried where a property does not say. */
  readonly seed: number;
  readonly runs?: number;
}

export interface Results {
  readonly cases: readonly CaseResult[];
  readonly properties: readonly PropertyVerdict[];
}

export interface RunSettings {
  readonly bail: boolean;
  /** undefined: as many as are worth it. */
  readonly threads?: number | undefined;
  readonly progress: Progress;
  /** What is asked on the way, in one thread. */
  readonly onCase?: ((asked: Asked) => void) | undefined;
  readonly onRequest?: ((asked: Asked) => void) | undefined;
}

/** A thread has to start and load the policies, which takes longer than thousands of cases. */
const CASES_WORTH_THREADS = 50_000;
/** Cases between two looks at signals. */
const SLICE = 2_000;

export async function runWork(work: Work, settings: RunSettings): Promise<Results> {
  const { bail, threads, onCase, onRequest } = settings;
  const files = [...new Set([...work.tests, ...work.properties].map(({ file }) => file))];
  const cases = casesOf(work);
  const wanted = threads ?? (cases < CASES_WORTH_THREADS ? 1 : availableParallelism());
  const used = Math.min(wanted, files.length);
  const isWatched = onCase !== undefined || onRequest !== undefined;
  return used <= 1 || bail || isWatched ? runHere(work, settings) : runInThreads(work, files, used);
}

const casesOf = ({ tests }: Filtered): number => tests.reduce((sum, test) => sum + test.cases.length, 0);

async function runHere(work: Work, settings: RunSettings): Promise<Results> {
  const cases = await runCases(work, settings);
  if (settings.bail && cases.some(({ passed }) => !passed)) return { cases, properties: [] };
  return { cases, properties: await checkProperties(work, settings) };
}

async function runCases(work: Work, { bail, progress, onCase }: RunSettings): Promise<readonly CaseResult[]> {
  const { TestRunner } = await import('@polc/testing');
  const { bundle, tests, facts } = work;
  const runner = new TestRunner(bundle, { ...(facts === undefined ? {} : { facts }), ...(onCase === undefined ? {} : { onAsked: onCase }) });
  const results: CaseResult[] = [];
  for (const test of tests) {
    for (const one of test.cases) {
      const result = runner.run(test, one);
      results.push(result);
      if (bail && !result.passed) return results;
      if (results.length % SLICE !== 0) continue;
      progress.tick(() => `running ${counted(results.length, 'case')} of ${casesOf(work)} …`);
      await breathe();
    }
  }
  return results;
}

async function checkProperties({ bundle, model, facts, properties, seed, runs }: Work, { bail, progress, onRequest }: RunSettings): Promise<PropertyVerdict[]> {
  if (model === null || properties.length === 0) return [];
  const { PropertyRunner, hasPassed } = await import('@polc/testing');
  const runner = new PropertyRunner(
    { bundle, model, ...(facts === undefined ? {} : { facts }) },
    { seed, ...(runs === undefined ? {} : { runs }), ...(onRequest === undefined ? {} : { onAsked: onRequest }) },
  );
  const verdicts: PropertyVerdict[] = [];
  for (const property of properties) {
    progress.tick(() => `checking property ${verdicts.length + 1} of ${properties.length} …`);
    const verdict = runner.run(property);
    verdicts.push(verdict);
    if (bail && !hasPassed(verdict)) break;
    await breathe();
  }
  return verdicts;
}

/** Each file whole in one thread; the results in the order of the tests. */
async function runInThreads({ tests, properties, model, ...rest }: Work, files: readonly string[], threads: number): Promise<Results> {
  const script = fileURLToPath(new URL('./workers/run-tests.mjs', import.meta.url));
  const shares = Array.from({ length: threads }, (_, i) => new Set(files.filter((_file, at) => at % threads === i)));
  const found = await Promise.all(
    shares.map((share) => {
      const own = properties.filter(({ file }) => share.has(file));
      return inThread(script, { ...rest, tests: tests.filter(({ file }) => share.has(file)), properties: own, model: own.length === 0 ? null : model });
    }),
  );
  return {
    cases: inOrder(
      files,
      found.flatMap(({ cases }) => cases),
    ),
    properties: inOrder(
      files,
      found.flatMap((each) => each.properties),
    ),
  };
}

function inOrder<R extends { readonly file: string }>(files: readonly string[], results: readonly R[]): R[] {
  const byFile = new Map<string, R[]>();
  for (const result of results) {
    const known = byFile.get(result.file);
    if (known === undefined) byFile.set(result.file, [result]);
    else known.push(result);
  }
  return files.flatMap((file) => byFile.get(file) ?? []);
}

function inThread(script: string, work: Work): Promise<Results> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code} before its tests did`)));
  });
}
