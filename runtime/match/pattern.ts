// Patterns: their class, their order, and matching one against a path (vault-acl.md §1.8, §4.1). The tree does the matching for compiled
// patterns; here it is done for those that are only known at the request.

import type { PatternKind } from '../format/layout.js';
import { byteLength, compareText } from '../format/text.js';

export interface Classified {
  readonly kind: PatternKind;
  readonly text: string;
}

/** null for the forbidden `+*`. */
export function classifyPattern(written: string): Classified | null {
  const text = written.startsWith('/') ? written.slice(1) : written;
  if (text.includes('+*')) return null;
  if (text === '+' || text.startsWith('+/') || text.includes('/+')) return { kind: 'segment', text };
  return text.endsWith('*') ? { kind: 'prefix', text: text.slice(0, -1) } : { kind: 'exact', text };
}

/**
 * Positive when `a` wins over `b`. Exact patterns win over all; the rest by the position of the first wildcard, then without a final `*`
 * before with, fewer `+`, longer, lexicographically larger. Lengths and positions count bytes, as Vault's do.
 */
export function compareSpecificity(a: Classified, b: Classified): number {
  if (a.kind === 'exact' || b.kind === 'exact') {
    return a.kind === b.kind ? compareText(a.text, b.text) : a.kind === 'exact' ? 1 : -1;
  }
  const textA = bare(a);
  const textB = bare(b);
  return (
    firstWildcard(a) - firstWildcard(b) ||
    endRank(a) - endRank(b) ||
    plusCount(textB, b) - plusCount(textA, a) ||
    byteLength(textA) - byteLength(textB) ||
    compareText(textA, textB) ||
    // Only a segment pattern and a prefix can still tie: their texts are equal, so the prefix has a literal "+" and the other none; keep a total order.
    (a.kind === b.kind ? 0 : a.kind === 'prefix' ? 1 : -1)
  );
}

function bare(pattern: Classified): string {
  return pattern.kind === 'segment' && pattern.text.endsWith('*') ? pattern.text.slice(0, -1) : pattern.text;
}

function firstWildcard({ kind, text }: Classified): number {
  return byteLength(text, kind === 'prefix' ? text.length : text.indexOf('+'));
}

function endRank({ kind, text }: Classified): number {
  return kind === 'prefix' || text.endsWith('*') ? 0 : 1;
}

/** Segments that are exactly `+`; a prefix has none. */
function plusCount(text: string, pattern: Classified): number {
  return pattern.kind === 'prefix' ? 0 : text.split('/').filter((segment) => segment === '+').length;
}

/** WHY no split: a path may have thousands of segments, and there may be thousands of patterns to hold it against. */
export function matchesPattern({ kind, text }: Classified, path: string): boolean {
  if (kind === 'exact') return path === text;
  if (kind === 'prefix') return path.startsWith(text);
  const open = text.endsWith('*');
  let start = 0;
  let at = 0;
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', start)) {
    const next = path.indexOf('/', at);
    const segment = text.slice(start, slash);
    if (next < 0 || (segment !== '+' && (next - at !== segment.length || !path.startsWith(segment, at)))) return false;
    start = slash + 1;
    at = next + 1;
  }
  const last = text.slice(start);
  if (open) return path.startsWith(last.slice(0, -1), at);
  return last === '+' ? path.indexOf('/', at) < 0 : path.length - at === last.length && path.endsWith(last);
}
