// Expressions (spec.md §7.4), straight over their tree. Every operand is looked at; what is unknown says which attributes it is unknown by.

import type { BinaryExpression, CallExpression, Expression } from '@polc/grammar';
import { readAttribute, stepInto } from './attributes.js';
import { callFunction, type Operand } from './functions.js';
import type { Situation } from './principals.js';
import { evaluateCondition } from './sugar.js';
import {
  and,
  boundedDuration,
  boundedNumber,
  boundedTimestamp,
  compare,
  Duration,
  equals,
  isIn,
  isList,
  isMap,
  LONGEST_LIST,
  not,
  or,
  Timestamp,
  UNKNOWN,
  type Value,
} from './values.js';

/** A value, and the attributes that it is unknown by: of a list or map, those that its elements are. */
export interface Finding {
  readonly value: Value;
  readonly missing: readonly string[];
}

/** Names that `all` and `any` bind. */
export type Variables = ReadonlyMap<string, Finding>;

const NO_VARIABLES: Variables = new Map();

export function found(value: Value, ...operands: readonly Finding[]): Finding {
  const carries = value === UNKNOWN || isList(value) || isMap(value);
  return { value, missing: carries ? [...new Set(operands.flatMap(({ missing }) => missing))] : [] };
}

export function evaluate(expression: Expression, situation: Situation, variables: Variables = NO_VARIABLES): Finding {
  const inner = (part: Expression): Finding => evaluate(part, situation, variables);
  switch (expression.kind) {
    case 'literal':
      return found(expression.value);
    case 'list': {
      const elements = expression.elements.map(inner);
      return found(
        elements.map(({ value }) => value),
        ...elements,
      );
    }
    case 'map': {
      const entries = expression.entries.map(({ key, value }) => [key, inner(value)] as const);
      return found(new Map(entries.map(([key, { value }]) => [key, value])), ...entries.map(([, finding]) => finding));
    }
    case 'unary': {
      const operand = inner(expression.operand);
      if (expression.operator === '!') return found(not(operand.value), operand);
      return found(typeof operand.value === 'number' ? -operand.value : UNKNOWN, operand);
    }
    case 'binary':
      return binary(expression, inner(expression.left), inner(expression.right));
    case 'reference':
    case 'index':
      return access(expression, situation, variables);
    case 'call':
      return call(expression, situation, variables);
  }
}

function binary({ operator }: BinaryExpression, left: Finding, right: Finding): Finding {
  return found(apply(operator, left.value, right.value), left, right);
}

function apply(operator: BinaryExpression['operator'], a: Value, b: Value): Value {
  const order = (holds: (difference: number) => boolean): Value => {
    const difference = compare(a, b);
    return difference === null ? UNKNOWN : holds(difference);
  };
  switch (operator) {
    case '||':
      return or([a, b]);
    case '&&':
      return and([a, b]);
    case '==':
      return equals(a, b);
    case '!=':
      return not(equals(a, b));
    case '<':
      return order((difference) => difference < 0);
    case '<=':
      return order((difference) => difference <= 0);
    case '>':
      return order((difference) => difference > 0);
    case '>=':
      return order((difference) => difference >= 0);
    case 'in':
      return isIn(a, b);
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return typeof a === 'number' && typeof b === 'number' ? boundedNumber(a * b) : UNKNOWN;
  }
}

/** "numbers; timestamp ± duration; timestamp - timestamp; duration ± duration". */
function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return boundedNumber(a + b);
  if (a instanceof Timestamp && b instanceof Duration) return boundedTimestamp(a.ms + b.ms);
  return a instanceof Duration && b instanceof Duration ? boundedDuration(a.ms + b.ms) : UNKNOWN;
}

function subtract(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return boundedNumber(a - b);
  if (a instanceof Timestamp && b instanceof Duration) return boundedTimestamp(a.ms - b.ms);
  if (a instanceof Timestamp && b instanceof Timestamp) return boundedDuration(a.ms - b.ms);
  return a instanceof Duration && b instanceof Duration ? boundedDuration(a.ms - b.ms) : UNKNOWN;
}

/** "`a.b` and `a["b"]` are the same; lists take `[0]`": the names and indexes of an access, and what it starts from. */
function unfold(expression: Expression): { readonly base: Expression | string; readonly path: readonly (string | number)[] } {
  if (expression.kind === 'reference') return { base: expression.names[0] as string, path: expression.names.slice(1) };
  if (expression.kind !== 'index') return { base: expression, path: [] };
  const { base, path } = unfold(expression.target);
  return { base, path: [...path, expression.index] };
}

function access(expression: Expression, situation: Situation, variables: Variables): Finding {
  const { base, path } = unfold(expression);
  if (typeof base !== 'string') return step(evaluate(base, situation, variables), path);
  const variable = variables.get(base);
  if (variable !== undefined) return step(variable, path);
  if (base === 'condition') {
    const condition = situation.model.conditions.get(String(path[0]));
    if (condition === undefined) throw new Error(`there is no condition ${path[0]}`);
    return evaluateCondition(condition, situation);
  }
  return attribute([base, ...path], situation);
}

function step(from: Finding, path: readonly (string | number)[]): Finding {
  let value: Value | undefined = from.value;
  for (const each of path) value = value === undefined ? undefined : stepInto(value, each);
  return found(value ?? UNKNOWN, from);
}

/** An attribute by its path, root first. */
export function attribute(path: readonly (string | number)[], situation: Situation): Finding {
  const { value } = readAttribute(path, situation);
  return { value, missing: value === UNKNOWN ? [nameOf(path)] : [] };
}

function nameOf(path: readonly (string | number)[]): string {
  return path.map((each, i) => (typeof each === 'number' ? `[${each}]` : i === 0 ? each : `.${each}`)).join('');
}

function call(expression: CallExpression, situation: Situation, variables: Variables): Finding {
  const [first, second, third] = expression.arguments.map(({ value }) => value);
  if (expression.name === 'has') return has(first as Expression, situation, variables);
  if (expression.name === 'all' || expression.name === 'any') {
    if (first?.kind !== 'reference' || second === undefined || third === undefined) throw new Error(`${expression.name} takes a name, a list and a body`);
    const list = evaluate(second, situation, variables);
    if (!isList(list.value) || list.value.length > LONGEST_LIST) return found(UNKNOWN, list);
    const bodies = list.value.map((element) => {
      const bound: Finding = { value: element, missing: element === UNKNOWN ? list.missing : [] };
      return evaluate(third, situation, new Map([...variables, [first.names[0] as string, bound]]));
    });
    const values = bodies.map(({ value }) => value);
    return found(expression.name === 'all' ? and(values) : or(values), ...bodies);
  }
  const operands: Operand[] = expression.arguments.map(({ value }) => ({ expression: value, value: evaluate(value, situation, variables).value }));
  const findings = expression.arguments.map(({ value }) => evaluate(value, situation, variables));
  return found(callFunction(expression.name, operands), ...findings);
}

/** "true when it is present, false when missing, unknown when its sources disagree". */
function has(expression: Expression, situation: Situation, variables: Variables): Finding {
  const { base, path } = unfold(expression);
  if (typeof base !== 'string') throw new Error('has takes an attribute');
  const variable = variables.get(base);
  if (variable !== undefined) {
    let value: Value | undefined = variable.value;
    for (const each of path) value = value === undefined ? undefined : stepInto(value, each);
    return found(value !== undefined);
  }
  const { state } = readAttribute([base, ...path], situation);
  return state === 'disagree' ? { value: UNKNOWN, missing: [nameOf([base, ...path])] } : found(state === 'present');
}
