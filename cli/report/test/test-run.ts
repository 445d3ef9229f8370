// What a report of `polc test` is handed, and its counts.

import type { Tests } from '@polc/compiler';
import type { CaseResult } from '@polc/testing';
import { withCommas } from '../findings.js';
import type { Places } from '../places.js';

export interface TestRun {
  readonly results: readonly CaseResult[];
  readonly places: Places;
  /** Blocks that were read beside the tests that ran. */
  readonly properties: Tests['properties'];
  readonly invariants: Tests['invariants'];
  /** It ended with the first failure. */
  readonly bailed: boolean;
}

export interface FileResults {
  readonly file: string;
  readonly results: readonly CaseResult[];
  readonly passed: number;
  readonly failed: number;
}

/** In the order in which they ran. */
export function byFile(results: readonly CaseResult[]): readonly FileResults[] {
  const files = new Map<string, CaseResult[]>();
  for (const result of results) {
    const known = files.get(result.file);
    if (known === undefined) files.set(result.file, [result]);
    else known.push(result);
  }
  return [...files].map(([file, own]) => ({ file, results: own, ...countsOf(own) }));
}

export function countsOf(results: readonly CaseResult[]): { readonly passed: number; readonly failed: number } {
  const passed = results.reduce((sum, result) => sum + Number(result.passed), 0);
  return { passed, failed: results.length - passed };
}

/** `12 passed, 1 failed`. */
export function sayResults({ passed, failed }: { readonly passed: number; readonly failed: number }): string {
  return failed === 0 ? `${withCommas(passed)} passed` : `${withCommas(passed)} passed, ${withCommas(failed)} failed`;
}

/** `decision: expected allow, got deny (condition_false)`. */
export function sayMismatch({ what, expected, got }: CaseResult['mismatches'][number]): string {
  return `${what}: expected ${expected}, got ${got}`;
}
