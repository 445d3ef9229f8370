// Path patterns: reading their text (vault-acl.md §1.8), matching a path and ranking the matches (§4.1). Rendering templates is templates'.

import { byteLength, compareBytes } from './go-strings.js';
import type { OraclePattern } from './rule.js';

/** §1.8.1: text in front of the first `{{`, then pieces of directive and text; null when the braces do not pair up. */
export function splitTemplate(written: string): { readonly head: string; readonly pieces: readonly (readonly [directive: string, text: string])[] } | null {
  const [head = '', ...rest] = written.split('{{');
  const pieces = rest.map((piece) => piece.split('}}'));
  if (head.includes('}}') || pieces.some((piece) => piece.length !== 2)) return null;
  return { head, pieces: pieces as [string, string][] };
}

/** §1.8.2 to 6 (3, the namespace, is not polc's); null when the text holds the forbidden `+*`. */
export function readPattern(text: string): OraclePattern | null {
  const path = text.startsWith('/') ? text.slice(1) : text;
  if (path.includes('+*')) return null;
  if (path === '+' || path.startsWith('+/') || path.includes('/+')) return { kind: 'segment', text: path };
  if (path.endsWith('*')) return { kind: 'prefix', text: path.slice(0, -1) };
  return { kind: 'exact', text: path };
}

/** §3: "Key = (class, pattern text after §1.8)". */
export function patternKey(pattern: OraclePattern): string {
  return `${pattern.kind} ${pattern.text}`;
}

/** §4.1, "Match of a wildcard rule", and the plain matches of the other two classes. */
export function matchesPath(pattern: OraclePattern, path: string): boolean {
  if (pattern.kind === 'exact') return path === pattern.text;
  if (pattern.kind === 'prefix') return path.startsWith(pattern.text);
  const open = endsOpen(pattern);
  const wanted = withoutStar(pattern).split('/');
  const given = path.split('/');
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, i) => {
    const actual = given[i] as string;
    if (segment === '+') return true;
    return open && i === wanted.length - 1 ? actual.startsWith(segment) : actual === segment;
  });
}

/** §4.1, "Winner": positive when `a` ranks above `b`. Exact patterns are never ranked. Lengths and order are of bytes, as in Go. */
export function compareRank(a: OraclePattern, b: OraclePattern): number {
  return (
    firstWildcard(a) - firstWildcard(b) || // 1. larger wins
    Number(endsOpen(b)) - Number(endsOpen(a)) || // 2. no trailing `*` wins
    wildcardSegments(b) - wildcardSegments(a) || // 3. fewer wins
    byteLength(withoutStar(a)) - byteLength(withoutStar(b)) || // 4. longer wins
    compareBytes(withoutStar(a), withoutStar(b)) // 5. lexicographically larger wins
  );
}

function firstWildcard(pattern: OraclePattern): number {
  return byteLength(pattern.kind === 'prefix' ? pattern.text : pattern.text.slice(0, pattern.text.indexOf('+')));
}

function wildcardSegments(pattern: OraclePattern): number {
  return pattern.kind === 'prefix'
    ? 0
    : withoutStar(pattern)
        .split('/')
        .filter((segment) => segment === '+').length;
}

function endsOpen(pattern: OraclePattern): boolean {
  return pattern.kind === 'prefix' || pattern.text.endsWith('*');
}

/** A prefix pattern has lost its `*` already, and one more belongs to its text (§1.8.6: `a/**` is the prefix `a/*`). */
function withoutStar(pattern: OraclePattern): string {
  return pattern.kind === 'segment' && pattern.text.endsWith('*') ? pattern.text.slice(0, -1) : pattern.text;
}
