// Expressions to text on one line, with no parenthesis that the grammar does not need.

import type { Argument, BinaryExpression, BinaryOperator, Expression, IndexExpression, LiteralExpression, MapEntry, UnaryExpression } from './ast.js';
import { printExpressionString } from './print-string.js';

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression);
    case 'list':
      return `[${expression.elements.map(printExpression).join(', ')}]`;
    case 'map':
      return expression.entries.length === 0 ? '{}' : `{ ${expression.entries.map(printEntry).join(', ')} }`;
    case 'reference':
      return expression.names.join('.');
    case 'index':
      return printIndex(expression);
    case 'unary':
      return printUnary(expression);
    case 'binary':
      return printBinary(expression);
    case 'call':
      return `${expression.name}(${expression.arguments.map(printArgument).join(', ')})`;
  }
}

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  '+': 5,
  '-': 5,
  '*': 6,
};
const EQUALITY = 3;
const COMPARISON = 4;
const UNARY = 7;
const PRIMARY = 8;

function precedence(expression: Expression): number {
  if (expression.kind === 'binary') return PRECEDENCE[expression.operator];
  return expression.kind === 'unary' || isNegativeLiteral(expression) ? UNARY : PRIMARY;
}

/** An operand that binds looser than its place asks for gets parentheses. */
function operand(expression: Expression, atLeast: number): string {
  const text = printExpression(expression);
  return precedence(expression) < atLeast ? `(${text})` : text;
}

/** Operators are left-associative, so a left operand may have the same precedence and a right one may not; comparisons take neither. */
function printBinary(expression: BinaryExpression): string {
  const chained = PRECEDENCE[expression.operator];
  const compares = chained === EQUALITY || chained === COMPARISON;
  const tails: string[] = [];
  let left: Expression = expression;
  // A chain leans to the left and may be long: it is walked, not recursed into.
  while (left.kind === 'binary' && PRECEDENCE[left.operator] === chained) {
    tails.push(` ${left.operator} ${operand(left.right, compares ? COMPARISON + 1 : chained + 1)}`);
    left = left.left;
    if (compares) break;
  }
  return operand(left, compares ? COMPARISON + 1 : chained) + tails.reverse().join('');
}

/** `!!!a`: a chain again. */
function printUnary(expression: UnaryExpression): string {
  const operators: string[] = [];
  let inner: Expression = expression;
  for (; inner.kind === 'unary'; inner = inner.operand) operators.push(inner.operator);
  return operators.join('') + operand(inner, UNARY);
}

/** `a["b"]` and `a.b` are different trees on a reference; behind an index a name is an index, and the dot is shorter. */
function printIndex(expression: IndexExpression): string {
  const accesses: string[] = [];
  let target: Expression = expression;
  while (target.kind === 'index') {
    const { index } = target;
    target = target.target;
    if (typeof index === 'number') accesses.push(`[${index}]`);
    else accesses.push(target.kind === 'index' && isName(index) ? `.${index}` : `[${printExpressionString(index)}]`);
  }
  const bare = target.kind === 'reference' || target.kind === 'call';
  return (bare ? printExpression(target) : `(${printExpression(target)})`) + accesses.reverse().join('');
}

function printLiteral(literal: LiteralExpression): string {
  return typeof literal.value === 'string' ? printExpressionString(literal.value) : String(literal.value);
}

function isNegativeLiteral(expression: Expression): boolean {
  return expression.kind === 'literal' && typeof expression.value === 'number' && (expression.value < 0 || Object.is(expression.value, -0));
}

function printEntry(entry: MapEntry): string {
  return `${isName(entry.key) ? entry.key : printExpressionString(entry.key)} = ${printExpression(entry.value)}`;
}

function printArgument(argument: Argument): string {
  return argument.name === null ? printExpression(argument.value) : `${argument.name}: ${printExpression(argument.value)}`;
}

const KEYWORDS = new Set(['true', 'false', 'in']);

function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !KEYWORDS.has(text);
}
