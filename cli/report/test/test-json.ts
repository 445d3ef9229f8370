// A run of tests as one JSON document.

import { countsOf, type TestRun } from './test-run.js';

export function testJson({ results, places, properties, invariants, bailed }: TestRun): object {
  return {
    tests: results.map(({ name, test, label, file, line, passed, mismatches, explanation }) => ({
      ...{ name, test, case: label, file, line, passed },
      ...(passed
        ? {}
        : {
            mismatches: mismatches.map(({ what, expected, got, span }) => ({ what, expected, got, range: places.rangeOf(file, span) })),
            explanation,
          }),
    })),
    // Read, and not run by this verb's test blocks.
    not_run: [...properties, ...invariants].map(({ name, file, line }) => ({ name, file, line })),
    summary: { ...countsOf(results), files: new Set(results.map(({ file }) => file)).size, bailed },
  };
}
