// Comparisons and membership: two of one type, with the undeclared converted where the other side is a timestamp or a duration.

import type { BinaryExpression, Expression, Span } from '@polc/grammar';
import type { Code, JsonValue } from '@polc/runtime';
import { warnOfNever } from './closed-values.js';
import type { Context } from './context.js';
import { constant, constantOf, joined, over, type Typed } from './typed.js';
import { canEqual, isListType, isTime, showType, type Type } from './types.js';
import { showNumber } from './wording.js';

/** What `all`, `any` and `in` look at. */
const MAX_ELEMENTS = 1_000;

export function convert(value: Typed, type: 'timestamp' | 'duration'): Typed {
  return over([value], [type, value.code], type);
}

/** Both as they can be compared; null when they never can. */
function meet(left: Typed, right: Typed): readonly [Typed, Typed] | null {
  if (left.type === 'any' && isTime(right.type)) return [convert(left, right.type), right];
  if (right.type === 'any' && isTime(left.type)) return [left, convert(right, left.type)];
  return canEqual(left.type, right.type) ? [left, right] : null;
}

const OPERATORS = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;

export function compileComparison(expression: BinaryExpression, context: Context): Typed | null {
  const left = context.compile(expression.left);
  const right = context.compile(expression.right);
  if (left === null || right === null) return null;
  const operator = OPERATORS[expression.operator as keyof typeof OPERATORS];
  const met = meet(left, right);
  if (met === null) {
    mismatch(placeOf(expression, left, right), left.type, right.type, context);
    return null;
  }
  const [a, b] = met;
  if (operator !== 'eq' && operator !== 'ne') {
    const unordered = [a, b].find(({ type }) => !isOrdered(type));
    if (unordered !== undefined) {
      context.report.error(
        'type-mismatch',
        unordered === a ? expression.left.span : expression.right.span,
        `${showType(unordered.type)} is neither less nor greater than another`,
        'numbers, strings, timestamps and durations have an order',
      );
      return null;
    }
  } else {
    warnOfNever(a, b, expression.right, context);
    warnOfNever(b, a, expression.left, context);
  }
  return over([a, b], [operator, a.code, b.code], 'boolean');
}

const isOrdered = (type: Type) => type === 'any' || type === 'number' || type === 'string' || isTime(type);

/** The literal, if one of the two is; else all of it. */
function placeOf({ left, right, span }: BinaryExpression, a: Typed, b: Typed): Span {
  if (constantOf(b) !== undefined) return right.span;
  return constantOf(a) !== undefined ? left.span : span;
}

function mismatch(span: Span, a: Type, b: Type, { report }: Context): void {
  report.error('type-mismatch', span, `${showType(a)} cannot be compared with ${showType(b)}`, timeHelp(a, b) ?? 'both sides have one type');
}

export function timeHelp(a: Type, b: Type): string | undefined {
  if (a === 'timestamp' || b === 'timestamp') return 'a timestamp is written timestamp("2026-01-01T00:00:00Z")';
  return a === 'duration' || b === 'duration' ? 'a duration is written duration("1h30m")' : undefined;
}

/** `x in list`. What stands in a written list may be an attribute too: the code is then one comparison for each. */
export function compileMembership(value: Expression, list: Expression, context: Context): Typed | null {
  const x = context.compile(value);
  if (list.kind === 'list') return x === null ? null : membershipOfWritten(x, list.elements, list.span, context);
  const all = context.compile(list);
  if (x === null || all === null) return null;
  if (all.type !== 'any' && !isListType(all.type)) {
    context.report.error('type-mismatch', list.span, `"in" needs a list, not ${showType(all.type)}`, inHelp(all.type));
    return null;
  }
  const element: Type = isListType(all.type) ? all.type.list : 'any';
  // Elements of a request's list stay as they are; converting x to what they are known to be is sound.
  const converted = x.type === 'any' && isTime(element) ? convert(x, element) : x;
  if (!canEqual(converted.type, element)) {
    const help = isTime(converted.type) ? `write any(x, list, ${converted.type}(x) == …)` : undefined;
    context.report.error('type-mismatch', value.span, `${showType(x.type)} is in no ${showType(all.type).replace(/^a /, '')}`, help);
    return null;
  }
  return over([converted, all], ['in', converted.code, all.code], 'boolean');
}

function inHelp(type: Type): string {
  if (type === 'string') return 'for a part of a text write contains(text, part)';
  return type === 'map' ? 'whether a map has a member is asked with has(…)' : 'a list of one is written ["…"]';
}

function membershipOfWritten(x: Typed, elements: readonly Expression[], span: Span, context: Context): Typed | null {
  if (!isListLength(elements.length, span, context)) return null;
  const compiled = elements.map((element) => context.compile(element));
  const pairs: (readonly [Typed, Typed])[] = [];
  for (const [i, element] of compiled.entries()) {
    if (element === null) continue;
    const met = meet(x, element);
    if (met === null) mismatch((elements[i] as Expression).span, x.type, element.type, context);
    else {
      warnOfNever(met[0], met[1], elements[i] as Expression, context);
      pairs.push(met);
    }
  }
  if (pairs.length < elements.length) return null;
  const [first] = pairs[0] as readonly [Typed, Typed];
  const values = pairs.map(([converted, element]) => (converted.type === first.type ? constantOf(element) : undefined));
  if (values.every((each) => each !== undefined)) {
    const all = constant(values as JsonValue[], { list: 'any' });
    return over([first, all], ['in', first.code, all.code], 'boolean');
  }
  return joined(
    'or',
    pairs.map(([a, b]) => over([a, b], ['eq', a.code, b.code] satisfies Code, 'boolean')),
  );
}

/** Whether a written list holds something, and no more than is looked at. */
export function isListLength(length: number, span: Span, { report }: Context): boolean {
  if (length === 0) report.error('empty-list', span, 'this list is empty', 'an empty list decides nothing: write its elements, or leave the comparison out');
  if (length > MAX_ELEMENTS) {
    report.error(
      'list-too-long',
      span,
      `this list has ${showNumber(length)} elements; of more than ${showNumber(MAX_ELEMENTS)} nothing can be told`,
      'divide it, and join the parts with "||"',
    );
  }
  return length > 0 && length <= MAX_ELEMENTS;
}
