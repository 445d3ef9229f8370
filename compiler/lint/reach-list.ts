// Whether a rule that loses every path to others still decides some `list` request: there a rule without `list` hides nobody (vault-acl.md §4.2).
//
// The most general path no longer suffices: of the prefixes that match only the longest takes part, so a more special path may bring one that
// lacks `list` and drives out a shorter one that has it; and a deny makes a difference only where a stanza beside it or a rule below it grants
// `list`. So the pattern is also met with each such prefix and each such grant. INVARIANT: let a rule be chosen for some path, P be the longest
// prefix there and G the grant it hides; then on the most general path of rule ∩ P ∩ G every candidate is one there too, hence the rule is chosen on it as well.

import { compareSpecificity } from '../normal/order.js';
import { headOf } from './head-index.js';
import { grantsList, type MergedRule } from './merged.js';
import type { Reach } from './reach.js';
import { depthsOf, listSlotsOf, meet, pathOf, type Slot } from './slots.js';

export function reachedByList(rule: MergedRule, reach: Reach): boolean {
  if (!rule.deny && !grantsList(rule)) return false;
  // A set that would take too long is left in peace.
  if (reach.index.partial || reach.effort <= 0) return true;
  const near = reach.index.wild.overlapping(rule).filter((other) => !other.templated);
  reach.effort -= near.length;
  const templated = reach.templated.overlapping(rule).filter(({ deny }) => !deny);
  const prefixes = near.filter(isPlainPrefix);
  const grants = rule.deny ? near.filter((other) => isBroaderGrant(other, rule)) : [];
  for (const depth of depthsOf(rule, reach.index.depths, 2)) {
    for (const own of listSlotsOf(rule, depth)) {
      if (decides(rule, own, reach)) return true;
      const rivals = rivalsOn(rule, own, reach);
      // A segment pattern that matches here matches everywhere at this depth.
      if (rivals.some((rival) => rival.kind === 'segment')) continue;
      if (templateMayHelp(rule, rivals, templated, grants.length > 0)) return true;
      for (const slots of narrowed(own, rivals.length > 0 ? prefixes : [], grants, depth)) {
        if (decides(rule, slots, reach) || --reach.effort <= 0) return true;
      }
    }
  }
  return false;
}

function decides(rule: MergedRule, slots: readonly Slot[], { view, filler }: Reach): boolean {
  const path = pathOf(slots, filler);
  if (path.startsWith('/') || view.selectList(path) !== rule) return false;
  return wouldGrantList(rule) || view.listCandidates(path).some(grantsList);
}

/** A deny takes it from the stanzas beside it. */
function wouldGrantList(rule: MergedRule): boolean {
  return grantsList(rule) || rule.stanzas.some(({ capabilities }) => capabilities.includes('list') && !capabilities.includes('deny'));
}

/** What stands in the rule's way on the most general path. */
function rivalsOn(rule: MergedRule, slots: readonly Slot[], { view, filler }: Reach): readonly MergedRule[] {
  return view.listCandidates(pathOf(slots, filler)).filter((other) => (other.deny || grantsList(other)) && compareSpecificity(other, rule) > 0);
}

/** The slots met with a prefix, with a grant, and with both, each in its two ways of taking part. */
function* narrowed(own: readonly Slot[], prefixes: readonly MergedRule[], grants: readonly MergedRule[], depth: number): Generator<readonly Slot[]> {
  for (const prefix of [null, ...prefixes]) {
    for (const pushed of prefix === null ? [own] : meetings(own, prefix, depth)) {
      if (prefix !== null) yield pushed;
      for (const grant of grants) yield* meetings(pushed, grant, depth);
    }
  }
}

function meetings(own: readonly Slot[], rule: MergedRule, depth: number): (readonly Slot[])[] {
  return listSlotsOf(rule, depth)
    .map((slots) => meet(own, slots))
    .filter((slots) => slots !== null);
}

/** Drives out a shorter prefix and stands in nobody's way itself. */
function isPlainPrefix(rule: MergedRule): boolean {
  return rule.kind === 'prefix' && !rule.deny && !grantsList(rule);
}

function isBroaderGrant(other: MergedRule, rule: MergedRule): boolean {
  return grantsList(other) && compareSpecificity(rule, other) > 0;
}

/** A templated rule, its text unknown, might be the prefix or the grant that is looked for. Then nothing is claimed. */
function templateMayHelp(rule: MergedRule, rivals: readonly MergedRule[], templated: readonly MergedRule[], granted: boolean): boolean {
  const pushes = rivals.length > 0 && templated.some((other) => other.kind === 'prefix' && !grantsList(other));
  if (wouldGrantList(rule)) return pushes;
  // Its first wildcard stands no earlier than its head ends: a longer head means a higher rank than the rule's.
  const grants = templated.some((other) => grantsList(other) && headOf(other).length <= headOf(rule).length);
  return rivals.length === 0 ? grants : pushes && (granted || grants);
}
