// Vault's terms of a stanza, from the values of a bundle's image.

import type { ControlGroup } from './decision.js';
import { check } from './errors.js';
import { isCount, isText, isTexts, type Members, memberFault } from './facts/members.js';
import { isPlainObject } from './plain.js';
import type { JsonObject, JsonValue } from './request.js';
import { NEVER, type ParameterMap, type PolicyValue } from './rule.js';

const NO_TEXTS: readonly string[] = [];

export function readTexts(value: JsonValue): readonly string[] {
  check(value === null || isTexts(value), 'stanza');
  return (value as readonly string[] | null) ?? NO_TEXTS;
}

/** 0 when unset. */
export function readNanoseconds(value: JsonValue): number {
  check(value === null || typeof value === 'number', 'stanza');
  return value ?? 0;
}

/** Names and lists of values by turns. */
export function readParameters(value: JsonValue): ParameterMap | null {
  if (value === null) return null;
  check(Array.isArray(value) && value.length > 0 && value.length % 2 === 0, 'stanza');
  const map = new Map<string, readonly PolicyValue[]>();
  for (let i = 0; i < value.length; i += 2) {
    const [name, values] = [value[i], value[i + 1]] as readonly [JsonValue, JsonValue];
    check(typeof name === 'string' && Array.isArray(values) && !map.has(name), 'stanza');
    map.set(name, (values as readonly JsonValue[]).map(policyValueOf));
  }
  return map;
}

/** Vault's null equals no value of a request. */
export function policyValueOf(value: JsonValue): PolicyValue {
  if (value === null) return NEVER;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return { elements: (value as readonly JsonValue[]).map(policyValueOf) };
  return { entries: new Map(Object.entries(value as JsonObject).map(([key, inner]) => [key, policyValueOf(inner)])) };
}

const FACTOR: Members = { name: isText, approvals: isCount, controlled_capabilities: isTexts, group_ids: isTexts, group_names: isTexts };

export function readControlGroup(value: JsonValue): ControlGroup | null {
  if (value === null) return null;
  check(isPlainObject(value) && typeof value.ttl === 'number' && Array.isArray(value.factors), 'stanza');
  const names = Object.keys(FACTOR);
  check(
    value.factors.every((factor) => memberFault(factor, FACTOR, names) === null),
    'stanza',
  );
  return value as unknown as ControlGroup;
}
