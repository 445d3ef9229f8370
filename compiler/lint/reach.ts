// Whether any request is decided by a rule, exactly, within a set of rules held together; and if none, a path that shows it and the rule that
// wins there. What only `list` can reach is reach-list.ts's.
//
// The most general path of a pattern has texts that stand in no pattern wherever the pattern leaves any. A rule that matches it can have named none
// of them, so it matches every path of the pattern with as many segments. Hence
// - an exact pattern wins its own path;
// - a prefix wins a general path that is deeper than every pattern: other prefixes there are shorter, and a segment pattern that ends in `*` has
//   its first `+` further left, or at the same place and ranks below for being a `+`;
// - a segment pattern without a final `*` is tried on its general path: all of its paths have as many segments;
// - a segment pattern with a final `*` is tried on a general path deeper than every pattern. INVARIANT: what wins there wins wherever the pattern
//   matches. For it ends in `*`, and a prefix takes paths of any depth. A segment pattern with more segments would have a `+` where this one's
//   last text stands, so one more in all and the first no further right, and would rank below; with no more, it takes any depth that this one takes.

import type { HeadIndex } from './head-index.js';
import type { MergedRule } from './merged.js';
import type { PatternIndex } from './pattern-index.js';
import { reachedByList } from './reach-list.js';
import { depthOf, isStarred, isTooDeep, pathOf, segmentsOf, slotsOf } from './slots.js';
import { View } from './view.js';

export interface Unreached {
  /** A path that the pattern matches. */
  readonly witness: string;
  /** What decides there. */
  readonly winner: MergedRule;
}

/** A set of rules held together, prepared for the question. */
export interface Reach {
  /** Of all rules but the templated ones. */
  readonly view: View;
  readonly index: PatternIndex;
  readonly templated: HeadIndex;
  /** Rules and paths that may still be looked at for `list`, all in all. */
  effort: number;
  /** Stands in no pattern of the set. */
  readonly filler: string;
}

const EFFORT = 300_000;

/** null when the set leaves no character to make new texts of. */
export function makeReach(index: PatternIndex, templated: HeadIndex): Reach | null {
  const filler = index.unusedCharacter();
  if (filler === null) return null;
  return { view: new View(index, (rule) => (rule.templated ? undefined : rule)), index, templated, effort: EFFORT, filler };
}

/** A pattern that begins with a slash matches no request; a lint rule of its own says so. Only segment patterns can lose every path. */
export function mayBeUnreached(rule: MergedRule): boolean {
  return rule.kind === 'segment' && !rule.templated && !isTooDeep(rule) && !rule.text.startsWith('/');
}

/**
 * null when some request is decided by the rule. A denying rule must make a difference: being chosen for a `list` that nothing would have
 * granted does not count. Templated rules are never out of reach.
 */
export function findUnreached(rule: MergedRule, reach: Reach): Unreached | null {
  if (!mayBeUnreached(rule)) return null;
  const { view, index, filler } = reach;
  const depth = isStarred(rule) ? (index.depths.at(-1) ?? 0) + 1 : depthOf(rule);
  const slots = slotsOf(rule, depth) ?? [];
  return view.select(pathOf(slots, filler)) === rule || reachedByList(rule, reach) ? null : show(rule, reach);
}

const READABLE = ['x', 'y', 'z', 'any', 'xx', 'yy'];

/** Prefers a text under which the general winner wins: a short one may hit another pattern by chance. */
function show(rule: MergedRule, { view, filler }: Reach): Unreached | null {
  const slots = slotsOf(rule, segmentsOf(rule).length) ?? [];
  const winner = view.select(pathOf(slots, filler));
  const text = READABLE.find((readable) => view.select(pathOf(slots, readable)) === winner) ?? filler;
  return winner === undefined ? null : { witness: pathOf(slots, text), winner };
}
