// What checking a property of a policy's file comes to: plain data, so that it can pass between threads and into reports.

import type { ConsentRecord, Decision, Explanation, Request } from '@polc/runtime';
import type { Mismatch } from '../runner/results.js';

export interface PropertyVerdict {
  /** The property's: a sentence. */
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `proved`: of all requests; `passed`: of those that were tried; `undecided`: nothing speaks against it, and too little for it. */
  readonly status: 'proved' | 'passed' | 'failed' | 'undecided';
  /** What found that out. */
  readonly by: 'proof' | 'requests';
  /** Why it was not proved, and of what is undecided why; null where there is nothing to say. */
  readonly why: string | null;
  /** Of a proof: over whom and what. */
  readonly quantified: readonly string[];
  /** Requests tried, until the first that failed; those of them that lay in the region. 0 of a proof. */
  readonly runs: number;
  readonly met: number;
  readonly seed: number;
  /** Steps from the request that was found to the one that is shown. */
  readonly shrinks: number;
  readonly counterexample: Counterexample | null;
  /** Of a failure. */
  readonly mismatches: readonly Mismatch[];
  readonly explanation: Explanation | null;
}

export interface Counterexample {
  /** With the approvals that were given. */
  readonly request: Request;
  /** In force beside those that are given; null: none. */
  readonly consents: readonly ConsentRecord[] | null;
  readonly decision: Decision;
}

export const hasPassed = ({ status }: Pick<PropertyVerdict, 'status'>): boolean => status === 'proved' || status === 'passed';
