// An expression to code: every operator and function by its kind. The one way from what an author wrote to what decides; sugar is written out
// before (write-out.ts).

import type { Expression, ListExpression, MapExpression, Span } from '@polc/grammar';
import type { JsonValue } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import type { Vocabulary } from '../model/vocabulary.js';
import { compileComparison, compileMembership, isListLength } from './compare.js';
import { compileCall } from './compile-call.js';
import type { Context, Expense, Variable } from './context.js';
import { compileBody } from './functions/logic.js';
import { compileArithmetic, compileLogic, compileUnary, truthHelp } from './operators.js';
import { compileReference } from './references.js';
import { constant, constantOf, MAX_CODE_DEPTH, MAX_COST, type Typed } from './typed.js';
import { holdsTime, LIST, sameType, showType, type Type } from './types.js';
import { showNumber } from './wording.js';

/** Named conditions by name; null for one that has faults of its own. */
export type ResolveCondition = (name: string, span: Span) => Typed | null;

/** A whole condition: boolean, and within its cost. */
export function compileWhole(expression: Expression, vocabulary: Vocabulary, resolve: ResolveCondition, report: Reporter): Typed | null {
  const compiler = new ExpressionCompiler(vocabulary, resolve, report);
  const value = compiler.compile(expression);
  if (value === null) return null;
  if (value.type !== 'boolean' && value.type !== 'any') {
    const quoted = expression.kind === 'literal' && typeof expression.value === 'string';
    const help = quoted ? 'an expression is written without quotes' : truthHelp(value.type);
    report.error('condition-not-boolean', expression.span, `a condition is true or false, not ${showType(value.type)}`, help);
    return null;
  }
  return compiler.isAffordable(value, expression.span) ? value : null;
}

class ExpressionCompiler implements Context {
  readonly vocabulary: Vocabulary;
  readonly report: Reporter;
  readonly variables: Variable[] = [];
  readonly #resolve: ResolveCondition;
  #dearest: Expense | null = null;

  constructor(vocabulary: Vocabulary, resolve: ResolveCondition, report: Reporter) {
    this.vocabulary = vocabulary;
    this.#resolve = resolve;
    this.report = report;
  }

  readonly compile = (expression: Expression): Typed | null => {
    switch (expression.kind) {
      case 'literal':
        return constant(expression.value, typeof expression.value as 'string' | 'number' | 'boolean');
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'reference':
      case 'index':
        return compileReference(expression, this);
      case 'unary':
        return compileUnary(expression, this);
      case 'call':
        return compileCall(expression, this);
      case 'binary':
        switch (expression.operator) {
          case '&&':
          case '||':
            return compileLogic(expression, this);
          case 'in':
            return compileMembership(expression.left, expression.right, this);
          case '+':
          case '-':
          case '*':
            return compileArithmetic(expression, this);
          default:
            return compileComparison(expression, this);
        }
    }
  };

  within(variable: Variable, body: Expression): Typed | null {
    this.variables.push(variable);
    const compiled = compileBody(body, this);
    this.variables.pop();
    return compiled;
  }

  condition(name: string, span: Span): Typed | null {
    const found = this.#resolve(name, span);
    if (found !== null) this.spend({ cost: found.cost, span, says: `the condition ${JSON.stringify(name)} costs ${showNumber(found.cost)}` });
    return found;
  }

  spend(expense: Expense): void {
    if (this.#dearest === null || expense.cost > this.#dearest.cost) this.#dearest = expense;
  }

  /**
   * INVARIANT: so no quantifier stands within another (a million at least), and the variables of a named condition, which count from 0, meet
   * none of those around it.
   */
  isAffordable({ cost, depth }: Typed, span: Span): boolean {
    if (cost > MAX_COST) {
      const dearest = this.#dearest;
      const help =
        dearest === null ? 'divide it, or say it shorter' : `${dearest.says}; a list can be looked through once, not once for each element of another`;
      this.report.error('cost-exceeded', dearest?.span ?? span, `this condition costs ${showNumber(cost)}; at most ${showNumber(MAX_COST)} is allowed`, help);
    } else if (depth > MAX_CODE_DEPTH) {
      this.report.error(
        'nesting-too-deep',
        span,
        `this expression nests ${depth} deep; at most ${MAX_CODE_DEPTH} is allowed`,
        'divide it into conditions of their own',
      );
    }
    return cost <= MAX_COST && depth <= MAX_CODE_DEPTH;
  }

  #list(list: ListExpression): Typed | null {
    if (!isListLength(list.elements.length, list.span, this)) return null;
    const elements = this.#constants(list.elements, 'a list');
    if (elements === null) return null;
    const type = (elements[0] as Typed).type;
    const alike = elements.every((element) => sameType(element.type, type));
    const odd = alike ? -1 : elements.findIndex((element) => holdsTime(element.type));
    if (odd >= 0) {
      this.report.error(
        'type-mismatch',
        list.span,
        `this list mixes ${showType((elements[odd] as Typed).type)} with other values`,
        'elements of a list have one type',
      );
      return null;
    }
    return constant(
      elements.map((element) => constantOf(element) as JsonValue),
      alike ? { list: type } : LIST,
    );
  }

  #map(map: MapExpression): Typed | null {
    const values = this.#constants(
      map.entries.map(({ value }) => value),
      'a map',
    );
    if (values === null) return null;
    const odd = values.findIndex(({ type }) => holdsTime(type));
    if (odd >= 0) {
      const { type } = values[odd] as Typed;
      this.report.error(
        'type-mismatch',
        (map.entries[odd] as MapExpression['entries'][number]).value.span,
        `a map cannot hold ${showType(type)}`,
        'compare the members one by one',
      );
      return null;
    }
    return constant(Object.fromEntries(map.entries.map(({ key }, i) => [key, constantOf(values[i] as Typed) as JsonValue])), 'map' satisfies Type);
  }

  #constants(expressions: readonly Expression[], what: string): Typed[] | null {
    const found: Typed[] = [];
    for (const expression of expressions) {
      const value = this.compile(expression);
      if (value === null) continue;
      if (constantOf(value) !== undefined) found.push(value);
      else
        this.report.error('not-a-literal', expression.span, `${what} holds literals`, 'an attribute can stand in a list behind "in", and nowhere else in one');
    }
    return found.length < expressions.length ? null : found;
  }
}
