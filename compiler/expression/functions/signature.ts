// What a function is to the compiler: its place in a call, and what it makes of arguments of the right number.

import type { CallExpression, Expression } from '@polc/grammar';
import type { Context } from '../context.js';
import type { Typed } from '../typed.js';
import { isListType, showType, type Type } from '../types.js';

export interface Signature {
  /** As a help line shows it. */
  readonly shown: string;
  readonly least: number;
  readonly most: number;
  /** `args` has from `least` to `most` elements. */
  compile(args: readonly Expression[], context: Context, call: CallExpression): Typed | null;
}

/** An argument of one of these types, or of one that only a request can tell. */
export function compileAs(expression: Expression, types: readonly ('string' | 'number' | 'list' | 'map')[], what: string, context: Context): Typed | null {
  const value = context.compile(expression);
  if (value === null || value.type === 'any' || types.some((type) => isOf(value.type, type))) return value;
  const wanted = types.map((type) => `a ${type}`).join(' or ');
  context.report.error('type-mismatch', expression.span, `${what} needs ${wanted}, not ${showType(value.type)}`);
  return null;
}

const isOf = (type: Type, name: string) => (isListType(type) ? name === 'list' : type === name);
