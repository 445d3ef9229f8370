// `condition.a-b`: to an expression a difference, to its author a name. Told as one, where what stands behind the dash is no value.

import type { BinaryExpression, Expression } from '@polc/grammar';
import { accessOf } from './access.js';
import { isRoot } from './attributes.js';
import type { Context } from './context.js';

export interface DashedName {
  readonly code: string;
  readonly left: string;
  readonly right: string;
  readonly help: string;
}

/** null where it may be a difference: of two values, or with blanks around the dash. */
export function dashedName({ left, right }: BinaryExpression, context: Context): DashedName | null {
  const parts = partsOf(left);
  const behind = nameOf(right, parts?.[0] === 'condition', context);
  if (parts === null || behind === null || left.span.end + 1 !== right.span.start) return null;
  const [root, ...names] = parts as [string, ...string[]];
  const name = [...names, behind].join('-');
  return {
    code: root === 'condition' ? 'unknown-condition' : 'unknown-attribute',
    left: `${root}.${names.join('-')}`,
    right: behind,
    help: `a name with a dash is written ${root}[${JSON.stringify(name)}]`,
  };
}

/** The root and the names between dashes so far; null for what no name begins with. A `!` binds to what follows it and is passed over. */
function partsOf(expression: Expression): readonly string[] | null {
  if (expression.kind === 'unary' && expression.operator === '!') return partsOf(expression.operand);
  if (expression.kind === 'binary') {
    const before = expression.operator === '-' ? partsOf(expression.left) : null;
    const right = accessOf(expression.right)?.names.join('.');
    return before === null || right === undefined || expression.left.span.end + 1 !== expression.right.span.start ? null : [...before, right];
  }
  const [root, ...names] = accessOf(expression)?.names ?? [];
  return typeof root === 'string' && (root === 'condition' || isRoot(root)) && names.length > 0 ? [root, names.join('.')] : null;
}

/** What is no value of its own; a condition is no number either. */
function nameOf(expression: Expression, ofCondition: boolean, { variables }: Context): string | null {
  if (ofCondition && expression.kind === 'literal' && typeof expression.value === 'number') return String(expression.value);
  const names = accessOf(expression)?.names;
  const first = names?.[0];
  if (names === undefined || typeof first !== 'string' || isRoot(first) || first === 'condition') return null;
  return variables.some(({ name }) => name === first) ? null : names.join('.');
}
