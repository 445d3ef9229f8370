// The stanzas that no request reaches, found once for the lint rules that speak of them: first in the whole set, then, for the wording, in the
// policy alone. What was found of a rule holds until a pattern changes that overlaps its own.

import type { Stanza } from '../model/stanza.js';
import { HeadIndex, headOf } from './head-index.js';
import { type MergedRule, rulesOf } from './merged.js';
import { PatternIndex } from './pattern-index.js';
import type { Patterns, RuleChange } from './patterns.js';
import { findUnreached, makeReach, mayBeUnreached, type Reach, type Unreached } from './reach.js';
import type { RuleContext } from './rule.js';
import { quoted } from './wording.js';

export interface UnreachedStanza {
  readonly stanza: Stanza;
  readonly rule: MergedRule;
  readonly unreached: Unreached;
  /** A stanza of the winning rule: of the same policy where that alone shows the fault, else of another if there is one. */
  readonly winner: Stanza;
  /** Empty when the policy alone shows the fault; else the words that say with which other it takes. */
  readonly together: string;
}

export function reachOf({ patterns, policies }: RuleContext): readonly UnreachedStanza[] {
  let kept = known.get(patterns);
  if (kept?.version === patterns.version) return kept.found;
  const facts = factsOf(patterns.index);
  // The list of changes says what happened since the version before, not earlier.
  const answers = kept !== undefined && kept.version === patterns.version - 1 && kept.facts === facts ? kept.answers : new Map<MergedRule, Answer>();
  for (const change of patterns.changes ?? []) forget(answers, change, patterns.index);
  const found = [...findAll(patterns, answers, new Map(policies.map(({ name, stanzas: own }) => [name, own])))];
  kept = { version: patterns.version, facts, answers, found };
  known.set(patterns, kept);
  return found;
}

export function showUnreached({ witness }: Unreached): string {
  return `every path it matches, such as ${quoted(witness)}`;
}

interface Kept {
  readonly version: number;
  /** What all answers hang on beside the patterns that overlap. */
  readonly facts: string;
  readonly answers: Map<MergedRule, Answer>;
  readonly found: readonly UnreachedStanza[];
}

interface Answer {
  readonly unreached: Unreached | null;
  /** The effort that was left before, and what it took. */
  readonly left: number;
  readonly spent: number;
}

const known = new WeakMap<Patterns, Kept>();

function factsOf(index: PatternIndex): string {
  return `${index.unusedCharacter()} ${index.partial} ${index.depths.join()}`;
}

/** INVARIANT: what is found of a rule hangs on the patterns that overlap it, and that is mutual. Templated ones are found by their heads. */
function forget(answers: Map<MergedRule, Answer>, { gone, come }: RuleChange, index: PatternIndex): void {
  if (gone !== null) answers.delete(gone);
  for (const changed of [gone, come]) {
    if (changed === null) continue;
    if (changed.templated) for (const rule of answers.keys()) if (shareHeads(changed, rule)) answers.delete(rule);
    if (!changed.templated) for (const rule of index.wild.overlapping(changed)) answers.delete(rule);
  }
}

function shareHeads(one: MergedRule, other: MergedRule): boolean {
  const [left, right] = [headOf(one), headOf(other)];
  return left.startsWith(right) || right.startsWith(left);
}

function* findAll(patterns: Patterns, answers: Map<MergedRule, Answer>, policies: ReadonlyMap<string, readonly Stanza[]>): Generator<UnreachedStanza> {
  const { rules, index } = patterns;
  const reach = makeReach(index, new HeadIndex(rules.filter(({ templated }) => templated)));
  if (reach === null) return;
  for (const rule of rules) {
    const unreached = mayBeUnreached(rule) ? answerOf(rule, reach, answers) : null;
    if (unreached === null) continue;
    for (const stanza of rule.stanzas) {
      const alone = aloneUnreached(stanza, policies.get(stanza.policy) ?? []);
      const { stanzas } = (alone ?? unreached).winner;
      const winner = stanzas.find(({ policy }) => (policy === stanza.policy) === (alone !== null)) ?? (stanzas[0] as Stanza);
      const other = winner.policy === stanza.policy ? 'holds all these policies' : `also holds policy ${quoted(winner.policy)}`;
      yield { stanza, rule, unreached: alone ?? unreached, winner, together: alone === null ? `, for whoever ${other}` : '' };
    }
  }
}

/** What was found before, where looking again would find the same: the effort did not run out, and would not now; or it was as much. */
function answerOf(rule: MergedRule, reach: Reach, answers: Map<MergedRule, Answer>): Unreached | null {
  const left = Math.max(reach.effort, 0);
  const known = answers.get(rule);
  if (known !== undefined && (known.left === left || (known.left > known.spent && left > known.spent))) {
    reach.effort = left - known.spent;
    return known.unreached;
  }
  const unreached = findUnreached(rule, reach);
  answers.set(rule, { unreached, left, spent: left - Math.max(reach.effort, 0) });
  return unreached;
}

/** What shows it in the stanza's own policy, if that does. */
function aloneUnreached(stanza: Stanza, policy: readonly Stanza[]): Unreached | null {
  let alone = policyFindings.get(policy);
  if (alone === undefined) {
    alone = findAlone(policy);
    policyFindings.set(policy, alone);
  }
  return alone.get(stanza) ?? null;
}

type Alone = ReadonlyMap<Stanza, Unreached>;

/** By the policy's list of stanzas, which is one object as long as its file stays. */
const policyFindings = new WeakMap<readonly Stanza[], Alone>();

function findAlone(policy: readonly Stanza[]): Alone {
  const rules = rulesOf(policy);
  const found = new Map<Stanza, Unreached>();
  const reach = makeReach(new PatternIndex(rules), new HeadIndex(rules.filter(({ templated }) => templated)));
  if (reach === null) return found;
  for (const rule of rules) {
    const unreached = findUnreached(rule, reach);
    if (unreached !== null) for (const stanza of rule.stanzas) found.set(stanza, unreached);
  }
  return found;
}
