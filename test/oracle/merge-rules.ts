// The rule set of a policy list (vault-acl.md §2, §3): rules of one key become one.

import type { ControlGroup } from '@polc/runtime';
import { compareBytes } from './go-strings.js';
import { patternKey } from './patterns.js';
import type { MergedRule, OracleRule, ParameterMap } from './rule.js';

/** Rules in the order of the policy list, each with its policy's name. */
export function mergeRules(rules: readonly (readonly [policy: string, rule: OracleRule])[]): readonly MergedRule[] {
  const merged = new Map<string, MergedRule>();
  for (const [policy, rule] of rules) {
    const key = patternKey(rule.pattern);
    const stored = merged.get(key);
    // "First stanza is copied."
    merged.set(key, stored === undefined ? { ...rule, granting: addGranting(new Map(), policy, rule) } : mergeInto(stored, policy, rule));
  }
  return [...merged.values()];
}

function mergeInto(stored: MergedRule, policy: string, rule: OracleRule): MergedRule {
  // 1. A stored deny takes nothing more.
  if (stored.capabilities.includes('deny')) return stored;
  // 2. A new deny clears capabilities and parameter maps; "required list, TTLs, MFA stay".
  if (rule.capabilities.includes('deny')) {
    return { ...stored, capabilities: ['deny'], allowed: new Map(), denied: new Map(), granting: new Map() };
  }
  // 3. Otherwise the union, under the restrictions of both.
  return {
    ...stored,
    capabilities: union(stored.capabilities, rule.capabilities),
    granting: addGranting(stored.granting, policy, rule),
    maxWrappingTtl: smallerPositive(stored.maxWrappingTtl, rule.maxWrappingTtl),
    minWrappingTtl: smallerPositive(stored.minWrappingTtl, rule.minWrappingTtl),
    allowed: mergeParameters(stored.allowed, rule.allowed),
    denied: mergeParameters(stored.denied, rule.denied),
    required: union(stored.required, rule.required),
    mfaMethods: sortedUnion(stored.mfaMethods, rule.mfaMethods),
    subscribeEventTypes: sortedUnion(stored.subscribeEventTypes, rule.subscribeEventTypes),
    controlGroup: mergeControlGroups(stored.controlGroup, rule.controlGroup),
  };
}

/** "granting: for each capability, the policy name is appended once per stanza that carries it (duplicates possible)". */
function addGranting(granting: ReadonlyMap<string, readonly string[]>, policy: string, rule: OracleRule): ReadonlyMap<string, readonly string[]> {
  const added = new Map(granting);
  for (const capability of new Set(rule.capabilities)) added.set(capability, [...(added.get(capability) ?? []), policy]);
  return added;
}

/**
 * "smaller positive value wins; unset never loosens", for the minimum too. What the paragraph does not say, Vault's own code does: a negative
 * value that was stored first is neither unset nor larger, and stays.
 */
function smallerPositive(stored: bigint, given: bigint): bigint {
  if (given <= 0n) return stored;
  if (stored === 0n) return given;
  return given < stored ? given : stored;
}

/** "per key, if either side's list is empty, an empty list (any value), else concatenation (new values first)". */
function mergeParameters(stored: ParameterMap, given: ParameterMap): ParameterMap {
  const merged = new Map(stored);
  for (const [name, values] of given) {
    const earlier = stored.get(name);
    if (earlier === undefined) merged.set(name, values);
    else merged.set(name, earlier.length === 0 || values.length === 0 ? [] : [...values, ...earlier]);
  }
  return merged;
}

/** In first-seen order. */
function union(stored: readonly string[], given: readonly string[]): readonly string[] {
  return [...stored, ...given.filter((each, i) => !stored.includes(each) && given.indexOf(each) === i)];
}

/** "union, sorted, de-duplicated on merge"; a stanza that has none leaves the stored list as it is. */
function sortedUnion(stored: readonly string[], given: readonly string[]): readonly string[] {
  return given.length === 0 ? stored : [...new Set([...stored, ...given])].sort(compareBytes);
}

/** "control group factors: appended". */
function mergeControlGroups(stored: ControlGroup | null, given: ControlGroup | null): ControlGroup | null {
  if (stored === null || given === null) return stored ?? given;
  return { ...stored, factors: [...stored.factors, ...given.factors] };
}
