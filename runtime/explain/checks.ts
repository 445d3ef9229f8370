// What one alternative of a rule asks for, check by check; and the rules that could have been selected.

import type { Case } from '../decide/case.js';
import { approvalsOf, wantsMfa } from '../decide/judge-list.js';
import type { WantedApproval } from '../decision.js';
import { describeWrapping, given, words } from '../describe.js';
import { descend, truthOf } from '../expression/evaluate.js';
import type { Requirement } from '../facts/blocks.js';
import { capabilityNames } from '../load.js';
import { checkParameters } from '../match/parameters.js';
import type { JsonValue } from '../request.js';
import type { Alternative, LoadedStanza, Rule } from '../rule.js';
import { checkWrapping } from '../verdict.js';
import { explainCondition } from './condition.js';
import { misfitsOf, showShape, showSteps } from './shape.js';
import type { Candidate, Check, ExplainedAlternative, Place } from './types.js';

export function placeOf({ policy, file, line }: LoadedStanza): Place {
  return { policy, file, line };
}

/** Where the stanzas stand. */
export function places({ stanzas }: Pick<Rule, 'stanzas'>, bit = 0): string {
  const those = bit === 0 ? stanzas : stanzas.filter(({ capabilities }) => capabilities & bit);
  return those.map(({ file, line }) => `${file}:${line}`).join(' and ');
}

function patternOf({ kind, text }: Rule): string {
  return kind === 'prefix' ? `${text}*` : text;
}

export function writtenOf(rule: Rule): string {
  return JSON.stringify(rule.stanzas[0]?.written ?? rule.text);
}

export function namesOf(bits: number): string {
  return capabilityNames(bits).join(', ') || 'nothing';
}

export function candidateOf(rule: Rule, selected: Rule | null): Candidate {
  return {
    pattern: patternOf(rule),
    kind: rule.kind,
    capabilities: capabilityNames(rule.capabilities),
    selected: selected !== null && rule.kind === selected.kind && rule.text === selected.text,
    unresolved: rule.unresolved,
    stanzas: rule.stanzas.map(placeOf),
  };
}

export function wantedOf({ digest, by, ...rest }: Requirement): WantedApproval {
  return { requirement: digest, ...rest, by: by.slice() };
}

export function explainAlternative(rule: Rule, alternative: Alternative, one: Case, chosen: boolean): ExplainedAlternative {
  const checks = checksOf(rule, alternative, one);
  const maxTtl = alternative.own?.maxTtl ?? Number.POSITIVE_INFINITY;
  return {
    stanzas: alternative.stanzas.map(placeOf),
    allows: checks.every(({ passed }) => passed),
    chosen,
    checks,
    approvals: approvalsOf(alternative, one).map(wantedOf),
    mfa: wantsMfa(alternative, one),
    max_ttl: maxTtl === Number.POSITIVE_INFINITY ? null : maxTtl,
  };
}

/** The directive that leaves it without effect. */
export function unresolvedOf({ stanzas }: Alternative): string | null {
  return stanzas.every(({ unresolved }) => unresolved !== null) ? (stanzas[0]?.unresolved ?? null) : null;
}

function checksOf(rule: Rule, alternative: Alternative, one: Case): Check[] {
  const { asked } = one;
  const { own } = alternative;
  const bit = asked.operation?.bit ?? 0;
  const pattern = writtenOf(rule);
  const checks: Check[] = [];
  const unresolved = unresolvedOf(alternative);
  if (unresolved !== null) checks.push({ check: 'template', passed: false, text: `{{${unresolved}}} cannot be filled in` });
  const has = (alternative.capabilities & bit) !== 0;
  checks.push({ check: 'capability', passed: has, text: `${asked.word} is asked for; the pattern has ${namesOf(alternative.capabilities)}` });
  if (alternative.minWrappingTtl > 0 || alternative.maxWrappingTtl > 0) {
    const passed = checkWrapping(alternative, asked.wrapTtl);
    checks.push({
      check: 'wrapping',
      passed,
      text: passed ? 'the wrapping asked for is within the limits' : describeWrapping(alternative, asked.wrapTtl, pattern),
    });
  }
  const fault = asked.operation?.parameters ? checkParameters(alternative, asked.parameters) : null;
  if (fault !== null) {
    const outcome = fault.kind === 'missing' ? 'parameter_missing' : 'parameter_not_allowed';
    const { path, word: operation, wrapTtl } = asked;
    const text = words({ outcome, rule, alternative, fault, missing: [], words: null }, { operation, path, wrapTtl });
    checks.push({ check: 'parameter lists', passed: false, text });
  } else if (asked.operation?.parameters === false) {
    checks.push({ check: 'parameter lists', passed: true, text: `parameter lists do not apply to ${asked.word}` });
  } else checks.push({ check: 'parameter lists', passed: true, text: 'the parameters pass' });
  if (own?.parameters) checks.push(...shapeChecks(own.parameters, asked.parameters));
  for (const condition of own?.when ?? []) {
    one.unknowns = null;
    const explained = explainCondition(condition, one);
    const said = explained.truth === 'true' ? 'is true' : explained.truth === 'false' ? 'is false' : 'is unknown';
    checks.push({ check: 'when', passed: truthOf(condition, one) === true, text: `the condition ${said}`, condition: explained });
  }
  return checks;
}

function shapeChecks(shape: Parameters<typeof misfitsOf>[0], data: Parameters<typeof misfitsOf>[1]): Check[] {
  const misfits = misfitsOf(shape, data);
  if (misfits.length === 0) return [{ check: 'parameters', passed: true, text: 'the parameters have the shape that is wanted' }];
  return misfits.map(({ at, shape: wanted, absent }) => {
    const place = showSteps(at);
    if (wanted === null) return { check: 'parameters', passed: false, text: `${place} has no shape`, at: place, wanted: 'nothing' };
    const value = descend((data ?? {}) as JsonValue, at, 0);
    const text = absent || value === undefined ? `${place} is missing` : `${place} is ${given(value)}`;
    return { check: 'parameters', passed: false, text: `${text}; wanted is ${showShape(wanted)}`, at: place, wanted: showShape(wanted) };
  });
}
