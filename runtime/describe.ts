// Words for an outcome: one sentence a person can act on. Made when it is first read, never on the way to a verdict.

import type { Grounds } from './answer.js';
import type { Judgement } from './decide/judge-list.js';
import type { LayerJudgement, LayerName } from './decide/layers.js';
import { capabilityNames } from './load.js';
import { isJson } from './plain.js';
import type { JsonValue } from './request.js';
import { NEVER, type PolicyValue, type Rule, type Terms } from './rule.js';

const quote = (text: string) => JSON.stringify(text);

export function describe({ verdict, operation, path, wrapTtl, policies }: Grounds): string {
  if (verdict.words !== null) return verdict.words;
  const [objection] = verdict.objections;
  if (objection !== undefined)
    return withReason(`the guardrail ${quote(objection.guardrail.name)} forbids ${operation} on ${quote(path)}`, objection.guardrail.reason ?? null);
  if (verdict.mfa) return `everything else allows it; MFA is wanted`;
  if (verdict.outstanding.length > 0)
    return `everything else allows it; an approval by ${verdict.outstanding.map(({ by }) => by.join(' or ')).join(', and one by ')} is wanted`;
  const judged = verdict.layers.find(({ outcome }) => outcome !== 'allowed') ?? verdict.layers[0];
  if (judged === undefined) return verdict.outcome;
  const sentence = withReason(words(judged, { operation, path, wrapTtl }), judged.outcome === 'allowed' ? null : reasonOf(judged));
  return policies !== null || judged.outcome === 'allowed' ? sentence : `${LAYER_WORDS[judged.layer]} of ${judged.principal}: ${sentence}`;
}

const LAYER_WORDS: Readonly<Record<LayerName, string>> = {
  policies: 'the policies',
  user_policies: 'the policies',
  agent_policies: 'the policies',
  type_ceiling: 'the ceiling',
  ceiling: 'the ceiling',
  delegate: 'the right to delegate',
  scope: 'the scopes',
  rar: 'the authorization details',
};

function withReason(sentence: string, reason: string | null): string {
  return reason === null ? sentence : `${sentence}: ${reason}`;
}

function reasonOf({ alternative, rule }: LayerJudgement): string | null {
  return [...(alternative?.stanzas ?? []), ...(rule?.stanzas ?? [])].find(({ reason }) => reason !== null)?.reason ?? null;
}

interface Circumstances {
  readonly operation: string;
  readonly path: string;
  readonly wrapTtl: number | null;
}

export function words(
  { outcome, rule, alternative, fault, missing, words: detail }: Omit<Judgement, 'stage'>,
  { operation, path, wrapTtl }: Circumstances,
): string {
  const pattern = rule === null ? '' : quote(rule.stanzas[0]?.written ?? rule.text);
  switch (outcome) {
    case 'allowed':
      return `${operation} on ${quote(path)} is allowed by ${pattern}`;
    case 'no_matching_rule':
      return `no path pattern of these policies matches ${quote(path)}`;
    case 'explicit_deny':
      return rule === null ? 'one of them denies, or cannot be understood' : `${pattern} denies ${quote(path)}`;
    case 'capability_missing':
      return `${pattern} decides ${quote(path)} and grants ${orNothing(rule)}, not ${operation}`;
    case 'unknown_operation':
      return `${quote(operation.slice(0, 100))} is not an operation that a policy can grant`;
    case 'unknown_policy':
      return `there is no policy ${quote(detail ?? '')}`;
    case 'guardrail':
      return `the guardrail ${quote(detail ?? '')} forbids it`;
    case 'condition_false':
      return `a condition of ${pattern} is not met`;
    case 'condition_unknown':
      return `a condition of ${pattern} cannot be told${missing.length === 0 ? '' : `: ${missing.join(', ')} is unknown`}`;
    case 'parameter_missing':
      return `parameter ${quote(fault?.name ?? '')} is required by ${pattern}`;
    case 'parameter_not_allowed':
      return fault === null ? '' : describeFault(fault, pattern);
    case 'wrapping':
      return alternative === null ? '' : describeWrapping(alternative, wrapTtl, pattern);
    default:
      return outcome;
  }
}

function orNothing(rule: Rule | null): string {
  const names = rule === null ? [] : capabilityNames(rule.capabilities);
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function describeFault(fault: NonNullable<Judgement['fault']>, pattern: string): string {
  const name = quote(fault.name);
  switch (fault.kind) {
    case 'extra':
      return `parameter ${name} is not among those that ${pattern} allows`;
    case 'shape':
      return `parameter ${name} has not the shape that ${pattern} wants`;
    case 'denied':
      return fault.values === null ? `parameter ${name} is denied by ${pattern}` : `parameter ${name} may not be ${given(fault.value)}: ${pattern} denies it`;
    case 'not_allowed':
      if (fault.values === null) return `parameter ${name} is not among those that ${pattern} allows`;
      return `parameter ${name} may be ${alternatives(fault.values)}, not ${given(fault.value)}`;
    default:
      return `parameter ${name} is required by ${pattern}`;
  }
}

/** A value of the request, cut short: what callers send may be long. */
export function given(value: JsonValue): string {
  if (!isJson(value)) return 'a value that is no JSON';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export function alternatives(values: readonly PolicyValue[]): string {
  const shown = values.map(showValue);
  return shown.length === 1 ? (shown[0] as string) : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

export function showValue(value: PolicyValue): string {
  if (value === NEVER) return 'a value no request can have';
  if (typeof value === 'number') return `the number ${value} (which no request can match)`;
  if (typeof value === 'string') return /^[\w*./:@-]+$/.test(value) ? value : quote(value);
  if (typeof value === 'boolean') return String(value);
  if ('elements' in value) return `[${value.elements.map(showValue).join(', ')}]`;
  return `{${[...value.entries].map(([key, inner]) => `${quote(key)}: ${showValue(inner)}`).join(', ')}}`;
}

export function describeWrapping(rule: Terms, wrapTtl: number | null, pattern: string): string {
  const bounds = [
    rule.minWrappingTtl > 0 ? `at least ${seconds(rule.minWrappingTtl)}` : '',
    rule.maxWrappingTtl > 0 ? `at most ${seconds(rule.maxWrappingTtl)}` : '',
  ].filter((bound) => bound !== '');
  const asked = wrapTtl === null ? 'none is asked for' : `${seconds(wrapTtl)} are asked for`;
  return `${pattern} wants the response wrapped for ${bounds.join(' and ')}; ${asked}`;
}

export const seconds = (nanoseconds: number) => `${nanoseconds / 1e9} s`;
