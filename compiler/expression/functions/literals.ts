// Arguments that must be written out: what depends on a request could not be compiled, nor read by a reviewer.

import type { Expression, Span } from '@polc/grammar';
import { isListLength } from '../compare.js';
import type { Context } from '../context.js';

export interface Text {
  readonly text: string;
  /** With its quotes. */
  readonly span: Span;
}

/** A string, or a list of strings that is not empty. */
export function literalTexts(expression: Expression, what: string, context: Context): readonly Text[] | null {
  const all = expression.kind === 'list' ? expression.elements : [expression];
  if (expression.kind === 'list' && !isListLength(all.length, expression.span, context)) return null;
  const texts = all.map((each) => literalText(each, what, context));
  const whole = texts.filter((each) => each !== null);
  return whole.length < texts.length ? null : whole;
}

export function literalText(expression: Expression, what: string, { report }: Pick<Context, 'report'>): Text | null {
  if (expression.kind === 'literal' && typeof expression.value === 'string') return { text: expression.value, span: expression.span };
  report.error('not-a-literal', expression.span, `${what} is a string in quotes`, 'it is part of the policy, never of a request');
  return null;
}

export function literalNumber(
  expression: Expression,
  what: string,
  { report }: Pick<Context, 'report'>,
): { readonly value: number; readonly span: Span } | null {
  const negative = expression.kind === 'unary' && expression.operator === '-';
  const literal = negative ? expression.operand : expression;
  if (literal.kind === 'literal' && typeof literal.value === 'number') return { value: negative ? -literal.value : literal.value, span: expression.span };
  report.error('not-a-literal', expression.span, `${what} is a number as such`, 'it is part of the policy, never of a request');
  return null;
}

/** A part of a literal; all of it where escapes make its places uncertain. */
export function partOf({ text, span }: Text, start: number, end: number): Span {
  if (span.end - span.start !== text.length + 2) return span;
  const from = span.start + 1 + Math.min(start, text.length);
  // A place at the end of the text has no character to show: its quote shows it.
  return { start: from, end: Math.max(span.start + 1 + Math.min(end, text.length), from + 1) };
}
