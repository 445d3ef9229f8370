// Compiles policies and tests, and runs them.

import { compile } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import { type CaseResult, runTests } from '@polc/testing';

export function run(policies: string, tests: string, facts?: Facts, bail = false): CaseResult[] {
  const sources = [
    { file: 'p.hcl', text: policies },
    { file: 'a.test.hcl', text: tests, role: 'tests' as const },
  ];
  const { bundle, model, diagnostics } = compile(sources, facts === undefined ? {} : { facts });
  if (bundle === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return runTests(bundle, model.tests.tests, { bail, ...(facts === undefined ? {} : { facts }) });
}

/** `passed`, or each mismatch in words. */
export function verdicts(results: readonly CaseResult[]): readonly (string | readonly string[])[] {
  return results.map(({ passed, mismatches }) =>
    passed ? 'passed' : mismatches.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`),
  );
}
