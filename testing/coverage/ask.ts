// What the atoms of a plan came to for one request, each asked by the runtime itself; and which of them the outcome hung on.

import { type Environment, type Expr, type Truth as RuntimeTruth, truthOf } from '@polc/runtime';
import { FALSE, type Plan, TRUE, type Truth, UNKNOWN } from './plan.js';

/** Hands over a named condition that was met: what stands behind the name, with where it applies. Answers with its truth. */
export type MeetNamed = (name: string, plan: Plan, operands: Operands) => Truth;

/** Expressions of one node, or a single one. `join` is the node's operator. */
export interface Operands {
  readonly expressions: readonly Expr[];
  readonly from: number;
  readonly count: number;
  readonly join: 'and' | 'or';
}

export const whole = (expression: Expr): Operands => ({ expressions: [expression], from: 0, count: 1, join: 'and' });

/** All atoms are asked, also behind one that settles it: asking has no effect. Leaves each truth in `values`. */
export function ask(plan: Plan, operands: Operands, environment: Environment, values: Truth[], named: MeetNamed): Truth {
  const { expressions, from, count } = operands;
  const only = expressions[from] as Expr;
  if (plan.op === 'not') return (TRUE - ask(plan.operand, whole(only.args[0] as Expr), environment, values, named)) as Truth;
  if (plan.op === 'atom') {
    const truth = plan.named === null ? truthOfAll(operands, environment) : named(plan.named.name, plan.named.plan, operands);
    values[plan.number] = truth;
    return truth;
  }
  // Either the operands of the node around it, or a node of its own.
  const spliced = count > 1;
  const inner = spliced ? expressions : only.args;
  let at = spliced ? from : 0;
  let truth: Truth = plan.op === 'and' ? TRUE : FALSE;
  for (const part of plan.parts) {
    const one = ask(part.plan, { expressions: inner, from: at, count: part.count, join: plan.op }, environment, values, named);
    truth = plan.op === 'and' ? least(truth, one) : most(truth, one);
    at += part.count;
  }
  return truth;
}

function truthOfAll({ expressions, from, count, join }: Operands, environment: Environment): Truth {
  let truth = word(truthOf(expressions[from] as Expr, environment));
  for (let i = 1; i < count; i++) {
    const one = word(truthOf(expressions[from + i] as Expr, environment));
    truth = join === 'and' ? least(truth, one) : most(truth, one);
  }
  return truth;
}

function word(truth: RuntimeTruth): Truth {
  return truth === true ? TRUE : truth === false ? FALSE : UNKNOWN;
}

const least = (a: Truth, b: Truth): Truth => (a < b ? a : b);
const most = (a: Truth, b: Truth): Truth => (a > b ? a : b);

/** What a plan comes to for given truths of its atoms. */
export function truthFor(plan: Plan, values: readonly Truth[]): Truth {
  switch (plan.op) {
    case 'atom':
      return values[plan.number] ?? UNKNOWN;
    case 'not':
      return (TRUE - truthFor(plan.operand, values)) as Truth;
    case 'and':
      return plan.parts.reduce<Truth>((truth, part) => least(truth, truthFor(part.plan, values)), TRUE);
    case 'or':
      return plan.parts.reduce<Truth>((truth, part) => most(truth, truthFor(part.plan, values)), FALSE);
  }
}

/** What the whole comes to, by what one part of it would come to: false, unknown, true. */
type Effect = readonly [Truth, Truth, Truth];

/** Whether the outcome turns with each atom: with it false instead of true, all others as they are, the whole comes to something else. */
export function hangsOn(plan: Plan, values: readonly Truth[]): boolean[] {
  const found: boolean[] = [];
  const walk = (part: Plan, effect: Effect): void => {
    if (part.op === 'atom') found[part.number] = effect[FALSE] !== effect[TRUE];
    else if (part.op === 'not') walk(part.operand, [effect[2], effect[1], effect[0]]);
    else {
      const isAnd = part.op === 'and';
      const join = isAnd ? least : most;
      const neutral: Truth = isAnd ? TRUE : FALSE;
      const truths = part.parts.map(({ plan: inner }) => truthFor(inner, values));
      // What the others come to: those before, and those behind.
      const behind: Truth[] = [...truths.map(() => neutral), neutral];
      for (let i = truths.length - 1; i >= 0; i--) behind[i] = join(behind[i + 1] as Truth, truths[i] as Truth);
      let before: Truth = neutral;
      for (const [i, { plan: inner }] of part.parts.entries()) {
        const others = join(before, behind[i + 1] as Truth);
        const effectOf = (truth: Truth) => effect[join(truth, others)];
        walk(inner, [effectOf(FALSE), effectOf(UNKNOWN), effectOf(TRUE)]);
        before = join(before, truths[i] as Truth);
      }
    }
  };
  walk(plan, [FALSE, UNKNOWN, TRUE]);
  return found;
}
