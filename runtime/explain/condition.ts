// A condition as it came out: and, or, not, and below them each atom with the values it saw.

import { given } from '../describe.js';
import { type Environment, evaluate, truthOf } from '../expression/evaluate.js';
import type { Expr } from '../expression/read-expression.js';
import { isList, MAX_ELEMENTS, type Truth, UNKNOWN } from '../expression/value.js';
import { showCode, showNames } from './show-code.js';
import type { Atom, Cause, Condition, TruthWord } from './types.js';

export function explainCondition(expr: Expr, environment: Environment): Condition {
  const { op, args } = expr;
  const truth = wordOf(truthOf(expr, environment));
  if (op === 'and' || op === 'or' || op === 'not') return { op, truth, operands: args.map((arg) => explainCondition(arg, environment)) };
  const saw = readsOf(expr).map((read) => {
    const value = found(read, environment);
    return { attribute: nameOf(read), value: value === undefined || value === UNKNOWN ? null : given(value) };
  });
  const unique = saw.filter(({ attribute }, i) => saw.findIndex((other) => other.attribute === attribute) === i);
  return { op: 'atom', text: showCode(expr.source), truth, saw: unique, cause: truth === 'unknown' ? causeOf(expr, environment) : null };
}

export function wordOf(truth: Truth): TruthWord {
  return truth === UNKNOWN ? 'unknown' : truth ? 'true' : 'false';
}

/** Every attribute that an expression reads or asks for. */
export function readsOf(expr: Expr): Expr[] {
  return expr.literal.kind === 'root' ? [expr] : expr.args.flatMap(readsOf);
}

export function nameOf({ literal, names }: Expr): string {
  return literal.kind === 'root' ? showNames(literal.root, names) : '';
}

function found({ literal, names }: Expr, environment: Environment) {
  return literal.kind === 'root' ? environment.read(literal.root, names, literal.source) : undefined;
}

function causeOf(expr: Expr, environment: Environment): Cause {
  for (const read of readsOf(expr)) {
    const value = found(read, environment);
    if (value === UNKNOWN) return 'sources disagree';
    if (value === undefined && read.op === 'read') return 'missing';
  }
  return innerCause(expr, environment);
}

/** All attributes are there: the innermost expression that is unknown says why. */
function innerCause(expr: Expr, environment: Environment): Cause {
  const { op, args } = expr;
  const quantifies = op === 'all' || op === 'any';
  const operands = quantifies ? args.slice(0, 1) : args;
  const unknown = operands.find((arg) => evaluate(arg, environment) === UNKNOWN);
  if (unknown !== undefined) return innerCause(unknown, environment);
  const values = operands.map((arg) => evaluate(arg, environment));
  const all = (type: string) => values.every((value) => typeof value === type);
  if (values.some((value) => isList(value) && value.length > MAX_ELEMENTS)) return 'too long';
  switch (op) {
    case 'timestamp':
    case 'duration':
    case 'cidr':
      return all('string') ? 'malformed' : 'wrong type';
    case 'glob':
    case 'matches':
      return all('string') ? 'too long' : 'wrong type';
    case 'hours':
    case 'near':
    case 'add':
    case 'sub':
    case 'mul':
      return all('number') ? 'out of range' : 'wrong type';
    case 'read':
      return typeof found(expr, environment) === 'number' ? 'out of range' : 'wrong type';
    default:
      return 'wrong type';
  }
}

/** As few atoms as make the condition come out as it did. */
export function carriersOf(condition: Condition): readonly Atom[] {
  if (condition.op === 'atom') return [condition];
  const each = condition.operands.filter(({ truth }) => condition.op === 'not' || truth === condition.truth).map(carriersOf);
  const onlyOne = condition.op !== 'not' && condition.truth === (condition.op === 'or' ? 'true' : 'false');
  return onlyOne ? (each.sort((a, b) => a.length - b.length)[0] ?? []) : each.flat();
}
