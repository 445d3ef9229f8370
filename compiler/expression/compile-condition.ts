// The blocks of conditions: members written out as one expression, and that compiled. What an expression may say is compile-expression.ts's.

import type { Item, Span } from '@polc/grammar';
import type { Condition } from '../model/condition.js';
import type { Reporter } from '../model/report.js';
import type { ConditionBlock, Vocabulary } from '../model/vocabulary.js';
import { compileWhole } from './compile-expression.js';
import { resolverOf } from './named-conditions.js';
import { writeOut } from './sugar/write-out.js';

/**
 * A `when`, `require`, `forbid`, `never` or `for_all` block. `head` is its keyword. null after an error, told here or with the condition
 * block that has it; so every condition block has to be compiled for itself too.
 */
export function compileCondition(items: readonly Item[], head: Span, vocabulary: Vocabulary, report: Reporter): Condition | null {
  return compileItems('the condition', items, head, null, vocabulary, report);
}

/** A `condition "name"` block. */
export function compileConditionBlock(block: ConditionBlock, vocabulary: Vocabulary, report: Reporter): Condition | null {
  return compileItems('condition', block.items, block.span, block.name, vocabulary, report);
}

function compileItems(what: string, items: readonly Item[], span: Span, owner: string | null, vocabulary: Vocabulary, report: Reporter): Condition | null {
  const expression = writeOut(what, items, span, report);
  if (expression === null) return null;
  const typed = compileWhole(expression, vocabulary, resolverOf(owner, vocabulary, report), report);
  return typed === null ? null : { code: typed.code, expression, span };
}
