// A decision as it is answered: all of it, and the id of its entry in the log.

import type { Decided } from '../pdp/decision-point.js';

export function shownDecision({ id, decision }: Decided): { readonly decision_id: string } {
  // WHY through JSON: what it consists of is made when somebody reads it.
  return { decision_id: id, ...(JSON.parse(JSON.stringify(decision)) as object) };
}
