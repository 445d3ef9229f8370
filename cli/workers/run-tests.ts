// A thread of `polc test --parallel`: runs the tests and checks the properties that it is handed, and answers with what they came to. The build puts it
// beside the command.

import { parentPort, workerData } from 'node:worker_threads';
import type { Explanation } from '@polc/runtime';
import { PropertyRunner, runTests } from '@polc/testing';
import type { Results, Work } from '../test/run.js';

const { bundle, model, tests, properties, facts, seed, runs } = workerData as Work;
const given = facts === undefined ? {} : { facts };
const cases = runTests(bundle, tests, given);
const results: Results = { cases: cases.map(plain), properties: model === null ? [] : check(new PropertyRunner({ bundle, model, ...given }, optionsOf())) };
parentPort?.postMessage(results);

function optionsOf(): { readonly seed: number; readonly runs?: number } {
  return { seed, ...(runs === undefined ? {} : { runs }) };
}

function check(runner: PropertyRunner): Results['properties'] {
  return properties.map((property) => plain(runner.run(property)));
}

/** Decisions are objects of a class, whose members no other thread would see. */
function plain<R extends { readonly explanation: Explanation | null }>(result: R): R {
  return result.explanation === null ? result : { ...result, explanation: JSON.parse(JSON.stringify(result.explanation)) as Explanation };
}
