// Patterns as sequences of slots, one a segment, for a given number of segments: how two patterns are intersected and how the most general path
// of a pattern is made.

import type { MergedRule } from './merged.js';

/** What a segment of a path must be: exactly `text`, or where `open`, `text` and anything behind it. */
export interface Slot {
  readonly text: string;
  readonly open: boolean;
}

/**
 * Patterns and paths of more segments are left out of views and trees, where they would cost everybody; nothing is then claimed that they could
 * make untrue.
 */
export const MOST_SEGMENTS = 200;

export function isTooDeep(rule: MergedRule): boolean {
  return rule.kind !== 'exact' && rule.text.length >= MOST_SEGMENTS && depthOf(rule) > MOST_SEGMENTS;
}

/** The number of its segments. */
export function depthOf({ text }: MergedRule): number {
  let depth = 1;
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) depth++;
  return depth;
}

export const ANY: Slot = { text: '', open: true };
const EMPTY: Slot = { text: '', open: false };

export function isStarred(rule: MergedRule): boolean {
  return rule.kind === 'prefix' || (rule.kind === 'segment' && rule.text.endsWith('*'));
}

/** Segments as in the pattern, the last one less its `*`. */
export function segmentsOf(rule: MergedRule): readonly string[] {
  return (rule.kind === 'segment' && rule.text.endsWith('*') ? rule.text.slice(0, -1) : rule.text).split('/');
}

/** What a path of `depth` segments must be to match; null when none of that depth does. */
export function slotsOf(rule: MergedRule, depth: number): readonly Slot[] | null {
  const segments = segmentsOf(rule);
  const starred = isStarred(rule);
  if (starred ? depth < segments.length : depth !== segments.length) return null;
  const slots = segments.map((text, i) => (rule.kind === 'segment' && text === '+' ? ANY : { text, open: starred && i === segments.length - 1 }));
  while (slots.length < depth) slots.push(ANY);
  return slots;
}

/**
 * The two ways in which a rule takes part in `list` of a path of `depth` segments that ends in a slash (vault-acl.md §4.2): it matches the path
 * without the slash, or with it.
 */
export function listSlotsOf(rule: MergedRule, depth: number): readonly (readonly Slot[])[] {
  const without = slotsOf(rule, depth - 1);
  const full = slotsOf(rule, depth);
  const ending = full === null ? null : meet(full, [...Array<Slot>(depth - 1).fill(ANY), EMPTY]);
  return [without === null ? null : [...without, EMPTY], ending].filter((slots) => slots !== null);
}

/** What matches both; null when nothing does. Both are of one depth. */
export function meet(left: readonly Slot[], right: readonly Slot[]): readonly Slot[] | null {
  const out: Slot[] = [];
  for (const [i, a] of left.entries()) {
    const both = meetSlots(a, right[i] as Slot);
    if (both === null) return null;
    out.push(both);
  }
  return out;
}

function meetSlots(a: Slot, b: Slot): Slot | null {
  if (a.open && b.text.startsWith(a.text)) return b;
  if (b.open && a.text.startsWith(b.text)) return a;
  return !a.open && !b.open && a.text === b.text ? a : null;
}

/** A path of that form, with `filler` wherever any text may stand. */
export function pathOf(slots: readonly Slot[], filler: string): string {
  return slots.map(({ text, open }) => (open ? text + filler : text)).join('/');
}

/**
 * The numbers of segments that stand for all paths of a pattern: its own, those of every pattern that ends deeper (`ends`), and up to `beyond`
 * more than each. Between them nothing begins or ceases to match.
 */
export function depthsOf(rule: MergedRule, ends: readonly number[], beyond: number): readonly number[] {
  const own = segmentsOf(rule).length;
  const depths = new Set<number>();
  for (const depth of [own, ...ends.filter((end) => end > own)]) for (let more = 0; more <= beyond; more++) depths.add(depth + more);
  return [...depths];
}
