// One policy list judged whole (grammar/spec.md §4, §5.1): its rule for the path, and of the rule's alternatives the least demanding one that allows.

import type { Outcome } from '../decision.js';
import { truthOf } from '../expression/evaluate.js';
import { UNKNOWN } from '../expression/value.js';
import type { Requirement } from '../facts/blocks.js';
import { DENY } from '../format/layout.js';
import { type ShapeFault, shapeFault } from '../match/check-shape.js';
import { checkParameters, type ParameterFault } from '../match/parameters.js';
import type { Alternative, Rule } from '../rule.js';
import type { Selector } from '../select.js';
import { checkWrapping, parameterOutcome } from '../verdict.js';
import type { View } from '../view.js';
import type { Action } from './approvals.js';
import type { Case } from './case.js';
import { controlGroupNeeds } from './control-group.js';

/** How a list or an alternative of it answers. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly rule: Rule | null;
  /** The one that allows; else the one that got furthest. null where no rule was reached. */
  readonly alternative: Alternative | null;
  readonly fault: ParameterFault | ShapeFault | null;
  readonly missing: readonly string[];
  /** What else there is to say: the policy that does not exist. */
  readonly words: string | null;
  /** How far it got: a place among STAGES. */
  readonly stage: number;
}

const NONE: readonly never[] = [];

/** How far an answer got (spec §5.1). What is judged in one go is one stage. */
export enum STAGE {
  list,
  selection,
  capability,
  wrapping,
  lists,
  shapes,
  conditionFalse,
  conditionUnknown,
  allowed,
}

export function judgeList(selector: Selector, view: View, one: Case, action: Action): Judgement {
  const { operation, path, word } = one.asked;
  const rule = selector.select(view, path, word === 'list', one);
  return operation === undefined ? withoutAlternative('unknown_operation', rule) : judgeRule(rule, one, action);
}

export function judgeRule(rule: Rule | null, one: Case, action: Action): Judgement {
  if (rule === null) return withoutAlternative('no_matching_rule', null);
  if (rule.capabilities & DENY) return withoutAlternative('explicit_deny', rule);
  let best: Judgement | null = null;
  let furthest: Judgement | null = null;
  const missing: string[] = [];
  for (const alternative of rule.alternatives) {
    const judged = judgeAlternative(rule, alternative, one);
    missing.push(...judged.missing);
    if (judged.outcome !== 'allowed') furthest = isFurther(judged, furthest) ? judged : furthest;
    else if (best === null || isLessDemanding(alternative, best.alternative as Alternative, one, action)) best = judged;
  }
  return best ?? { ...(furthest as Judgement), missing };
}

/** The answer of a list none of whose alternatives was asked. */
export function withoutAlternative(outcome: Outcome, rule: Rule | null, words: string | null = null): Judgement {
  return { outcome, rule, alternative: null, fault: null, missing: NONE, words, stage: rule === null ? STAGE.list : STAGE.selection };
}

export function isFurther(judged: Judgement, than: Judgement | null): boolean {
  return than === null || judged.stage > than.stage;
}

export function judgeAlternative(rule: Rule, alternative: Alternative, one: Case): Judgement {
  const { asked } = one;
  const operation = asked.operation as NonNullable<typeof asked.operation>;
  const answer = (outcome: Outcome, stage: STAGE, fault: Judgement['fault'] = null, missing: readonly string[] = NONE): Judgement => ({
    outcome,
    rule,
    alternative,
    fault,
    missing,
    words: null,
    stage,
  });
  const unresolved = unresolvedOf(alternative);
  if (unresolved !== null) return answer('condition_unknown', STAGE.conditionUnknown, null, [unresolved]);
  if ((alternative.capabilities & operation.bit) === 0) return answer('capability_missing', STAGE.capability);
  if (!checkWrapping(alternative, asked.wrapTtl)) return answer('wrapping', STAGE.wrapping);
  const listed = operation.parameters ? checkParameters(alternative, asked.parameters) : null;
  if (listed !== null) return answer(parameterOutcome(listed), STAGE.lists, listed);
  const { own } = alternative;
  if (own === null) return answer('allowed', STAGE.allowed);
  const shaped = own.parameters === null ? null : shapeFault(own.parameters, asked.parameters);
  if (shaped !== null) return answer(shaped.kind === 'absent' ? 'parameter_missing' : 'parameter_not_allowed', STAGE.shapes, shaped);
  // One condition that is false settles it; else one that is unknown.
  const missing: string[] = [];
  let unknown = false;
  one.unknowns = missing;
  for (const condition of own.when) {
    const truth = truthOf(condition, one);
    if (truth === false) return answer('condition_false', STAGE.conditionFalse);
    if (truth === UNKNOWN) unknown = true;
  }
  return unknown ? answer('condition_unknown', STAGE.conditionUnknown, null, missing) : answer('allowed', STAGE.allowed);
}

/** Nothing in it is resolved: it grants nothing (spec §5.4). Merged with what is, it only restricts. */
function unresolvedOf({ stanzas }: Alternative): string | null {
  return stanzas.every(({ unresolved }) => unresolved !== null) ? (stanzas[0]?.unresolved ?? null) : null;
}

/** Whether an alternative demands less than another one that allows too (spec §5.1). */
export function isLessDemanding(alternative: Alternative, than: Alternative, one: Case, action: Action): boolean {
  const [a, b] = [demandOf(alternative, one, action), demandOf(than, one, action)];
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return false;
}

function demandOf(alternative: Alternative, one: Case, action: Action): readonly number[] {
  const needs = approvalsOf(alternative, one);
  const mfa = wantsMfa(alternative, one);
  const outstanding = (mfa && !hasMfa(one)) || needs.some((need) => !action.isApproved(need));
  return [outstanding ? 1 : 0, needs.length > 0 ? 1 : 0, mfa ? 1 : 0, -(alternative.own?.maxTtl ?? Number.POSITIVE_INFINITY)];
}

/** MFA methods and control groups are Vault's own business where policies are asked bare. */
export function wantsMfa({ mfaMethods }: Alternative, { asked }: Case): boolean {
  return !asked.bare && mfaMethods.length > 0;
}

export function hasMfa({ request }: Case): boolean {
  return request.user?.mfa === true;
}

/** What has to be approved before the alternative counts. */
export function approvalsOf({ own, stanzas, controlGroup }: Alternative, { asked }: Case): readonly Requirement[] {
  const approval = own?.approval ?? null;
  const first = approval === null ? NONE : [approval];
  return asked.bare || controlGroup === null ? first : [...first, ...stanzas.flatMap((stanza) => controlGroupNeeds(stanza, asked.operation?.bit ?? 0))];
}
