// A compiled policy as tests take it: what was checked, and the bundle that decides.

import type { Model } from '@polc/compiler';
import type { Facts } from '@polc/runtime';

/** The result of `compile` that has a bundle, and what is registered beside the files. */
export interface TestedPolicy {
  readonly bundle: Uint8Array;
  readonly model: Model;
  readonly facts?: Facts;
}
