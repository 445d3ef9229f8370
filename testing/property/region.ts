// A region of requests: who asks for what, where, of which some condition is true.

import type { Code, Instant, Outcome } from '@polc/runtime';
import type { Asking, Form } from '../arbitraries/principals.js';

/**
 * What is absent does not narrow it. What is malformed lies in no region, unless the property expects just
 * that; requests that bring the details of a token are not tried.
 */
export interface Region {
  readonly forms?: readonly Form[];
  /** Ids of agents that act, alone or on behalf. */
  readonly agents?: readonly string[];
  /** Ids of users who ask, or on whose behalf. */
  readonly users?: readonly string[];
  /** Those who ask, to the letter: by the members of a request that say it. */
  readonly principals?: readonly Asking[];
  readonly operations?: readonly string[];
  /** Patterns: the path is matched by one of them. */
  readonly paths?: readonly string[];
  readonly purposes?: readonly string[];
  /** All are true: as the compiler leaves conditions (`condition.code`). */
  readonly conditions?: readonly Code[];
}

/** What every decision in the region must be. */
export interface Expectation {
  /** `deny` is every answer that is not allowed, one that wants an approval too. */
  readonly decision?: 'allow' | 'deny';
  /** One of these. */
  readonly outcomes?: readonly Outcome[];
}

export interface RegionProperty {
  readonly region: Region;
  readonly expect: Expectation;
}

export interface PropertyRun {
  /** Requests to try; 1,000 when absent. */
  readonly runs?: number;
  /** Repeats a run. */
  readonly seed?: number;
  /** With its seed: goes straight to the counterexample that a run has found. */
  readonly path?: string;
  readonly now?: Instant;
}
