// Mutations of a pattern (grammar/spec.md §4): wider, narrower, each by the least step.

import type { MutantKind } from './change.js';

export interface MutatedPattern {
  readonly kind: Extract<MutantKind, 'widen-pattern' | 'narrow-pattern'>;
  readonly pattern: string;
}

/** Templates stay as they are: only what stands beside them is changed. */
export function mutatedPatterns(pattern: string): MutatedPattern[] {
  const widened: string[] = [];
  const narrowed: string[] = [];
  const segments = pattern.split('/');
  const open = pattern.endsWith('*');
  const stem = open ? pattern.slice(0, -1) : pattern;
  if (open) {
    // One character less: a template is not cut.
    if (stem !== '' && !stem.endsWith('}}')) widened.push(`${stem.slice(0, -1)}*`);
    const parent = stem.replace(/[^/]*\/?$/, '');
    if (parent !== stem && !parent.endsWith('+')) widened.push(`${parent}*`);
    narrowed.push(stem.endsWith('/') ? `${stem}x` : stem, `${stem}x*`);
  } else if (!stem.endsWith('+') && !stem.endsWith('}}')) widened.push(`${stem}*`);
  const other = (i: number, by: string) => segments.map((each, j) => (i === j ? by : each)).join('/');
  const isLiteral = (segment: string) => segment !== '' && segment !== '+' && !segment.includes('*') && !segment.includes('{{');
  // WHY only the last: one step up is what slips; with every segment the survivors are mostly of this kind.
  const last = segments.findLastIndex(isLiteral);
  if (last >= 0) widened.push(other(last, '+'));
  for (const [i, segment] of segments.entries()) if (segment === '+') narrowed.push(other(i, 'x'));
  const distinct = (patterns: readonly string[]) => [...new Set(patterns)].filter((each) => each !== pattern && each !== '' && !each.includes('+*'));
  return [
    ...distinct(widened).map((each) => ({ kind: 'widen-pattern' as const, pattern: each })),
    ...distinct(narrowed).map((each) => ({ kind: 'narrow-pattern' as const, pattern: each })),
  ];
}
