// A part of an expression that no request can change: two literals compared, something compared with itself, a literal among the operands.

import type { Expression } from '@polc/grammar';
import { attributeName } from '../conditions.js';
import type { Rule } from '../rule.js';
import { visitExpression, writtenConditions } from '../words-of.js';

export const constantCondition: Rule = {
  id: 'constant-condition',
  reach: 'file',
  severity: 'warning',
  summary: 'a part of a condition that is the same for every request',
  check(context) {
    for (const { file, condition } of writtenConditions(context.model)) {
      visitExpression(condition.expression, (part) => {
        const words = constantWords(part, condition.expression);
        if (words === null) return;
        context.report({
          file,
          span: part.span,
          message: `${words} whatever the request`,
          help: 'write what was meant to be asked of the request, or leave it out',
        });
      });
    }
  },
};

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function constantWords(part: Expression, whole: Expression): string | null {
  if (part === whole && isTruth(part)) return 'the condition is the same';
  if (part.kind === 'unary' && isTruth(part.operand)) return 'this part is the same';
  if (part.kind !== 'binary') return null;
  const { operator, left, right } = part;
  if (operator === '&&' || operator === '||') return isTruth(left) || isTruth(right) ? 'a literal beside && or || decides the same' : null;
  if (!COMPARISONS.has(operator)) return null;
  if (left.kind === 'literal' && right.kind === 'literal') return 'two literals compare the same';
  const name = attributeName(left);
  return name !== null && name === attributeName(right) ? 'an attribute compares the same with itself' : null;
}

function isTruth(expression: Expression): boolean {
  return expression.kind === 'literal' && typeof expression.value === 'boolean';
}
