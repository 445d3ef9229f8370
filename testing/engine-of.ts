// The engine of a tested policy: made once for each, with a clock that stands still, so that what was found is found again.

import { type Engine, loadBundle } from '@polc/runtime';
import { usualNow } from './arbitraries/edges.js';
import type { TestedPolicy } from './policy.js';

const engines = new WeakMap<TestedPolicy, Map<number, Engine>>();

/** `now`: milliseconds; by default a time at which most of what is registered is in force. */
export function engineOf(policy: TestedPolicy, now: number = nowOf(policy)): Engine {
  const known = engines.get(policy) ?? new Map<number, Engine>();
  engines.set(policy, known);
  let engine = known.get(now);
  if (engine === undefined) {
    engine = loadBundle(policy.bundle, { clock: () => now, ...(policy.facts === undefined ? {} : { facts: policy.facts }) });
    known.set(now, engine);
  }
  return engine;
}

/** What an engine's clock says where neither the test nor the request does. */
export function nowOf({ model, facts = {} }: TestedPolicy): number {
  return usualNow(model, facts);
}
