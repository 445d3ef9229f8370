// A stanza as loaded and a rule as merged: Vault's merging of stanzas with one pattern (vault-acl.md §3).

import type { ControlGroup } from './decision.js';
import { DENY, type PatternKind } from './format/layout.js';
import { compareText } from './format/text.js';

/** A value of a parameter list. Numbers are kept to be shown: no number of a request equals one of a policy. */
export type PolicyValue = string | boolean | number | PolicyList | PolicyObject | typeof NEVER;
export interface PolicyList {
  readonly elements: readonly PolicyValue[];
}
export interface PolicyObject {
  readonly entries: ReadonlyMap<string, PolicyValue>;
}
export const NEVER: unique symbol = Symbol('equals no value of a request');

/** Parameter name, folded, to its values; none means any value. */
export type ParameterMap = ReadonlyMap<string, readonly PolicyValue[]>;

/** What a stanza grants and restricts; merged stanzas have the same. */
export interface Terms {
  readonly capabilities: number;
  readonly allowed: ParameterMap | null;
  readonly denied: ParameterMap | null;
  /** As written; folded when compared. */
  readonly required: readonly string[];
  /** Nanoseconds; only what is above 0 limits. */
  readonly minWrappingTtl: number;
  readonly maxWrappingTtl: number;
  readonly mfaMethods: readonly string[];
  readonly eventTypes: readonly string[];
  readonly controlGroup: ControlGroup | null;
}

export interface LoadedStanza extends Terms {
  /** Its number in the bundle. */
  readonly id: number;
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  /** The pattern as written. */
  readonly written: string;
  readonly reason: string | null;
}

/** All stanzas of one pattern in a policy list, merged. */
export interface Rule extends Terms {
  readonly kind: PatternKind;
  readonly text: string;
  /** In the order of the list. */
  readonly stanzas: readonly LoadedStanza[];
}

export function mergeStanzas(kind: PatternKind, text: string, stanzas: readonly LoadedStanza[]): Rule {
  const [first, ...rest] = stanzas as readonly [LoadedStanza, ...LoadedStanza[]];
  const { capabilities, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, eventTypes, controlGroup } = first;
  const start: Rule = { kind, text, stanzas, capabilities, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, eventTypes, controlGroup };
  return rest.reduce(mergeStanza, start);
}

function mergeStanza(rule: Rule, next: LoadedStanza): Rule {
  if (rule.capabilities & DENY) return rule;
  if (next.capabilities & DENY) return { ...rule, capabilities: DENY, allowed: null, denied: null };
  return {
    ...rule,
    capabilities: rule.capabilities | next.capabilities,
    minWrappingTtl: smallerSet(rule.minWrappingTtl, next.minWrappingTtl),
    maxWrappingTtl: smallerSet(rule.maxWrappingTtl, next.maxWrappingTtl),
    allowed: mergeParameters(rule.allowed, next.allowed),
    denied: mergeParameters(rule.denied, next.denied),
    required: union(rule.required, next.required),
    mfaMethods: sortedUnion(rule.mfaMethods, next.mfaMethods),
    eventTypes: sortedUnion(rule.eventTypes, next.eventTypes),
    controlGroup: mergeControlGroups(rule.controlGroup, next.controlGroup),
  };
}

/** The smaller of two limits, of minimums too. WHY only 0 gives way: Vault keeps a negative one, which then limits nothing, before any other. */
function smallerSet(stored: number, next: number): number {
  return next > 0 && (stored === 0 || next < stored) ? next : stored;
}

/** A stanza without a map adds nothing, so that one restricted stanza restricts what all of them grant. */
function mergeParameters(stored: ParameterMap | null, next: ParameterMap | null): ParameterMap | null {
  if (next === null || stored === null) return stored ?? next;
  const merged = new Map(stored);
  for (const [name, values] of next) {
    const earlier = merged.get(name);
    merged.set(name, earlier === undefined ? values : earlier.length === 0 || values.length === 0 ? [] : [...values, ...earlier]);
  }
  return merged;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

/** Vault sorts only when there is something to add. By bytes, as Go does. */
function sortedUnion(stored: readonly string[], next: readonly string[]): readonly string[] {
  return next.length === 0 ? stored : union(stored, next).sort(compareText);
}

function mergeControlGroups(stored: ControlGroup | null, next: ControlGroup | null): ControlGroup | null {
  if (stored === null || next === null) return stored ?? next;
  return { ttl: stored.ttl, factors: [...stored.factors, ...next.factors] };
}
