// The one rule that judges a request (vault-acl.md §4, §4.2). There is no second choice: what it lacks, nobody grants.

import { compareRank, matchesPath } from './patterns.js';
import type { MergedRule } from './rule.js';

/** What of a rule selection looks at. */
export type Selectable = Pick<MergedRule, 'pattern' | 'capabilities'>;

/** `path` has lost its leading slashes. */
export function selectRule<R extends Selectable>(rules: readonly R[], operation: string, path: string): R | null {
  // 1.
  const exact = findExact(rules, path);
  if (exact !== null) return exact;
  if (operation === 'list' && path.endsWith('/')) {
    // 2.
    const trimmed = path.slice(0, -1);
    const exactTrimmed = findExact(rules, trimmed);
    // 3.
    return exactTrimmed ?? selectForFolder([...candidates(rules, trimmed), ...candidates(rules, path)]);
  }
  // 4. and 5.
  return best(candidates(rules, path));
}

function findExact<R extends Selectable>(rules: readonly R[], path: string): R | null {
  return rules.find(({ pattern }) => pattern.kind === 'exact' && pattern.text === path) ?? null;
}

/** §4.2, over the candidates of the path without its final slash and with it. */
function selectForFolder<R extends Selectable>(found: readonly R[]): R | null {
  const deny = best(found.filter((rule) => rule.capabilities.includes('deny')));
  const list = best(found.filter((rule) => rule.capabilities.includes('list')));
  if (deny !== null && (list === null || compareRank(deny.pattern, list.pattern) > 0)) return deny;
  return list ?? best(found);
}

/** §4.1: "the single longest matching prefix rule … + every matching segment-wildcard rule". */
function candidates<R extends Selectable>(rules: readonly R[], path: string): readonly R[] {
  const matching = rules.filter(({ pattern }) => pattern.kind !== 'exact' && matchesPath(pattern, path));
  const prefixes = matching.filter(({ pattern }) => pattern.kind === 'prefix');
  const longest = Math.max(...prefixes.map(({ pattern }) => pattern.text.length));
  return matching.filter(({ pattern }) => pattern.kind === 'segment' || pattern.text.length === longest);
}

function best<R extends Selectable>(rules: readonly R[]): R | null {
  return rules.reduce<R | null>((winner, rule) => (winner === null || compareRank(rule.pattern, winner.pattern) > 0 ? rule : winner), null);
}
