// Words for an outcome: one sentence a person can act on. Made when it is first read, never on the way to a verdict.

import type { Outcome } from './decision.js';
import { capabilityNames } from './load.js';
import type { ParameterFault } from './match/parameters.js';
import { isJson } from './plain.js';
import type { JsonValue } from './request.js';
import { NEVER, type PolicyValue, type Rule } from './rule.js';

export interface Circumstances {
  readonly outcome: Outcome;
  readonly operation: string;
  readonly path: string;
  readonly rule: Rule | null;
  readonly fault: ShownFault | null;
  readonly wrapTtl: number | null;
  /** What the form check or the engine itself has to say. */
  readonly detail: string | null;
}

/** A fault whose value is in words already: the answer must not change when the caller's data does. */
export type ShownFault =
  | Extract<ParameterFault, { kind: 'missing' }>
  | (Omit<Exclude<ParameterFault, { kind: 'missing' }>, 'value'> & { readonly given: string });

export function showFault(fault: ParameterFault): ShownFault {
  if (fault.kind === 'missing') return fault;
  return { kind: fault.kind, name: fault.name, values: fault.values, given: given(fault.value) };
}

const quote = (text: string) => JSON.stringify(text);

export function describe(facts: Circumstances): string {
  const sentence = words(facts);
  const reason = facts.outcome === 'allowed' ? null : (facts.rule?.stanzas.find((stanza) => stanza.reason !== null)?.reason ?? null);
  return reason === null ? sentence : `${sentence}: ${reason}`;
}

function words({ outcome, operation, path, rule, fault, wrapTtl, detail }: Circumstances): string {
  if (detail !== null) return detail;
  const pattern = rule === null ? '' : quote(rule.stanzas[0]?.written ?? rule.text);
  switch (outcome) {
    case 'allowed':
      return `${operation} on ${quote(path)} is allowed by ${pattern}`;
    case 'no_matching_rule':
      return `no path pattern of these policies matches ${quote(path)}`;
    case 'explicit_deny':
      return `${pattern} denies ${quote(path)}`;
    case 'capability_missing':
      return `${pattern} decides ${quote(path)} and grants ${orNothing(rule)}, not ${operation}`;
    case 'unknown_operation':
      return `${quote(operation)} is not an operation that a policy can grant`;
    case 'parameter_missing':
      return `parameter ${quote(fault?.name ?? '')} is required by ${pattern}`;
    case 'parameter_not_allowed':
      return fault === null || fault.kind === 'missing' ? '' : describeFault(fault, pattern);
    case 'wrapping':
      return rule === null ? '' : describeWrapping(rule, wrapTtl, pattern);
    default:
      return outcome;
  }
}

function orNothing(rule: Rule | null): string {
  const names = rule === null ? [] : capabilityNames(rule.capabilities);
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function describeFault(fault: Exclude<ShownFault, { kind: 'missing' }>, pattern: string): string {
  const name = quote(fault.name);
  if (fault.kind === 'denied')
    return fault.values === null ? `parameter ${name} is denied by ${pattern}` : `parameter ${name} may not be ${fault.given}: ${pattern} denies it`;
  if (fault.values === null) return `parameter ${name} is not among those that ${pattern} allows`;
  return `parameter ${name} may be ${alternatives(fault.values)}, not ${fault.given}`;
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

function describeWrapping(rule: Rule, wrapTtl: number | null, pattern: string): string {
  const bounds = [
    rule.minWrappingTtl > 0 ? `at least ${seconds(rule.minWrappingTtl)}` : '',
    rule.maxWrappingTtl > 0 ? `at most ${seconds(rule.maxWrappingTtl)}` : '',
  ].filter((bound) => bound !== '');
  const asked = wrapTtl === null ? 'none is asked for' : `${seconds(wrapTtl)} are asked for`;
  return `${pattern} wants the response wrapped for ${bounds.join(' and ')}; ${asked}`;
}

export const seconds = (nanoseconds: number) => `${nanoseconds / 1e9} s`;
