// All policies of the set as one policy list, ready to be asked which rule a request would get (vault-acl.md §4). Rules are found through a map
// of texts, a map of prefixes and a tree of segments, never by trying all. What a templated pattern means is the caller's to settle first.

import { compareSpecificity } from '../normal/order.js';
import { grantsList, type MergedRule } from './merged.js';
import { SegmentTree } from './segment-tree.js';
import { isTooDeep, segmentsOf } from './slots.js';

export class View {
  /** Numbers of segments of all patterns with wildcards, ascending, each once. */
  readonly depths: readonly number[];
  readonly #exact = new Map<string, MergedRule>();
  readonly #prefixes = new Map<string, MergedRule>();
  /** Lengths of the prefixes, longest first, each once. */
  readonly #lengths: readonly number[];
  readonly #segments: SegmentTree;

  constructor(given: readonly MergedRule[]) {
    const rules = given.filter((rule) => !isTooDeep(rule));
    const depths = new Set<number>();
    for (const rule of rules) {
      if (rule.kind === 'exact') this.#exact.set(rule.text, rule);
      if (rule.kind === 'prefix') this.#prefixes.set(rule.text, rule);
      if (rule.kind !== 'exact') depths.add(segmentsOf(rule).length);
    }
    this.#segments = new SegmentTree(rules.filter(({ kind }) => kind === 'segment'));
    this.depths = [...depths].sort((a, b) => a - b);
    this.#lengths = [...new Set([...this.#prefixes.keys()].map((text) => text.length))].sort((a, b) => b - a);
  }

  /** For every operation but `list`. */
  select(path: string): MergedRule | undefined {
    return this.#exact.get(path) ?? best(this.#candidates(path));
  }

  /** For `list`: the rule without the path's final slash counts too. */
  selectList(path: string): MergedRule | undefined {
    if (!path.endsWith('/')) return this.select(path);
    const exact = this.#exact.get(path) ?? this.#exact.get(path.slice(0, -1));
    if (exact !== undefined) return exact;
    const candidates = this.listCandidates(path);
    const deny = best(candidates.filter((rule) => rule.deny));
    const list = best(candidates.filter(grantsList));
    if (deny !== undefined && (list === undefined || compareSpecificity(deny, list) > 0)) return deny;
    return list ?? best(candidates);
  }

  /** What a `list` of a path that ends in a slash is decided among, where no exact pattern speaks. */
  listCandidates(path: string): readonly MergedRule[] {
    return [...new Set([...this.#candidates(path.slice(0, -1)), ...this.#candidates(path)])];
  }

  #candidates(path: string): readonly MergedRule[] {
    const prefix = this.#longestPrefix(path);
    const found = this.#segments.matching(path);
    if (prefix !== undefined) found.push(prefix);
    return found;
  }

  #longestPrefix(path: string): MergedRule | undefined {
    for (const length of this.#lengths) {
      const rule = length > path.length ? undefined : this.#prefixes.get(path.slice(0, length));
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
}

function best(rules: readonly MergedRule[]): MergedRule | undefined {
  let winner: MergedRule | undefined;
  for (const rule of rules) if (winner === undefined || compareSpecificity(rule, winner) > 0) winner = rule;
  return winner;
}
