// The stanzas that no request reaches, found once for the lint rules that speak of them: first in the whole set, then, for the wording, in the
// policy alone.

import type { Stanza } from '../model/stanza.js';
import { type MergedRule, mergedRules, mergeStanzas } from './merged.js';
import { findUnreached, makeReach, type Reach, type Unreached } from './reach.js';
import type { RuleContext } from './rule.js';
import { quoted } from './wording.js';

export interface UnreachedStanza {
  readonly stanza: Stanza;
  readonly rule: MergedRule;
  readonly unreached: Unreached;
  /** A stanza of the winning rule, of the same policy if there is one. */
  readonly winner: Stanza;
  /** Empty when the policy alone shows the fault; else the words that say with which other it takes. */
  readonly together: string;
}

export function reachOf({ stanzas, policies }: RuleContext): readonly UnreachedStanza[] {
  let found = known.get(stanzas);
  if (found === undefined) {
    found = [...findAll(stanzas, new Map(policies.map(({ name, stanzas: own }) => [name, own])))];
    known.set(stanzas, found);
  }
  return found;
}

export function showUnreached({ witness }: Unreached): string {
  return `every path it matches, such as ${quoted(witness)}`;
}

const known = new WeakMap<readonly Stanza[], readonly UnreachedStanza[]>();

function* findAll(stanzas: readonly Stanza[], policies: ReadonlyMap<string, readonly Stanza[]>): Generator<UnreachedStanza> {
  const rules = mergedRules(stanzas);
  const reach = makeReach(rules);
  if (reach === null) return;
  const own = new Map<string, Alone>();
  for (const rule of rules) {
    const unreached = findUnreached(rule, reach);
    if (unreached === null) continue;
    for (const stanza of rule.stanzas) {
      const alone = aloneUnreached(stanza, policies, own) ?? unreached;
      const winner = alone.winner.stanzas.find(({ policy }) => policy === stanza.policy) ?? (alone.winner.stanzas[0] as Stanza);
      const together = winner.policy === stanza.policy ? '' : `, for whoever also holds policy ${quoted(winner.policy)}`;
      yield { stanza, rule, unreached: alone, winner, together };
    }
  }
}

/** A policy by itself: its rules prepared, and what was found of each. */
interface Alone {
  readonly reach: Reach | null;
  readonly found: Map<MergedRule, Unreached | null>;
}

/** What shows it in the stanza's own policy, if that does. */
function aloneUnreached(stanza: Stanza, policies: ReadonlyMap<string, readonly Stanza[]>, policyFindings: Map<string, Alone>): Unreached | null {
  let alone = policyFindings.get(stanza.policy);
  if (alone === undefined) {
    alone = { reach: makeReach(mergeStanzas(policies.get(stanza.policy) ?? [])), found: new Map() };
    policyFindings.set(stanza.policy, alone);
  }
  const { reach, found } = alone;
  const rule = reach?.ruleOf(stanza);
  if (reach === null || rule === undefined) return null;
  let unreached = found.get(rule);
  if (unreached === undefined) {
    unreached = findUnreached(rule, reach);
    found.set(rule, unreached);
  }
  return unreached;
}
