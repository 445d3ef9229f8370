// What tests have not shown yet, each with a request that would show it, where one was found.

import type { Request } from '@polc/runtime';
import type { Coverage } from './coverage.js';
import type { Goal } from './report.js';
import { RequestSearch } from './request-for.js';
import { openGoals } from './trial.js';

export interface Uncovered {
  readonly goal: Goal;
  /** The engine has confirmed that they show it: one request, for MC/DC one or two. null: none was found, which does not say that there is none. */
  readonly requests: readonly Request[] | null;
  /** false: nobody looked for one, there were too many before it. */
  readonly searched: boolean;
}

export interface UncoveredOptions {
  /** For so many goals requests are searched, the first ones; some milliseconds each. */
  readonly most?: number;
}

const MOST = 1_000;

export function uncoveredOf(coverage: Coverage, { most = MOST }: UncoveredOptions): Uncovered[] {
  const search = new RequestSearch(coverage);
  return openGoals(coverage).map((goal, i) => ({ goal, requests: i < most ? search.requestFor(goal) : null, searched: i < most }));
}
