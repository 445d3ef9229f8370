// A stanza as loaded and a rule as merged: Vault's merging of stanzas with one pattern (vault-acl.md §3).

import type { ControlGroup } from './decision.js';
import type { Expr } from './expression/read-expression.js';
import type { Requirement } from './facts/blocks.js';
import { DENY, type PatternKind } from './format/layout.js';
import { compareText } from './format/text.js';
import { type LiteralLists, literalListsOf } from './match/literal-lists.js';
import type { LoadedObjectShape } from './match/read-shape.js';

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

/** What a stanza of Vault grants and restricts; merged stanzas have the same. */
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

/** What only a stanza that stands alone has (spec §5). */
export interface OwnTerms {
  readonly parameters: LoadedObjectShape | null;
  readonly when: readonly Expr[];
  /** Seconds; infinite when unset. */
  readonly maxTtl: number;
  readonly approval: Requirement | null;
}

export interface LoadedStanza extends Terms {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  /** The pattern as written. */
  readonly written: string;
  readonly reason: string | null;
  /** null: it merges. */
  readonly own: OwnTerms | null;
  /** The attribute that left its template unresolved in this request (spec §5.4). */
  readonly unresolved: string | null;
}

/** One of the ways in which a rule can allow: its merged stanzas, or one that stands alone. */
export interface Alternative extends Terms {
  /** Its parameter lists, where they are of the simplest kind. */
  readonly literal: LiteralLists | null;
  /** In the order of the list. */
  readonly stanzas: readonly LoadedStanza[];
  readonly own: OwnTerms | null;
}

/** All stanzas of one pattern in a policy list. */
export interface Rule {
  readonly kind: PatternKind;
  readonly text: string;
  /** Of all alternatives together; exactly DENY if one denies. */
  readonly capabilities: number;
  /** In the order of the list. */
  readonly stanzas: readonly LoadedStanza[];
  /** The merged one first. */
  readonly alternatives: readonly Alternative[];
  /** An attribute that left one of its stanzas unresolved. */
  readonly unresolved: string | null;
}

/** What of a stanza a leaf of a tree tells. */
export interface Restrictions {
  readonly capabilities: number;
  readonly allowed: unknown;
  readonly denied: unknown;
  readonly required: readonly unknown[];
  readonly minWrappingTtl: number;
  readonly maxWrappingTtl: number;
  readonly mfaMethods: readonly unknown[];
  readonly controlGroup: unknown;
  readonly standsAlone: boolean;
}

/** Of all stanzas of a pattern, for its leaf (tree/layout.ts): capabilities as makeRule has them, and whether these are all there is to judge. */
export function summaryOf(stanzas: readonly Restrictions[]): { readonly capabilities: number; readonly plain: boolean } {
  const all = stanzas.reduce((bits, { capabilities }) => bits | capabilities, 0);
  return { capabilities: all & DENY ? DENY : all, plain: stanzas.every(isPlain) };
}

function isPlain({ allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, controlGroup, standsAlone }: Restrictions): boolean {
  const listed = allowed !== null || denied !== null || required.length > 0;
  return !standsAlone && !listed && minWrappingTtl === 0 && maxWrappingTtl === 0 && mfaMethods.length === 0 && controlGroup === null;
}

export function makeRule(kind: PatternKind, text: string, stanzas: readonly LoadedStanza[]): Rule {
  const alternatives = alternativesOf(stanzas);
  const denies = alternatives.some(({ capabilities }) => capabilities & DENY);
  const all = alternatives.reduce((bits, { capabilities }) => bits | capabilities, 0);
  const unresolved = stanzas.find((stanza) => stanza.unresolved !== null)?.unresolved ?? null;
  return { kind, text, stanzas, capabilities: denies ? DENY : all, alternatives, unresolved };
}

function alternativesOf(stanzas: readonly LoadedStanza[]): Alternative[] {
  const merging = stanzas.filter(({ own }) => own === null);
  const alone = stanzas.filter(({ own }) => own !== null).map((stanza) => alternativeOf(stanza, [stanza], stanza.own));
  return merging.length === 0 ? alone : [alternativeOf(mergeStanzas(merging), merging, null), ...alone];
}

/** One shape for all, so that reading one is fast. */
function alternativeOf(terms: Terms, stanzas: readonly LoadedStanza[], own: OwnTerms | null): Alternative {
  const { capabilities, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, eventTypes, controlGroup } = terms;
  return {
    ...{ capabilities, allowed, denied, required, literal: literalListsOf(terms), own, stanzas },
    ...{ minWrappingTtl, maxWrappingTtl, mfaMethods, eventTypes, controlGroup },
  };
}

function mergeStanzas(stanzas: readonly LoadedStanza[]): Terms {
  const [first, ...rest] = stanzas as readonly [LoadedStanza, ...LoadedStanza[]];
  return rest.reduce<Terms>(mergeStanza, first);
}

function mergeStanza(rule: Terms, next: LoadedStanza): Terms {
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
