// Random requests against something that is to hold of them all: drawn until one lies in the region, and a counterexample made as simple as it gets. What is
// hardly ever met is undecided, not passed.

import type { Request } from '@polc/runtime';
import { check, property, type Random } from 'fast-check';
import { drawn } from '../arbitraries/request-arbitrary.js';
import { isRequest } from '../arbitraries/requests.js';
import { simplerRequests } from '../arbitraries/shrink-request.js';
import type { PropertyRun } from './region.js';

export interface Attempt {
  draw(random: Random): Request;
  /** Milliseconds: where times shrink to. */
  readonly now: number;
  isInside(request: Request): boolean;
  /** Of a request that lies inside. `shrinking`: a counterexample is known already. */
  holds(request: Request, shrinking: boolean): boolean;
}

export interface Tried {
  readonly status: 'passed' | 'failed' | 'undecided';
  /** Requests tried, until the first that failed. */
  readonly runs: number;
  /** Of them those that lay in the region. */
  readonly met: number;
  readonly seed: number;
  /** Of the counterexample; null without one. */
  readonly path: string | null;
  readonly counterexample: Request | null;
  /** Steps from the request that was found to the one that is shown. */
  readonly shrinks: number;
}

export const USUAL_RUNS = 1_000;
/** Draws for one request that lies in the region. */
const MOST_DRAWS = 30;
/** Of a hundred requests those that must meet the region, and how many at the least. */
const LEAST_SHARE = 10;
const LEAST_MET = 10;

export function tryRequests({ draw, now, isInside, holds }: Attempt, { runs = USUAL_RUNS, seed, path }: Omit<PropertyRun, 'now'> = {}): Tried {
  let tried = 0;
  let met = 0;
  let failed = false;
  const arbitrary = drawn({
    draw: (random) => {
      let request = draw(random);
      for (let i = 1; i < MOST_DRAWS && !isInside(request); i++) request = draw(random);
      return request;
    },
    *simpler(request) {
      for (const simpler of simplerRequests(request, { now })) if (isInside(simpler)) yield simpler;
    },
    holds: isRequest,
  });
  const details = check(
    property(arbitrary, (request) => {
      const inside = isInside(request);
      if (!failed) tried++;
      if (!failed && inside) met++;
      const held = !inside || holds(request, failed);
      failed ||= !held;
      return held;
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) },
  );
  const told = { runs: tried, met, seed: details.seed, shrinks: details.numShrinks };
  if (details.failed) {
    const [request] = details.counterexample ?? [];
    // What the engine throws it does not; what a draw throws is told as it is.
    if (request === undefined || holds(request, true)) throw details.errorInstance ?? new Error('a property failed without a counterexample');
    return { status: 'failed', ...told, path: details.counterexamplePath, counterexample: request };
  }
  const enough = met >= Math.min(LEAST_MET, runs) && met * 100 >= tried * LEAST_SHARE;
  return { status: enough ? 'passed' : 'undecided', ...told, path: null, counterexample: null };
}
