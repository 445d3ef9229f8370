// Access Evaluation and Access Evaluations (AuthZEN 1.0 §6, §7).

import { checkShape } from '../../agents/check-shape.js';
import type { Asking } from '../../audit/trail.js';
import { demandPrincipal, inOwnForm, mayAskFor } from '../../pdp/asked-request.js';
import type { CurrentEngine } from '../../pdp/current-engine.js';
import type { Decided, DecisionPoint } from '../../pdp/decision-point.js';
import type { Rights } from '../../pdp/rights.js';
import { ServiceError } from '../../service-error.js';
import { problemOf } from '../problem.js';
import { shownDecision } from '../shown-decision.js';
import { EVALUATION, type Evaluation, type Evaluations } from './information-model.js';
import { toRequest, wantsReasons } from './to-request.js';

export interface Evaluating {
  readonly point: DecisionPoint;
  readonly current: CurrentEngine;
  readonly rights: Rights;
}

export interface EvaluationAnswer {
  readonly decision: boolean;
  readonly context?: { readonly [name: string]: unknown };
}

/** @throws ServiceError invalid, forbidden, unaudited */
export async function evaluate({ point, current, rights }: Evaluating, evaluation: Evaluation, asking: Asking): Promise<EvaluationAnswer> {
  const { caller } = asking;
  const request = inOwnForm(toRequest(evaluation, current.engine, rights.may(caller, 'update', 'decide', 'context')), caller);
  if (!mayAskFor(request, caller, rights)) await demandPrincipal(request, caller, rights);
  const decided = await point.decide(request, { asking, api: 'authzen', vouched: caller.vouched });
  const decision = decided.decision.allowed;
  return wantsReasons(evaluation) ? { decision, context: reasonsOf(decided) } : { decision };
}

function reasonsOf(decided: Decided): { readonly [name: string]: unknown } {
  return { id: decided.id, reason_admin: { en: decided.decision.message }, polc: shownDecision(decided) };
}

/** In the order of the request; cut off behind what ends it (§7.1.2). Where nothing is listed it is one evaluation (§7.1). */
export async function evaluateAll(
  evaluating: Evaluating,
  { evaluations = [], options, ...defaults }: Evaluations,
  asking: Asking,
): Promise<EvaluationAnswer | { readonly evaluations: readonly EvaluationAnswer[] }> {
  if (evaluations.length === 0) return evaluate(evaluating, checkShape<Evaluation>(EVALUATION, defaults), asking);
  checkAmount(defaults, evaluations);
  const semantic = options?.evaluations_semantic ?? 'execute_all';
  const one = (evaluation: Partial<Evaluation>) => evaluateOne(evaluating, { ...defaults, ...evaluation }, asking);
  // WHY at once: what is written down together is on the disk together.
  if (semantic === 'execute_all') return { evaluations: await Promise.all(evaluations.map(one)) };
  const ends = semantic === 'permit_on_first_permit';
  const answers: EvaluationAnswer[] = [];
  for (const evaluation of evaluations) {
    const answer = await one(evaluation);
    answers.push(answer);
    if (answer.decision === ends) break;
  }
  return { evaluations: answers };
}

const SHARED = ['subject', 'action', 'resource', 'context'] as const;
/** Characters of JSON. */
const MOST_SHARED = 4 << 20;

/**
 * WHY: what stands in the request once is decided, and written down, with each evaluation that does not bring its own: a thousand times what was sent.
 * @throws ServiceError invalid
 */
function checkAmount(defaults: Partial<Evaluation>, evaluations: readonly Partial<Evaluation>[]): void {
  let amount = 0;
  for (const name of SHARED) {
    const length = defaults[name] === undefined ? 0 : JSON.stringify(defaults[name]).length;
    amount += length * evaluations.filter((evaluation) => !Object.hasOwn(evaluation, name)).length;
  }
  if (amount > MOST_SHARED) throw new ServiceError('invalid', 'what its evaluations have in common is too much for so many', 'evaluations');
}

/** What is wrong with one of several denies that one, and says why (§7.2.1). @throws ServiceError unaudited */
async function evaluateOne(evaluating: Evaluating, evaluation: Partial<Evaluation>, asking: Asking): Promise<EvaluationAnswer> {
  try {
    return await evaluate(evaluating, checkShape<Evaluation>(EVALUATION, evaluation), asking);
  } catch (error) {
    const { status, detail } = problemOf(error);
    if (status >= 500) throw error;
    return { decision: false, context: { error: { status, message: detail } } };
  }
}
