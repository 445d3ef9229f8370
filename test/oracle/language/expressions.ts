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
  LONGEST_LIST,
  not,
  or,
  Timestamp,
  type Truth,
  UNKNOWN,
  type Value,
} from './values.js';

/** An attribute that was looked at; `absent` when it is missing, or its sources disagree. */
interface Look {
  readonly name: string;
  readonly absent: boolean;
}

/** A value, all that was looked at for it, and what the truths in it were unknown by. */
export interface Finding {
  readonly value: Value;
  readonly looks: readonly Look[];
  readonly missing: readonly string[];
  /** Of Kleene's operators: what it is unknown by is said. */
  readonly settled: boolean;
}

/** Names that `all` and `any` bind. */
export type Variables = ReadonlyMap<string, Finding>;

const NO_VARIABLES: Variables = new Map();

/** Of an operator or function that an unknown operand makes unknown. */
export function found(value: Value, ...operands: readonly Finding[]): Finding {
  const missing = value === UNKNOWN ? operands.flatMap((operand) => operand.missing) : [];
  return { value, looks: operands.flatMap(({ looks }) => looks), missing, settled: false };
}

/** Of Kleene's: unknown by what its unknown operands are unknown by. */
export function kleene(value: Truth, operands: readonly Finding[], ...beside: readonly Finding[]): Finding {
  const missing = value === UNKNOWN ? [...new Set(operands.flatMap(unknownBy))] : [];
  return { value, looks: [...operands, ...beside].flatMap(({ looks }) => looks), missing, settled: true };
}

/** Of an atom: what was absent in it; where nothing was, a type was wrong, and all of it may have been. */
function unknownBy({ value, looks, missing, settled }: Finding): readonly string[] {
  if (typeof value === 'boolean') return [];
  const absent = looks.filter((look) => look.absent);
  return settled ? missing : [...missing, ...(absent.length > 0 ? absent : looks).map(({ name }) => name)];
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
      if (expression.operator === '!') return kleene(not(operand.value), [operand]);
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
  if (operator === '||') return kleene(or([left.value, right.value]), [left, right]);
  if (operator === '&&') return kleene(and([left.value, right.value]), [left, right]);
  return found(apply(operator, left.value, right.value), left, right);
}

function apply(operator: Exclude<BinaryExpression['operator'], '||' | '&&'>, a: Value, b: Value): Value {
  const order = (holds: (difference: number) => boolean): Value => {
    const difference = compare(a, b);
    return difference === null ? UNKNOWN : holds(difference);
  };
  switch (operator) {
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
  const { state, value } = readAttribute(path, situation);
  return look(value, path, state !== 'present');
}

function look(value: Value, path: readonly (string | number)[], absent: boolean): Finding {
  return { value, looks: [{ name: nameOf(path), absent }], missing: [], settled: false };
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
      return evaluate(third, situation, new Map([...variables, [first.names[0] as string, found(element)]]));
    });
    const values = bodies.map(({ value }) => value);
    return kleene(expression.name === 'all' ? and(values) : or(values), bodies, list);
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
  return look(state === 'disagree' ? UNKNOWN : state === 'present', [base, ...path], state !== 'present');
}
