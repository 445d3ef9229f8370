// Guardrails (spec.md §10.3): which of them would deny the request, by their enforcement.

import { capabilityFor } from './alternatives.js';
import { matchesWritten } from './attributes.js';
import type { Guardrail } from './model.js';
import { approvalNeed } from './needs.js';
import type { Requirement } from './outcome.js';
import type { Situation } from './principals.js';
import { evaluateCondition } from './sugar.js';
import { and, type Truth, UNKNOWN } from './values.js';

export interface Guarded {
  /** Names of the hard-mandatory ones that deny. */
  readonly denying: readonly string[];
  readonly needs: readonly Requirement[];
  readonly advice: readonly string[];
  readonly missing: readonly string[];
}

export function judgeGuardrails(situation: Situation): Guarded {
  const found = situation.model.guardrails.filter((guardrail) => isOn(guardrail, situation) !== false);
  const denying = found.map((guardrail) => ({ guardrail, ...judge(guardrail, situation) })).filter(({ denies }) => denies);
  const of = (enforcement: string): readonly Guardrail[] =>
    denying.filter(({ guardrail }) => guardrail.enforcement === enforcement).map(({ guardrail }) => guardrail);
  return {
    denying: of('hard-mandatory').map(({ name }) => name),
    needs: of('soft-mandatory').map(({ name, approval }) => {
      if (approval === null) throw new Error(`guardrail "${name}" wants an approval block`);
      return approvalNeed('guardrail', name, approval);
    }),
    advice: of('advisory').map(({ name }) => name),
    // What an advisory one does not know makes no difference.
    missing: denying.flatMap(({ guardrail, missing }) => (guardrail.enforcement === 'advisory' ? [] : missing)),
  };
}

/** "`on` (all its members; none means everything) is three-valued and unknown matches". */
function isOn({ on: { paths, capabilities, agentTypes } }: Guardrail, { operation, path, agents }: Situation): Truth {
  const members: Truth[] = [];
  if (paths !== null) {
    // "for `list` with and without the slash at the end".
    const bare = path.endsWith('/') ? path.slice(0, -1) : path;
    const spellings = operation === 'list' ? [bare, `${bare}/`] : [path];
    members.push(paths.some((written) => spellings.some((spelling) => matchesWritten(written, spelling))));
  }
  if (capabilities !== null) members.push(capabilities.includes(capabilityFor(operation) ?? ''));
  if (agentTypes !== null) {
    // "an agent without a type may be of any; no agent is of none".
    if (agents.some(({ type }) => type !== null && agentTypes.includes(type))) members.push(true);
    else members.push(agents.some(({ type }) => type === null) ? UNKNOWN : false);
  }
  return and(members);
}

/** "Any `require` that is not true, any `forbid` that is not false, denies; without either it denies." */
function judge({ require, forbid }: Guardrail, situation: Situation): { readonly denies: boolean; readonly missing: readonly string[] } {
  const required = require.map((condition) => evaluateCondition(condition, situation));
  const forbidden = forbid.map((condition) => evaluateCondition(condition, situation));
  const denies = required.some(({ value }) => value !== true) || forbidden.some(({ value }) => value !== false) || required.length + forbidden.length === 0;
  return { denies, missing: [...required, ...forbidden].flatMap(({ value, missing }) => (value === UNKNOWN ? missing : [])) };
}
