// The way to an answer in a few sentences: for bare policies the checks of the rule, for other forms who stands, which guardrails, which layers.

import type { Grounds } from '../answer.js';
import type { Decision } from '../decision.js';
import { namesOf, writtenOf } from './checks.js';
import type { Check, ExplainedGuardrail, ExplainedLayer, ExplainedStanding, ExplanationStep } from './types.js';

const STEPS: Readonly<Record<Check['check'], ExplanationStep['step']>> = {
  ...{ template: 'selection', capability: 'capability', wrapping: 'wrapping', 'parameter lists': 'parameters', parameters: 'parameters', when: 'conditions' },
};

export function stepsOf(
  decision: Decision,
  { verdict, policies, operation }: Grounds,
  found: { readonly standing: ExplainedStanding | null; readonly guardrails: readonly ExplainedGuardrail[]; readonly layers: readonly ExplainedLayer[] },
): ExplanationStep[] {
  const { words, layers, one, outcome } = verdict;
  const { message, allowed } = decision;
  if (policies === null && layers.length === 0 && words !== null && found.standing === null) return [{ step: 'form', passed: allowed, text: message }];
  const steps: ExplanationStep[] = [];
  const add = (step: ExplanationStep['step'], passed: boolean, text: string) => steps.push({ step, passed, text });
  if (policies === null) {
    const who = found.standing?.principals.map(({ id }) => id).join(' → ') ?? '';
    add('form', true, `a request of ${who}`);
    add('standing', layers.length > 0, layers.length > 0 ? 'everybody is registered and active' : message);
    if (layers.length === 0) return steps;
    for (const { name, objects, enforcement } of found.guardrails)
      add('guardrails', !objects || enforcement !== 'hard-mandatory', `${name} (${enforcement})${objects ? ' objects' : ''}`);
    for (const { layer, principal, outcome } of found.layers) add('layer', outcome === 'allowed', `${layer} of ${principal}: ${outcome}`);
  } else {
    if (words !== null || one === null) return [{ step: 'form', passed: allowed, text: message }];
    add('form', true, `a request of the policies ${policies.join(', ') || '(none)'}`);
    const [judged, ...others] = layers;
    const rule = judged?.rule ?? null;
    add('selection', rule !== null, rule === null ? message : `${writtenOf(rule)} is the most specific pattern that matches`);
    if (rule !== null) steps.push(...bareSteps(decision, found.layers[0], operation, namesOf(rule.capabilities)));
    for (const { layer, principal, outcome } of others) add('layer', outcome === 'allowed', `${layer} of ${principal}: ${outcome}`);
  }
  if (outcome === 'approval_required' || outcome === 'mfa_required') add('needs', false, message);
  return steps;
}

/** Up to the first that fails: what the alternative was asked that decides. */
function bareSteps({ message }: Decision, layer: ExplainedLayer | undefined, operation: string, granted: string): ExplanationStep[] {
  const alternatives = layer?.lists[0]?.alternatives ?? [];
  const far = (checks: readonly Check[]) => (checks.every(({ passed }) => passed) ? checks.length + 1 : checks.findIndex(({ passed }) => !passed));
  const best = alternatives.find(({ chosen }) => chosen) ?? [...alternatives].sort((a, b) => far(b.checks) - far(a.checks))[0];
  if (best === undefined) {
    const text = layer?.outcome === 'unknown_operation' ? message : `${operation} is asked for; the pattern has ${granted}`;
    return [{ step: 'capability', passed: false, text }];
  }
  const failing = best.checks.findIndex(({ passed }) => !passed);
  const reached = failing < 0 ? best.checks : best.checks.slice(0, failing + 1);
  return reached.map(({ check, passed, text }) => ({ step: STEPS[check], passed, text }));
}
