// Runs the cases, here or in threads of their own, and gathers what a report needs.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TestModel } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import type { CaseResult } from '@polc/testing';
import type { Progress } from '../host/progress.js';
import { breathe } from '../host/signals.js';
import { counted } from '../report/findings.js';

export interface Work {
  readonly bundle: Uint8Array;
  readonly tests: readonly TestModel[];
  readonly facts?: Facts;
  readonly bail: boolean;
}

/** A thread has to start and load the policies, which takes longer than thousands of cases. */
const CASES_WORTH_THREADS = 50_000;
/** Cases between two looks at signals. */
const SLICE = 2_000;

/** `threads` undefined: as many as are worth it. */
export async function runWork(work: Work, threads: number | undefined, progress: Progress): Promise<readonly CaseResult[]> {
  const files = [...new Set(work.tests.map(({ file }) => file))];
  const cases = work.tests.reduce((sum, test) => sum + test.cases.length, 0);
  const wanted = threads ?? (cases < CASES_WORTH_THREADS ? 1 : availableParallelism());
  const used = Math.min(wanted, files.length);
  return used <= 1 || work.bail ? runHere(work, cases, progress) : runInThreads(work, files, used);
}

async function runHere({ bundle, tests, facts, bail }: Work, cases: number, progress: Progress): Promise<readonly CaseResult[]> {
  const { TestRunner } = await import('@polc/testing');
  const runner = new TestRunner(bundle, facts === undefined ? {} : { facts });
  const results: CaseResult[] = [];
  for (const test of tests) {
    for (const one of test.cases) {
      const result = runner.run(test, one);
      results.push(result);
      if (bail && !result.passed) return results;
      if (results.length % SLICE !== 0) continue;
      progress.tick(() => `running ${counted(results.length, 'case')} of ${cases} …`);
      await breathe();
    }
  }
  return results;
}

/** Each file whole in one thread; the results in the order of the tests. */
async function runInThreads({ tests, ...rest }: Work, files: readonly string[], threads: number): Promise<readonly CaseResult[]> {
  const script = fileURLToPath(new URL('./workers/run-tests.mjs', import.meta.url));
  const shares = Array.from({ length: threads }, (_, i) => new Set(files.filter((_file, at) => at % threads === i)));
  const found = await Promise.all(shares.map((share) => inThread(script, { ...rest, tests: tests.filter(({ file }) => share.has(file)) })));
  const byFile = new Map<string, CaseResult[]>();
  for (const result of found.flat()) byFile.set(result.file, [...(byFile.get(result.file) ?? []), result]);
  return files.flatMap((file) => byFile.get(file) ?? []);
}

function inThread(script: string, work: Work): Promise<readonly CaseResult[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code} before its tests did`)));
  });
}
