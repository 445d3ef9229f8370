// Which of the approvals that were found an allowed request really stands on: those are spent on it, and no other.

import type { JsonObject } from '@polc/runtime';

/**
 * Those without which it is not allowed, to be decided with and to be used (`Approvals.use`); null: it is not allowed, not even with all of them.
 * `isAllowed`: what is decided when just these are brought.
 */
export function neededApprovals(facts: readonly JsonObject[], isAllowed: (brought: readonly JsonObject[]) => boolean): readonly JsonObject[] | null {
  if (!isAllowed(facts)) return null;
  let needed = facts;
  for (const id of new Set(facts.map((fact) => fact.id))) {
    const without = needed.filter((fact) => fact.id !== id);
    if (isAllowed(without)) needed = without;
  }
  return needed;
}
