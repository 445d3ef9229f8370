// The members of a condition written out as one expression (grammar/spec.md §7.1). Needs no schema: what names and literals mean is for
// compile-expression.ts to say, whose diagnostics point at the sugar.

import { type Expression, hasErrors, type Item, type Span } from '@polc/grammar';
import type { Reporter } from '../../model/report.js';
import { conjunction } from './build.js';
import { CLAUSE_NAMES, writeClause, writePurpose } from './clauses.js';
import { readMembers } from './members.js';

/** `head` is the block's, for what is missing in it. null after an error. */
export function writeOut(name: string, items: readonly Item[], head: Span, report: Reporter): Expression | null {
  const before = report.diagnostics.length;
  const members = readMembers(name, items, ['expr', 'purpose', ...CLAUSE_NAMES], head, report);
  const parts = [...members].flatMap(([key, item]) => {
    if (key === 'expr') return writtenExpression(item, report);
    return key === 'purpose' ? writePurpose(item, report) : writeClause(item, report);
  });
  return hasErrors(report.diagnostics.slice(before)) ? null : conjunction(parts);
}

function writtenExpression({ value }: Item, report: Reporter): Expression[] {
  if (value.kind === 'expression') return [value.expression];
  report.error('wrong-type', value.span, 'expr must be an expression', 'write expr = context.risk < 70');
  return [];
}
