// One plain shape for what a stanza compiles to, in which the conformance files, the compiler's model and the oracle's rules compare.

import type { ParameterRule, ParameterValue, Stanza } from '@polc/compiler';
import type { ControlGroup } from '@polc/runtime';
import { toSeconds } from './oracle/durations.js';
import { type OracleRule, OUT_OF_REACH, type ParameterMap, type PolicyValue } from './oracle/index.js';

/** What is unset is absent. Durations are in seconds. */
export interface RuleShape {
  readonly path: string;
  readonly kind: string;
  /** Sorted, each once: their order means nothing. */
  readonly capabilities: readonly string[];
  readonly allowed_parameters?: unknown;
  readonly denied_parameters?: unknown;
  readonly required_parameters?: readonly string[];
  readonly min_wrapping_ttl_seconds?: number;
  readonly max_wrapping_ttl_seconds?: number;
  readonly mfa_methods?: readonly string[];
  readonly subscribe_event_types?: readonly string[];
  readonly control_group?: unknown;
}

/** Stands in a shape for a value that no request can equal. */
const NEVER = { 'out of reach': true };

/** A rule as the conformance files write it. */
export function shapeOfExpected(rule: RuleShape): RuleShape {
  return { ...rule, capabilities: sorted(rule.capabilities) };
}

export function shapeOfRule(rule: OracleRule): RuleShape {
  return shape({
    path: rule.pattern.text,
    kind: rule.pattern.kind,
    capabilities: rule.capabilities,
    allowed_parameters: plainMap(rule.allowed),
    denied_parameters: plainMap(rule.denied),
    required_parameters: rule.required,
    min_wrapping_ttl_seconds: toSeconds(rule.minWrappingTtl),
    max_wrapping_ttl_seconds: toSeconds(rule.maxWrappingTtl),
    mfa_methods: rule.mfaMethods,
    subscribe_event_types: rule.subscribeEventTypes,
    control_group: plainControlGroup(rule.controlGroup),
  });
}

export function shapeOfStanza(stanza: Stanza): RuleShape {
  return shape({
    path: stanza.pattern.text,
    kind: stanza.pattern.kind,
    capabilities: stanza.capabilities,
    allowed_parameters: plainRules(stanza.allowed),
    denied_parameters: plainRules(stanza.denied),
    required_parameters: stanza.required.map(({ name }) => name),
    min_wrapping_ttl_seconds: stanza.minWrappingTtl / 1e9,
    max_wrapping_ttl_seconds: stanza.maxWrappingTtl / 1e9,
    mfa_methods: stanza.mfaMethods,
    subscribe_event_types: stanza.subscribeEventTypes,
    control_group: plainControlGroup(stanza.controlGroup),
  });
}

function shape(full: Required<RuleShape>): RuleShape {
  const entries = Object.entries(full).filter(([name, value]) => name === 'path' || name === 'capabilities' || !isUnset(value));
  return { ...(Object.fromEntries(entries) as unknown as RuleShape), capabilities: sorted(full.capabilities) };
}

function isUnset(value: unknown): boolean {
  return value === 0 || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function sorted(capabilities: readonly string[]): readonly string[] {
  return [...new Set(capabilities)].sort();
}

function plainControlGroup(group: ControlGroup | null): unknown {
  return group === null ? null : { ttl_seconds: group.ttl, factors: group.factors };
}

function plainMap(map: ParameterMap): unknown {
  return Object.fromEntries(Array.from(map, ([name, values]) => [name, values.map(plainValue)]));
}

function plainValue(value: PolicyValue): unknown {
  if (value === OUT_OF_REACH) return NEVER;
  if (Array.isArray(value)) return value.map(plainValue);
  return value instanceof Map ? Object.fromEntries(Array.from(value, ([name, member]) => [name, plainValue(member)])) : value;
}

function plainRules(rules: readonly ParameterRule[] | null): unknown {
  return Object.fromEntries((rules ?? []).map((rule) => [rule.name, rule.values.map(plainParameter)]));
}

function plainParameter(value: ParameterValue): unknown {
  switch (value.kind) {
    case 'never':
      return NEVER;
    case 'list':
      return value.elements.map(plainParameter);
    case 'object':
      return Object.fromEntries(value.entries.map(([name, member]) => [name, plainParameter(member)]));
    default:
      return value.value;
  }
}
