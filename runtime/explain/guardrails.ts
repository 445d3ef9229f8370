// The guardrails that concern the request, or the handing on of its authority: what each requires and forbids, and whether it objects.

import type { Case } from '../decide/case.js';
import { concerns, objectionsOf } from '../decide/guardrails.js';
import type { LoadedGuardrail } from '../load-blocks.js';
import { explainCondition } from './condition.js';
import type { ExplainedGuardrail } from './types.js';

export function explainGuardrails(all: readonly LoadedGuardrail[], one: Case, on: string): ExplainedGuardrail[] {
  if (one.bare) return [];
  const concerned = all.filter((guardrail) => concerns(guardrail, one));
  return concerned.map((guardrail) => {
    const objects = objectionsOf([guardrail], one).length > 0;
    one.unknowns = null;
    const { name, file, line, enforcement, reason = null } = guardrail;
    const [require, forbid] = [guardrail.require, guardrail.forbid].map((list) => list.map((expr) => explainCondition(expr, one)));
    return { name, file, line, enforcement, on, objects, require: require ?? [], forbid: forbid ?? [], reason };
  });
}
