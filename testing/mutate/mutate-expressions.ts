// Mutations of expressions and shapes: atoms to true and false, negation, and for or, one comparison for its neighbour, bounds moved by one.

import type { Argument, BinaryOperator, Expression, Span } from '@polc/grammar';
import { type Change, type Emit, replacing, withoutElement } from './change.js';
import { movedText } from './move-text.js';

/** The neighbour that tests should tell apart. */
const NEIGHBOURS: Partial<Record<BinaryOperator, BinaryOperator>> = {
  ...{ '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==' },
};

/** An expression that is true or false. */
export function mutateCondition(expression: Expression, source: string, emit: Emit): void {
  if (expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||')) {
    const { operator, left, right } = expression;
    const other = operator === '&&' ? '||' : '&&';
    emitOperator(source, operator, left.span.end, right.span.start, other, { kind: 'swap-logic', description: `${operator} becomes ${other}` }, emit);
    mutateCondition(left, source, emit);
    mutateCondition(right, source, emit);
    return;
  }
  if (expression.kind === 'unary' && expression.operator === '!') {
    const { span, operand } = expression;
    emit({ kind: 'negate', span, edits: replacing({ start: span.start, end: span.start + 1 }, ''), description: 'the negation is gone' });
    // Negated once more it would be this very one.
    mutateCondition(operand, source, (change) => {
      if (change.kind !== 'negate' || change.span !== operand.span) emit(change);
    });
    return;
  }
  const { span } = expression;
  const written = source.slice(span.start, span.end);
  emit({ kind: 'atom-true', span, edits: replacing(span, 'true'), description: `${short(written)} is always true` });
  emit({ kind: 'atom-false', span, edits: replacing(span, 'false'), description: `${short(written)} is always false` });
  emit({ kind: 'negate', span, edits: replacing(span, `!(${written})`), description: `${short(written)} is negated` });
  mutateValues(expression, source, emit);
}

/** What an atom compares with, and its operator. */
function mutateValues(expression: Expression, source: string, emit: Emit): void {
  switch (expression.kind) {
    case 'literal': {
      const { value, span } = expression;
      if (typeof value === 'number') moveNumber(span, source, '', emit);
      else if (typeof value === 'string') {
        for (const { text, description } of movedText(value)) emit({ kind: 'move-bound', span, edits: replacing(span, JSON.stringify(text)), description });
      }
      return;
    }
    case 'unary':
      mutateValues(expression.operand, source, emit);
      return;
    case 'list':
      dropElements(
        expression.elements.map(({ span }) => span),
        source,
        emit,
      );
      for (const element of expression.elements) mutateValues(element, source, emit);
      return;
    case 'map':
      for (const { value } of expression.entries) mutateValues(value, source, emit);
      return;
    case 'binary': {
      const { operator, left, right } = expression;
      const neighbour = NEIGHBOURS[operator];
      if (neighbour !== undefined) {
        const about = { kind: 'swap-comparison', description: `${operator} becomes ${neighbour}` } as const;
        emitOperator(source, operator, left.span.end, right.span.start, neighbour, about, emit);
      }
      mutateValues(left, source, emit);
      mutateValues(right, source, emit);
      return;
    }
    case 'call': {
      const { name, arguments: given } = expression;
      if (name !== 'all' && name !== 'any') {
        for (const { value } of given) mutateValues(value, source, emit);
        return;
      }
      const { nameSpan } = expression;
      const other = name === 'all' ? 'any' : 'all';
      emit({ kind: 'swap-logic', span: nameSpan, edits: replacing(nameSpan, other), description: `${name} becomes ${other}` });
      const body = given[2]?.value;
      if (body !== undefined) mutateCondition(body, source, emit);
    }
  }
}

function emitOperator(source: string, operator: string, from: number, to: number, by: string, about: Omit<Change, 'edits' | 'span'>, emit: Emit): void {
  const at = source.indexOf(operator, from);
  const span = { start: at, end: at + operator.length };
  if (at >= 0 && at < to) emit({ ...about, span, edits: replacing(span, by) });
}

/** Each of several values. */
export function dropElements(spans: readonly Span[], source: string, emit: Emit): void {
  if (spans.length < 2) return;
  for (const [i, span] of spans.entries()) {
    emit({ kind: 'drop-value', span, edits: withoutElement(spans, i), description: `${short(source.slice(span.start, span.end))} is gone from the list` });
  }
}

/** By one, or by the least step that its digits show. */
export function moveNumber(span: Span, source: string, what: string, emit: Emit, kind: Change['kind'] = 'move-bound'): void {
  const written = source.slice(span.start, span.end);
  const value = Number(written);
  if (!Number.isFinite(value)) return;
  const digits = /\.([0-9]+)$/.exec(written)?.[1]?.length ?? 0;
  const step = 10 ** -digits;
  for (const moved of [value - step, value + step]) {
    const text = moved.toFixed(digits);
    // A negative number is written with an operator, which may stand there already.
    if (moved < 0 && source[span.start - 1] === '-') continue;
    emit({ kind, span, edits: replacing(span, text), description: `${what}${written} becomes ${text}` });
  }
}

/** The shape of a parameter. */
export function mutateShape(shape: Expression, source: string, emit: Emit): void {
  const { span } = shape;
  const written = source.slice(span.start, span.end);
  const isCall = shape.kind === 'call';
  if (isCall && shape.name === 'optional') {
    const inner = shape.arguments[0]?.value;
    if (inner === undefined) return;
    emit({ kind: 'loosen-shape', span, edits: replacing(span, source.slice(inner.span.start, inner.span.end)), description: 'it may no longer be absent' });
    mutateShape(inner, source, emit);
    return;
  }
  if (!(isCall && shape.name === 'any') && !(shape.kind === 'reference' && shape.names[0] === 'any')) {
    emit({ kind: 'loosen-shape', span, edits: replacing(span, 'any()'), description: `${short(written)} becomes any()` });
  }
  if (shape.kind === 'list')
    dropElements(
      shape.elements.map((element) => element.span),
      source,
      emit,
    );
  if (shape.kind === 'literal') mutateValues(shape, source, emit);
  if (!isCall) return;
  for (const argument of shape.arguments) mutateArgument(argument, shape.arguments, source, emit);
}

function mutateArgument({ name, value }: Argument, all: readonly Argument[], source: string, emit: Emit): void {
  const { span } = value;
  if (name === null) {
    if (value.kind === 'map') for (const entry of value.entries) mutateShape(entry.value, source, emit);
    else mutateShape(value, source, emit);
    return;
  }
  const start = source.lastIndexOf(name, span.start);
  const bounds = all.map(({ name: each, value: { span: at } }) => ({ start: each === null ? at.start : source.lastIndexOf(each, at.start), end: at.end }));
  const i = bounds.findIndex((bound) => bound.start === start);
  const description = `${short(source.slice(start, span.end))} is gone`;
  emit({ kind: 'drop-bound', span: { start, end: span.end }, edits: withoutElement(bounds, i), description });
  if (value.kind === 'literal' && typeof value.value === 'number') moveNumber(span, source, `${name}: `, emit);
  else if (value.kind === 'unary' && value.operand.kind === 'literal') moveNumber(value.operand.span, source, `${name}: -`, emit);
  else if (value.kind === 'literal' && typeof value.value === 'boolean')
    emit({ kind: 'flip-flag', span, edits: replacing(span, String(!value.value)), description: `${name} becomes ${!value.value}` });
  else if (value.kind === 'list')
    dropElements(
      value.elements.map((element) => element.span),
      source,
      emit,
    );
}

export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
