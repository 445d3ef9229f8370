// One note on standard error where a request of bare policies meets policies that have guardrails: those do not bind it (language.md §6).

import type { Engine } from '@polc/runtime';
import { note } from '../host/output.js';
import type { Decider } from './request-input.js';

export const GUARDRAILS_ASIDE = 'polc: guardrails do not bind requests of bare policies';

/** Decides as `decider` does. `engine` knows what the policies hold. */
export function notingGuardrails(decider: Decider, engine: Engine): Decider {
  let due: boolean | undefined;
  return {
    decide(request) {
      const decision = decider.decide(request);
      if (due === false || decision.outcome === 'malformed_request' || !isBare(request)) return decision;
      due ??= engine.contents.blocks.guardrails.length > 0;
      if (due) note(GUARDRAILS_ASIDE);
      due = false;
      return decision;
    },
  };
}

/** Of a request that is well formed: no other form has the member. */
function isBare(request: object): boolean {
  return 'policies' in request;
}
