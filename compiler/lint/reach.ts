// Whether any request is decided by a rule, exactly, within a set of rules held together; and if none, a path that shows it and the rule that
// wins there.
//
// Only a segment pattern can be out of reach. An exact one wins its own path. A prefix `X*` wins a path X‹new›/‹new›/… that is deeper than every
// pattern: a shorter prefix ranks lower, and a segment pattern that ranks higher has its first `+` at the end of X or behind it, so it either
// asks for a text that is not new, or has no final `*` and is not that deep, or has a `+` segment at the very end of X and loses by its number.
//
// For a segment pattern of a given number of segments take its most general path: texts that stand in no pattern at all wherever it leaves
// any. INVARIANT: a rule that matches this path matches every path of the pattern with as many segments, for it can have named none of the new
// texts. So the winner there, if it is another one, outranks the pattern everywhere at that depth. How many segments a path has matters only
// where some pattern ends, hence a few depths stand for all.

import type { Stanza } from '../model/stanza.js';
import { HeadIndex } from './head-index.js';
import type { MergedRule } from './merged.js';
import { reachedByList } from './reach-list.js';
import { SegmentTree } from './segment-tree.js';
import { depthsOf, pathOf, segmentsOf, slotsOf } from './slots.js';
import { View } from './view.js';

export interface Unreached {
  /** A path that the pattern matches. */
  readonly witness: string;
  /** What decides there. */
  readonly winner: MergedRule;
}

/** A set of rules held together, prepared for the question. */
export interface Reach {
  /** The rule that a stanza of the set is part of. */
  ruleOf(stanza: Stanza): MergedRule | undefined;
  readonly view: View;
  /** All rules with wildcards but the templated ones. */
  readonly tree: SegmentTree;
  readonly templated: HeadIndex;
  /** Stands in no pattern of the set. */
  readonly filler: string;
}

/** null when the set leaves no character to make new texts of. */
export function makeReach(rules: readonly MergedRule[]): Reach | null {
  const filler = unusedCharacter(rules);
  if (filler === null) return null;
  const owners = new Map(rules.flatMap((rule) => rule.stanzas.map((stanza) => [stanza, rule] as const)));
  const fixed = rules.filter(({ templated }) => !templated);
  return {
    ruleOf: (stanza) => owners.get(stanza),
    view: new View(fixed),
    tree: new SegmentTree(fixed.filter(({ kind }) => kind !== 'exact')),
    templated: new HeadIndex(rules.filter(({ templated }) => templated)),
    filler,
  };
}

/**
 * null when some request is decided by the rule. A denying rule must make a difference: being chosen for a `list` that nothing would have
 * granted does not count. Templated rules are never out of reach.
 */
export function findUnreached(rule: MergedRule, reach: Reach): Unreached | null {
  // A pattern that begins with a slash matches no request; a lint rule of its own says so.
  if (rule.kind !== 'segment' || rule.templated || rule.text.startsWith('/')) return null;
  const { view, filler } = reach;
  for (const depth of depthsOf(rule, view.depths, 1)) {
    const slots = slotsOf(rule, depth);
    if (slots !== null && view.select(pathOf(slots, filler)) === rule) return null;
  }
  return reachedByList(rule, reach) ? null : show(rule, reach);
}

const READABLE = ['x', 'y', 'z', 'any', 'xx', 'yy'];

/** Prefers a text under which the general winner wins: a short one may hit another pattern by chance. */
function show(rule: MergedRule, { view, filler }: Reach): Unreached | null {
  const slots = slotsOf(rule, segmentsOf(rule).length) ?? [];
  const winner = view.select(pathOf(slots, filler));
  const text = READABLE.find((readable) => view.select(pathOf(slots, readable)) === winner) ?? filler;
  return winner === undefined ? null : { witness: pathOf(slots, text), winner };
}

/** Slash, plus and star mean something; surrogates are no characters. */
function unusedCharacter(rules: readonly MergedRule[]): string | null {
  const used = new Set<string>('/+*');
  for (const rule of rules) for (const unit of rule.text.split('')) used.add(unit);
  for (let code = 0x78; code < 0xd800; code++) {
    const character = String.fromCharCode(code);
    if (!used.has(character)) return character;
  }
  return null;
}
