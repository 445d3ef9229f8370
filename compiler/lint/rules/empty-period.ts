// `after` and `before`, or the comparisons that they stand for, joined so that no moment is between them.

import type { BinaryExpression, Expression, Span } from '@polc/grammar';
import { instantOf } from '@polc/runtime';
import { attributeName } from '../conditions.js';
import type { Rule } from '../rule.js';
import { visitExpression, writtenConditions } from '../words-of.js';

export const emptyPeriod: Rule = {
  id: 'empty-period',
  reach: 'file',
  severity: 'warning',
  summary: 'a period that ends before it begins',
  check(context) {
    for (const { file, condition } of writtenConditions(context.model)) {
      const seen = new Set<Expression>();
      visitExpression(condition.expression, (part) => {
        if (part.kind !== 'binary' || part.operator !== '&&' || seen.has(part)) return;
        const empty = findEmpty(joined(part, seen));
        if (empty !== null)
          context.report({
            file,
            span: empty.end.span,
            message: 'no moment is in this period: it ends before it begins',
            help: 'after is the earlier of the two, before the later',
            related: [{ message: 'begins here', file, span: empty.start.span }],
          });
      });
    }
  },
};

interface Bound {
  readonly attribute: string;
  readonly instant: number;
  readonly inclusive: boolean;
  readonly from: boolean;
  readonly span: Span;
}

/** Everything that an `&&` joins, however it is bracketed. */
function joined(expression: Expression, seen: Set<Expression>): readonly Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== '&&') return [expression];
  seen.add(expression);
  return [...joined(expression.left, seen), ...joined(expression.right, seen)];
}

function findEmpty(parts: readonly Expression[]): { readonly start: Bound; readonly end: Bound } | null {
  const bounds = parts.flatMap((part) => (part.kind === 'binary' ? (boundOf(part) ?? []) : []));
  for (const start of bounds) {
    if (!start.from) continue;
    const end = bounds.find(
      (other) =>
        !other.from &&
        other.attribute === start.attribute &&
        (other.instant < start.instant || (other.instant === start.instant && !(other.inclusive && start.inclusive))),
    );
    if (end !== undefined) return { start, end };
  }
  return null;
}

const FROM: Readonly<Record<string, boolean>> = { '>': true, '>=': true, '<': false, '<=': false };

/** Of an attribute and a moment that is written out, either way round. */
function boundOf({ operator, left, right, span }: BinaryExpression): Bound | null {
  const from = FROM[operator];
  if (from === undefined) return null;
  const mirrored = attributeName(left) === null;
  const attribute = attributeName(mirrored ? right : left);
  const moment = mirrored ? left : right;
  const text = moment.kind === 'call' && moment.name === 'timestamp' ? moment.arguments[0]?.value : undefined;
  const instant = text?.kind === 'literal' && typeof text.value === 'string' ? instantOf(text.value) : null;
  if (attribute === null || instant === null) return null;
  return { attribute, instant, inclusive: operator.endsWith('='), from: from !== mirrored, span };
}
