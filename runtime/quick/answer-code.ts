// Answers of the short way: outcomes by number, and two words for what it leaves to the long one.

import { OUTCOMES, type Outcome } from '../decision.js';

/** The place of an outcome among OUTCOMES, or one of the two below. */
export type AnswerCode = number;

const codeOf = (outcome: Outcome): AnswerCode => OUTCOMES.indexOf(outcome);

export const ALLOWED = codeOf('allowed');
export const NO_MATCHING_RULE = codeOf('no_matching_rule');
export const EXPLICIT_DENY = codeOf('explicit_deny');
export const CAPABILITY_MISSING = codeOf('capability_missing');
export const PARAMETER_NOT_ALLOWED = codeOf('parameter_not_allowed');
export const PARAMETER_MISSING = codeOf('parameter_missing');
export const CONDITION_FALSE = codeOf('condition_false');
export const CONDITION_UNKNOWN = codeOf('condition_unknown');
export const WRAPPING = codeOf('wrapping');
export const CEILING = codeOf('ceiling');
export const USER_POLICIES = codeOf('user_policies');
export const SCOPE = codeOf('scope');
export const UNKNOWN_PRINCIPAL = codeOf('unknown_principal');
export const DELEGATE_NOT_ALLOWED = codeOf('delegate_not_allowed');

/** Denied, for whatever cause. */
export const DENIED: AnswerCode = -1;
/** The long way must say. */
export const UNSAID: AnswerCode = -2;
