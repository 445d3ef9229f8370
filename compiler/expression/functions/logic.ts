// `all` and `any` over a list, and `has`.

import type { CallExpression, Expression } from '@polc/grammar';
import { type Names, ROOTS, type Root } from '@polc/runtime';
import { accessOf } from '../access.js';
import { isRoot, resolveAttribute } from '../attributes.js';
import type { Context } from '../context.js';
import { compileTruth } from '../operators.js';
import { ELEMENTS, over, type Typed } from '../typed.js';
import { isListType, showType, type Type } from '../types.js';
import { quote, showNumber } from '../wording.js';
import type { Signature } from './signature.js';

const quantifier = (name: 'all' | 'any'): Signature => ({
  shown: `${name}(x, list, condition on x)`,
  least: 3,
  most: 3,
  compile([first, second, third], context, call) {
    const variable = readVariable(first as Expression, context);
    const list = compileList(second as Expression, name, context);
    if (variable === null || list === null) return null;
    const type: Type = isListType(list.type) ? list.type.list : 'any';
    const body = context.within({ name: variable, type }, third as Expression);
    return body === null ? null : quantified(name, list, body, call, context);
  },
});

function quantified(name: 'all' | 'any', list: Typed, body: Typed, call: CallExpression, context: Context): Typed {
  const cost = 1 + list.cost + ELEMENTS * body.cost;
  context.spend({
    cost,
    span: call.span,
    says: `${name} costs ${showNumber(cost)}: ${showNumber(ELEMENTS)} times its body, which costs ${showNumber(body.cost)}`,
  });
  return { code: [name, context.variables.length, list.code, body.code], type: 'boolean', cost, depth: Math.max(list.depth, body.depth) + 1 };
}

function readVariable(expression: Expression, { report, variables }: Context): string | null {
  const name = expression.kind === 'reference' && expression.names.length === 1 ? expression.names[0] : undefined;
  if (name === undefined) {
    report.error('wrong-arguments', expression.span, 'the first argument is a name for the element', 'write any(x, list, x == …)');
    return null;
  }
  const hidden =
    isRoot(name) || name === 'condition' ? 'the attributes of this name' : variables.some((each) => each.name === name) ? 'the variable around it' : null;
  if (hidden === null) return name;
  report.error(
    'variable-shadows',
    expression.span,
    `the variable ${quote(name)} would hide ${hidden}`,
    `choose another name; taken are ${ROOTS.join(', ')} and condition`,
  );
  return null;
}

function compileList(expression: Expression, name: string, context: Context): Typed | null {
  const list = context.compile(expression);
  if (list === null || list.type === 'any' || isListType(list.type)) return list;
  context.report.error('type-mismatch', expression.span, `${name} needs a list, not ${showType(list.type)}`);
  return null;
}

const has: Signature = {
  shown: 'has(context.risk)',
  least: 1,
  most: 1,
  compile([first], context) {
    const access = accessOf(first as Expression);
    const root = access?.names[0];
    if (access === null || typeof root !== 'string' || !isRoot(root)) {
      context.report.error('wrong-arguments', (first as Expression).span, 'has looks at an attribute', 'write has(context.risk)');
      return null;
    }
    if (resolveAttribute(access, context) === null) return null;
    const [, ...names] = access.names as readonly [Root, ...Names];
    return over([], ['has', root, ...names], 'boolean');
  },
};

/** The body of `all` and `any`. */
export const compileBody = (expression: Expression, context: Context): Typed | null => compileTruth(expression, 'the last argument', context);

export const LOGIC: Readonly<Record<string, Signature>> = { all: quantifier('all'), any: quantifier('any'), has };
