// A condition as it is written beside the code that decides: which part of the text each operand is. A named condition is one part where it is named.

import type { Expression, Span } from '@polc/grammar';
import { type Expr, OP } from '@polc/runtime/anatomy';
import type { Blocks } from '../model/blocks.js';
import { expressionsOf } from './conditions.js';
import { conditionNamed } from './words-of.js';

export interface Part {
  readonly span: Span;
  readonly expression: Expression;
  /** null: a single one. */
  readonly join: 'and' | 'or' | null;
  /** Operands of the join, or the single one. */
  readonly exprs: readonly Expr[];
  /** Of what is written here: of a join its operands, of a negation what it negates. */
  readonly parts: readonly Part[];
}

/** null where the code is not what the text says. */
export function alignCondition(expression: Expression, expr: Expr, conditions: Blocks['conditions']): Part | null {
  return partAt(expression, [expr], 0, null, expressionsOf(conditions));
}

type Join = 'and' | 'or';
type Named = ReadonlyMap<string, Expression>;

function partAt(expression: Expression, exprs: readonly Expr[], at: number, around: Join | null, named: Named): Part | null {
  const expr = exprs[at];
  if (expr === undefined) return null;
  const { span } = expression;
  if (expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||')) {
    const join = expression.operator === '&&' ? 'and' : 'or';
    const operands = chainOf(expression, expression.operator);
    if (join === around) return joinAt(expression, join, operands, exprs, at, named);
    if (expr.code !== OP[join]) return null;
    const part = joinAt(expression, join, operands, expr.args, 0, named);
    return part === null || part.exprs.length !== expr.args.length ? null : part;
  }
  if (expression.kind === 'unary' && expression.operator === '!') {
    const inner = expr.code === OP.not ? partAt(expression.operand, expr.args, 0, null, named) : null;
    return inner === null ? null : { span, expression, join: null, exprs: [expr], parts: [inner] };
  }
  const name = conditionNamed(expression);
  const behind = name === null ? undefined : named.get(name);
  if (behind !== undefined) {
    const inner = partAt(behind, exprs, at, around, without(named, name as string));
    return inner === null ? null : { ...inner, span, expression, parts: [] };
  }
  // `x in [a.b, "c"]` is written out as comparisons.
  const spread = around === 'or' && expression.kind === 'binary' && expression.operator === 'in' && expression.right.kind === 'list' && expr.code === OP.eq;
  const count = spread && expression.right.kind === 'list' ? expression.right.elements.length : 1;
  return { span, expression, join: count > 1 ? 'or' : null, exprs: exprs.slice(at, at + count), parts: [] };
}

/** A name that stands in what it stands for is a fault of the condition, not a way to go round. */
function without(named: Named, name: string): Named {
  return new Map([...named].filter(([other]) => other !== name));
}

function joinAt(expression: Expression, join: Join, operands: readonly Expression[], exprs: readonly Expr[], from: number, named: Named): Part | null {
  const parts: Part[] = [];
  let at = from;
  for (const operand of operands) {
    const part = partAt(operand, exprs, at, join, named);
    if (part === null) return null;
    parts.push(part);
    at += part.join === join ? part.exprs.length : 1;
  }
  return at > exprs.length ? null : { span: expression.span, expression, join, exprs: exprs.slice(from, at), parts };
}

/** A chain leans to the left and may be long. */
function chainOf(expression: Expression, operator: '&&' | '||'): readonly Expression[] {
  const operands: Expression[] = [];
  let left = expression;
  for (; left.kind === 'binary' && left.operator === operator; left = left.left) operands.push(left.right);
  operands.push(left);
  return operands.reverse();
}
