// Which rule of a policy list a request would get (vault-acl.md §4). What a templated pattern means is the caller's to settle.

import { compareSpecificity } from '../normal/order.js';
import { grantsList, type MergedRule } from './merged.js';
import type { PatternIndex } from './pattern-index.js';

/** What a rule counts as: itself, another of its pattern in its place, or nothing. */
export type Lens = (rule: MergedRule) => MergedRule | undefined;

export class View {
  readonly #index: PatternIndex;
  readonly #lens: Lens | null;

  /** Of the index as it is whenever the view is asked. */
  constructor(index: PatternIndex, lens: Lens | null = null) {
    this.#index = index;
    this.#lens = lens;
  }

  /** For every operation but `list`. */
  select(path: string): MergedRule | undefined {
    return this.#exact(path) ?? best(this.#candidates(path));
  }

  /** For `list`: the rule without the path's final slash counts too. */
  selectList(path: string): MergedRule | undefined {
    if (!path.endsWith('/')) return this.select(path);
    const exact = this.#exact(path) ?? this.#exact(path.slice(0, -1));
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

  #exact(path: string): MergedRule | undefined {
    const rule = this.#index.exact(path);
    return rule === undefined || this.#lens === null ? rule : this.#lens(rule);
  }

  /** The segment patterns that match, and of the prefixes the longest. */
  #candidates(path: string): readonly MergedRule[] {
    const found: MergedRule[] = [];
    let longest: MergedRule | undefined;
    for (const matching of this.#index.wild.matching(path)) {
      const rule = this.#lens === null ? matching : this.#lens(matching);
      if (rule === undefined) continue;
      if (rule.kind === 'segment') found.push(rule);
      else if (longest === undefined || rule.text.length > longest.text.length) longest = rule;
    }
    if (longest !== undefined) found.push(longest);
    return found;
  }
}

function best(rules: readonly MergedRule[]): MergedRule | undefined {
  let winner: MergedRule | undefined;
  for (const rule of rules) if (winner === undefined || compareSpecificity(rule, winner) > 0) winner = rule;
  return winner;
}
