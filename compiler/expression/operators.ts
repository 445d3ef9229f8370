// Arithmetic and truth: what operands each operator takes and what it makes of them.

import type { BinaryExpression, Expression, UnaryExpression } from '@polc/grammar';
import { convert } from './compare.js';
import type { Context } from './context.js';
import { dashedName } from './dashed-name.js';
import { constant, constantOf, joined, over, type Typed } from './typed.js';
import { isTime, showType, type Type } from './types.js';
import { quote } from './wording.js';

/** A chain leans to the left and may be long: it is walked, not recursed into. */
export function compileLogic(expression: BinaryExpression, context: Context): Typed | null {
  const { operator } = expression;
  const operands: Expression[] = [];
  let left: Expression = expression;
  for (; left.kind === 'binary' && left.operator === operator; left = left.left) operands.push(left.right);
  operands.push(left);
  const compiled = operands.reverse().map((operand) => compileTruth(operand, `"${operator}"`, context));
  const whole = compiled.filter((each) => each !== null);
  return whole.length < compiled.length ? null : joined(operator === '&&' ? 'and' : 'or', whole);
}

/** An operand that has to be true or false. */
export function compileTruth(expression: Expression, what: string, context: Context): Typed | null {
  const value = context.compile(expression);
  if (value === null) return null;
  if (value.type === 'boolean' || value.type === 'any') return value;
  context.report.error('type-mismatch', expression.span, `${what} needs what is true or false, not ${showType(value.type)}`, truthHelp(value.type));
  return null;
}

export function truthHelp(type: Type): string {
  return type === 'string' || type === 'number' ? 'compare it with something: == != < <= > >=' : 'compare it with something, or ask for an element of it';
}

export function compileUnary(expression: UnaryExpression, context: Context): Typed | null {
  if (expression.operator === '!') {
    const operand = compileTruth(expression.operand, '"!"', context);
    return operand === null ? null : over([operand], ['not', operand.code], 'boolean');
  }
  const operand = context.compile(expression.operand);
  if (operand === null) return null;
  const value = constantOf(operand);
  if (operand.type === 'number' && typeof value === 'number') return constant(-value, 'number');
  if (operand.type === 'number' || operand.type === 'any') return over([operand], ['neg', operand.code], 'number');
  context.report.error('type-mismatch', expression.operand.span, `"-" needs a number, not ${showType(operand.type)}`);
  return null;
}

const ARITHMETIC = { '+': 'add', '-': 'sub', '*': 'mul' } as const;

export function compileArithmetic(expression: BinaryExpression, context: Context): Typed | null {
  const dashed = expression.operator === '-' ? dashedName(expression, context) : null;
  if (dashed !== null) {
    context.report.error(dashed.code, expression.span, `"-" takes one value from another: ${quote(dashed.left)} and ${quote(dashed.right)}`, dashed.help);
    return null;
  }
  const operator = expression.operator as keyof typeof ARITHMETIC;
  const left = context.compile(expression.left);
  const right = context.compile(expression.right);
  if (left === null || right === null) return null;
  const types = calculate(operator, left.type, right.type);
  if (types === null) {
    const { message, help } = refusal(operator, left.type, right.type);
    context.report.error('type-mismatch', expression.span, message, help);
    return null;
  }
  const [a, b, result] = types;
  const operands = [as(left, a), as(right, b)] as const;
  return over(operands, [ARITHMETIC[operator], operands[0].code, operands[1].code], result);
}

const as = (value: Typed, type: Type) => (value.type === 'any' && isTime(type) ? convert(value, type) : value);

/** What both operands are taken for, and what comes of them. null: there is no such sum. */
function calculate(operator: '+' | '-' | '*', left: Type, right: Type): readonly [Type, Type, Type] | null {
  if (isNumber(left) && isNumber(right)) return ['number', 'number', 'number'];
  if (operator === '*') return null;
  if (left === 'duration' && (right === 'duration' || right === 'any')) return ['duration', 'duration', 'duration'];
  if (left === 'timestamp' && right === 'duration') return ['timestamp', 'duration', 'timestamp'];
  if (operator === '-') return right === 'timestamp' && (left === 'timestamp' || left === 'any') ? ['timestamp', 'timestamp', 'duration'] : null;
  return left === 'timestamp' && right === 'any' ? ['timestamp', 'duration', 'timestamp'] : null;
}

const isNumber = (type: Type) => type === 'number' || type === 'any';

function refusal(operator: string, left: Type, right: Type): { message: string; help: string } {
  const undeclared = left === 'any' || right === 'any';
  if (undeclared && (isTime(left) || isTime(right))) {
    return {
      message: `what "${operator}" makes here cannot be told: one side may be a timestamp or a duration`,
      help: 'say which: timestamp(…) or duration(…)',
    };
  }
  const message = `"${operator}" cannot join ${showType(left)} and ${showType(right)}`;
  if (left === 'string' || right === 'string') return { message, help: 'strings are not joined; compare their parts with startswith and endswith' };
  if (left === 'duration' && right === 'timestamp') return { message, help: 'write the timestamp first' };
  return { message, help: 'numbers are joined with numbers; a duration with a timestamp or another duration' };
}
