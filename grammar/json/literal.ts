// Expressions that the strict JSON form says as plain values.

import type { Expression } from '../ast.js';
import { printJsonString } from '../print-string.js';

/** A scalar as JSON writes it, or a list. */
export type Literal = string | readonly Literal[];

/** null for what only the text of an expression can say. */
export function literalOf(expression: Expression): Literal | null {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      if (typeof value !== 'string') return String(value);
      return value.includes('${') || /\p{Cs}/u.test(value) ? null : printJsonString(value);
    }
    case 'unary': {
      const { operator, operand } = expression;
      return operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number' ? `-${operand.value}` : null;
    }
    case 'list': {
      const elements = expression.elements.map(literalOf);
      return elements.includes(null) ? null : (elements as Literal[]);
    }
    default:
      return null;
  }
}
