// A run of tests as one JSON document.

import type { CaseResult, PropertyVerdict } from '@polc/testing';
import { countsOf, isHeld, type TestRun } from './test-run.js';

export async function testJson(run: TestRun): Promise<object> {
  const { cases, properties, places, invariants, bailed, covered, mutants } = run;
  const mismatchesOf = ({ file, mismatches }: CaseResult | PropertyVerdict) =>
    mismatches.map(({ what, expected, got, span }) => ({ what, expected, got, range: places.rangeOf(file, span) }));
  return {
    tests: cases.map((one) => {
      const { name, test, label, file, line, passed, explanation } = one;
      return { ...{ name, test, case: label, file, line, passed }, ...(passed ? {} : { mismatches: mismatchesOf(one), explanation }) };
    }),
    properties: properties.map((one) => {
      const { mismatches: _, explanation, counterexample, ...told } = one;
      return { ...told, passed: isHeld(one), ...(one.status === 'failed' ? { counterexample, mismatches: mismatchesOf(one), explanation } : {}) };
    }),
    // Read, and not run by this verb.
    not_run: invariants.map(({ name, file, line }) => ({ name, file, line })),
    ...(covered === null ? {} : { coverage: (await import('../coverage-json.js')).coverageDocument(covered.report, covered.uncovered, covered.missed) }),
    ...(mutants === null ? {} : { mutants: (await import('../mutants-json.js')).mutantsDocument(mutants) }),
    summary: { ...countsOf(run), files: new Set([...cases, ...properties].map(({ file }) => file)).size, bailed },
  };
}
