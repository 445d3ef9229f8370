// What a report of `polc test` is handed, and its counts.

import type { Tests } from '@polc/compiler';
import type { CaseResult, MutationResult, PropertyVerdict } from '@polc/testing';
import type { Covered } from '../../test/cover.js';
import type { Results } from '../../test/run.js';
import { counted, withCommas } from '../counted.js';
import type { Places } from '../places.js';

export interface TestRun extends Results {
  readonly places: Places;
  /** Blocks that were read beside those that ran. */
  readonly invariants: Tests['invariants'];
  /** It ended with the first failure. */
  readonly bailed: boolean;
  /** null: not asked for. */
  readonly covered: Covered | null;
  readonly mutants: MutationResult | null;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface FileResults extends Results, Counts {
  readonly file: string;
}

/** In the order in which they ran. */
export function byFile({ cases, properties }: Results): readonly FileResults[] {
  const files = new Map<string, { cases: CaseResult[]; properties: PropertyVerdict[] }>();
  const of = (file: string): { cases: CaseResult[]; properties: PropertyVerdict[] } => {
    const known = files.get(file) ?? { cases: [], properties: [] };
    files.set(file, known);
    return known;
  };
  for (const one of cases) of(one.file).cases.push(one);
  for (const one of properties) of(one.file).properties.push(one);
  return [...files].map(([file, own]) => ({ file, ...own, ...countsOf(own) }));
}

/** An undecided property is none that passed. */
export function countsOf({ cases, properties }: Results): Counts {
  const passed = cases.filter((one) => one.passed).length + properties.filter(isHeld).length;
  return { passed, failed: cases.length + properties.length - passed };
}

/** WHY not testing's own: it would be loaded for a report. */
export const isHeld = ({ status }: Pick<PropertyVerdict, 'status'>): boolean => status === 'proved' || status === 'passed';

export const hasFailed = (results: Results): boolean => countsOf(results).failed > 0;

/** `12 passed, 1 failed`. */
export function sayResults({ passed, failed }: Counts): string {
  return failed === 0 ? `${withCommas(passed)} passed` : `${withCommas(passed)} passed, ${withCommas(failed)} failed`;
}

/** `decision: expected allow, got deny (condition_false)`. */
export function sayMismatch({ what, expected, got }: CaseResult['mismatches'][number]): string {
  return `${what}: expected ${expected}, got ${got}`;
}

/** `proved`, `passed 1,000 requests, seed 42`, `failed: refuted`, `undecided: …`. */
export function sayVerdict({ status, by, runs, seed, why, counterexample }: PropertyVerdict): string {
  const tried = `${counted(runs, 'request')}, seed ${seed}`;
  switch (status) {
    case 'proved':
      return 'proved';
    case 'passed':
      return `passed ${tried}`;
    case 'failed':
      return counterexample === null ? 'failed: it cannot be asked' : by === 'proof' ? 'failed: refuted' : `failed after ${tried}`;
    case 'undecided':
      return `undecided: ${why ?? 'nobody can tell'}`;
  }
}
