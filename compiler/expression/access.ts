// The names of an attribute as written, dots and brackets alike, each with its place.

import type { Expression, Span } from '@polc/grammar';

export interface Access {
  readonly names: readonly (string | number)[];
  /** As long as `names`. */
  readonly spans: readonly Span[];
  readonly span: Span;
}

/** `a.b["c"][0]` is four names. null when it does not start from a name. */
export function accessOf(expression: Expression): Access | null {
  const behind: { readonly name: string | number; readonly span: Span }[] = [];
  let target = expression;
  for (; target.kind === 'index'; target = target.target) behind.push({ name: target.index, span: { start: target.target.span.end, end: target.span.end } });
  if (target.kind !== 'reference') return null;
  behind.reverse();
  const spans = [...spansOf(target.names, target.span), ...behind.map(({ span }) => span)];
  return { names: [...target.names, ...behind.map(({ name }) => name)], spans, span: expression.span };
}

/** WHY: the tree has one span for all names. Where it is as long as they are, they stand in it without blanks. */
function spansOf(names: readonly string[], span: Span): Span[] {
  if (names.join('.').length !== span.end - span.start) return names.map(() => span);
  let start = span.start;
  return names.map((name) => {
    const end = start + name.length;
    const own = { start, end };
    start = end + 1;
    return own;
  });
}

export const from = (first: Span, last: Span): Span => ({ start: first.start, end: last.end });
