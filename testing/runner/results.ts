// What running tests comes to: plain data, so that it can pass between threads and into reports.

import type { Span } from '@polc/grammar';
import type { Explanation } from '@polc/runtime';

/** One thing that was expected, and is otherwise. In words. */
export interface Mismatch {
  /** The member of `expect`; `given` where the case could not even be asked. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  readonly span: Span;
}

export interface CaseResult {
  /** The test's name, and the case's in brackets. */
  readonly name: string;
  readonly test: string;
  /** null for a test of one case. */
  readonly label: string | null;
  readonly file: string;
  /** Of the test; from 1. */
  readonly line: number;
  readonly passed: boolean;
  /** Empty when it passed. */
  readonly mismatches: readonly Mismatch[];
  /** Of a failure whose case could be asked. */
  readonly explanation: Explanation | null;
}
