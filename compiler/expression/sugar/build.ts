// Expressions that nobody wrote: what sugar is written out to. Their places are those of the sugar.

import type { Argument, BinaryOperator, Expression, Span } from '@polc/grammar';

export const literal = (value: string | number | boolean, span: Span): Expression =>
  // A negative number is written with an operator.
  typeof value === 'number' && value < 0
    ? { kind: 'unary', operator: '-', operand: { kind: 'literal', value: -value, span }, span }
    : { kind: 'literal', value: Object.is(value, -0) ? 0 : value, span };

export const list = (elements: readonly Expression[], span: Span): Expression => ({ kind: 'list', elements, span });

/** Words of expressions are narrower than keys; the rest is written in brackets. */
const isWord = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

export function attribute(root: string, name: string, span: Span): Expression {
  if (isWord(name)) return { kind: 'reference', names: [root, name], span };
  return { kind: 'index', target: { kind: 'reference', names: [root], span }, index: name, span };
}

export const binary = (left: Expression, operator: BinaryOperator, right: Expression, span: Span): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  span,
});

export const call = (name: string, values: readonly Expression[], span: Span): Expression => ({
  ...{ kind: 'call', name, nameSpan: span, span },
  arguments: values.map((value): Argument => ({ name: null, value })),
});

/** All of them, in order. */
export function conjunction(parts: readonly Expression[]): Expression | null {
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  return rest.reduce((left, right) => binary(left, '&&', right, { start: left.span.start, end: right.span.end }), first);
}

/** What equals the value, or is one of those listed. */
export function equals(left: Expression, right: Expression, span: Span): Expression {
  return binary(left, right.kind === 'list' ? 'in' : '==', right, span);
}
