// A thread of `polc test --parallel`: runs the tests that it is handed and answers with their results. The build puts it beside the command.

import { parentPort, workerData } from 'node:worker_threads';
import { type CaseResult, runTests } from '@polc/testing';
import type { Work } from '../test/run.js';

const { bundle, tests, facts } = workerData as Work;
const results = runTests(bundle, tests, facts === undefined ? {} : { facts });
parentPort?.postMessage(results.map(plain));

/** Decisions are objects of a class, whose members no other thread would see. */
function plain(result: CaseResult): CaseResult {
  return result.explanation === null ? result : { ...result, explanation: JSON.parse(JSON.stringify(result.explanation)) as CaseResult['explanation'] };
}
