// The arguments of a shape: those with a name, each once, and those without.

import type { CallExpression, Expression, Span } from '@polc/grammar';
import type { Reporter } from '../../model/report.js';
import { quote } from '../wording.js';

export interface Arguments {
  /** The shape's name. */
  readonly span: Span;
  readonly positional: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}

export function readArguments(call: CallExpression, report: Reporter): Arguments | null {
  const positional: Expression[] = [];
  const named = new Map<string, Expression>();
  let sound = true;
  for (const { name, value } of call.arguments) {
    if (name === null) positional.push(value);
    else if (!named.has(name)) named.set(name, value);
    else {
      report.error('wrong-arguments', value.span, `the argument ${quote(name)} is given twice`, 'keep one');
      sound = false;
    }
  }
  return sound ? { span: call.nameSpan, positional, named } : null;
}
