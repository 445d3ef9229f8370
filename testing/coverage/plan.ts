// A condition as its atoms joined by and, or, not, beside the code that decides: which operands of the code each atom is. A named condition is one
// atom where it is named, and has atoms of its own where it is defined.

import type { Expression, Span } from '@polc/grammar';
import type { Code } from '@polc/runtime';

/** False, unknown, true: Kleene's and is the least, or the most, not what is left to 2. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
export type Truth = 0 | 1 | 2;

/** Applies to operands of one and, one or, or to a single expression. `count`: how many operands of the node around it a part takes. */
export type Plan =
  | { readonly op: 'atom'; readonly number: number; readonly named: NamedPlan | null }
  | { readonly op: 'and' | 'or'; readonly parts: readonly { readonly plan: Plan; readonly count: number }[] }
  | { readonly op: 'not'; readonly operand: Plan };

/** What stands behind the name of a condition; null where the code does not show it. */
export interface NamedPlan {
  readonly name: string;
  readonly plan: Plan;
}

export interface PlannedAtom {
  readonly span: Span;
  readonly expression: Expression;
}

export type ExpressionOf = (condition: string) => Expression | undefined;

/** Atoms are numbered in source order. Where the code is not what the expression says, all of it is one atom. */
export function planCondition(expression: Expression, code: Code, expressionOf: ExpressionOf): { readonly plan: Plan; readonly atoms: readonly PlannedAtom[] } {
  const planner = new Planner(expressionOf);
  const planned = planner.part(expression, [code], 0, null);
  if (planned !== null) return { plan: planned.plan, atoms: planner.atoms };
  return { plan: { op: 'atom', number: 0, named: null }, atoms: [{ span: expression.span, expression }] };
}

type Join = 'and' | 'or';

class Planner {
  readonly atoms: PlannedAtom[] = [];
  readonly #expressionOf: ExpressionOf;

  constructor(expressionOf: ExpressionOf) {
    this.#expressionOf = expressionOf;
  }

  /** The part of `codes`, the operands of `around`, that starts at `at`. null where it does not fit. */
  part(expression: Expression, codes: readonly Code[], at: number, around: Join | null): { readonly plan: Plan; readonly count: number } | null {
    const code = codes[at];
    if (code === undefined) return null;
    if (expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||')) {
      const join = expression.operator === '&&' ? 'and' : 'or';
      const operands = operandsOf(expression, expression.operator);
      // Operands of one kind of and are one list, however they were bracketed.
      if (join === around) return this.#join(join, operands, codes, at);
      const planned = code[0] === join ? this.#join(join, operands, code.slice(1) as Code[], 0) : null;
      return planned === null || planned.count !== code.length - 1 ? null : { plan: planned.plan, count: 1 };
    }
    if (expression.kind === 'unary' && expression.operator === '!') {
      const operand = code[0] === 'not' ? this.part(expression.operand, [code[1]], 0, null) : null;
      return operand === null ? null : { plan: { op: 'not', operand: operand.plan }, count: 1 };
    }
    const number = this.atoms.push({ span: expression.span, expression }) - 1;
    const name = conditionOf(expression);
    if (name !== null) return this.#named(name, number, codes, at, around);
    // `x in [a.b, "c"]` is written out as comparisons.
    const spread = around === 'or' && isMembership(expression) && code[0] === 'eq' ? expression.right.elements.length : 1;
    return { plan: { op: 'atom', number, named: null }, count: spread };
  }

  #join(join: Join, operands: readonly Expression[], codes: readonly Code[], from: number) {
    const parts: { readonly plan: Plan; readonly count: number }[] = [];
    let at = from;
    for (const operand of operands) {
      const part = this.part(operand, codes, at, join);
      if (part === null) return null;
      parts.push(part);
      at += part.count;
    }
    return at > codes.length ? null : { plan: { op: join, parts } as const, count: at - from };
  }

  #named(name: string, number: number, codes: readonly Code[], at: number, around: Join | null) {
    const expression = this.#expressionOf(name);
    const inner = expression === undefined ? null : new Planner(this.#expressionOf).part(expression, codes, at, around);
    return inner === null ? null : { plan: { op: 'atom', number, named: { name, plan: inner.plan } } as const, count: inner.count };
  }
}

/** A chain leans to the left and may be long. */
function operandsOf(expression: Expression, operator: '&&' | '||'): Expression[] {
  const operands: Expression[] = [];
  let left = expression;
  for (; left.kind === 'binary' && left.operator === operator; left = left.left) operands.push(left.right);
  operands.push(left);
  return operands.reverse();
}

/** The name of the condition that an expression names. */
export function conditionOf(expression: Expression): string | null {
  if (expression.kind === 'reference') return expression.names.length === 2 && expression.names[0] === 'condition' ? (expression.names[1] as string) : null;
  if (expression.kind !== 'index' || expression.target.kind !== 'reference' || typeof expression.index !== 'string') return null;
  const { names } = expression.target;
  return names.length === 1 && names[0] === 'condition' ? expression.index : null;
}

function isMembership(expression: Expression): expression is Extract<Expression, { kind: 'binary' }> & { right: Extract<Expression, { kind: 'list' }> } {
  return expression.kind === 'binary' && expression.operator === 'in' && expression.right.kind === 'list';
}
