// Stanzas of one pattern over all policies of the set: merged as Vault merges them (vault-acl.md §3), those that stand alone beside the others. What
// lint asks of a merged rule, no more.

import type { PatternKind } from '@polc/runtime';
import type { Capability, Stanza } from '../model/stanza.js';
import { trimDirectives } from './directives.js';

export interface MergedRule {
  readonly kind: PatternKind;
  /** As in `Pattern.text`; in a templated one the directives stand trimmed, so that equal ones are equal texts. */
  readonly text: string;
  readonly templated: boolean;
  /** In source order; never empty. */
  readonly stanzas: readonly Stanza[];
  /** Exactly `deny` when one of the stanzas denies. */
  readonly capabilities: ReadonlySet<Capability>;
  readonly deny: boolean;
}

export function grantsList(rule: MergedRule): boolean {
  return rule.capabilities.has('list');
}

/** In order of first appearance. */
export function mergeStanzas(stanzas: readonly Stanza[]): readonly MergedRule[] {
  const groups = new Map<string, Stanza[]>();
  for (const stanza of stanzas) {
    const key = patternKey(stanza);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stanza]);
    else group.push(stanza);
  }
  return [...groups.values()].map(merge);
}

function merge(stanzas: readonly Stanza[]): MergedRule {
  const { kind, templated } = (stanzas[0] as Stanza).pattern;
  const union = new Set(stanzas.flatMap((stanza) => stanza.capabilities));
  const deny = union.has('deny');
  return { kind, text: textOf(stanzas[0] as Stanza), templated, stanzas, capabilities: deny ? new Set(['deny']) : union, deny };
}

/** As requests are judged by it: what merges as one, and each stanza that stands alone by itself (spec §5.1). A deny leaves nothing to choose. */
export function alternativesOf(rule: MergedRule): readonly MergedRule[] {
  const alone = rule.stanzas.filter(({ standsAlone }) => standsAlone);
  if (rule.deny || alone.length === 0) return [rule];
  const merging = rule.stanzas.filter(({ standsAlone }) => !standsAlone);
  return [...(merging.length === 0 ? [] : [merge(merging)]), ...alone.map((stanza) => merge([stanza]))];
}

/** Grants what it grants for any request, as far as polc's own keys go. */
export function isUnconditional({ parameters, when, approval }: Stanza): boolean {
  return parameters === null && when.length === 0 && approval === null;
}

function textOf({ pattern }: Stanza): string {
  return pattern.templated ? trimDirectives(pattern.text) : pattern.text;
}

/** Stanzas merge whose keys are the same. */
export function patternKey(stanza: Stanza): string {
  return `${stanza.pattern.kind}\0${textOf(stanza)}`;
}

/** The rules of one policy, merged once as long as its file stays. */
export function rulesOf(stanzas: readonly Stanza[]): readonly MergedRule[] {
  let rules = known.get(stanzas);
  if (rules === undefined) {
    rules = mergeStanzas(stanzas);
    known.set(stanzas, rules);
  }
  return rules;
}

const known = new WeakMap<readonly Stanza[], readonly MergedRule[]>();
