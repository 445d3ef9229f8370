// The conditions of a set as lint reads them. What is compiled has no places and named conditions written out; here what was found there is found
// again in what the author wrote.

import type { Expression, Span } from '@polc/grammar';
import { accessOf } from '../expression/access.js';
import type { Blocks } from '../model/blocks.js';
import type { Condition } from '../model/condition.js';
import type { Model, Stanza } from '../model/stanza.js';

/** Of policies and of scopes, denies left out: all that a condition can open. */
export function* openingStanzas({ policies, blocks }: Model): Generator<Stanza> {
  for (const { stanzas } of [...policies, ...blocks.scopes]) for (const stanza of stanzas) if (!stanza.capabilities.includes('deny')) yield stanza;
}

/** The first part that is meant; where it is part of a named condition, the name; the block where it cannot be told. */
export function placeIn({ expression, span }: Condition, blocks: Blocks, isMeant: (part: Expression) => boolean): Span {
  return find(expression, blocks, isMeant) ?? span;
}

function find(expression: Expression, blocks: Blocks, isMeant: (part: Expression) => boolean): Span | null {
  if (isMeant(expression)) return expression.span;
  const access = accessOf(expression);
  if (access !== null) {
    const named = access.names[0] === 'condition' ? blocks.conditions.find(({ record }) => record.name === access.names[1]) : undefined;
    return named !== undefined && find(named.record.condition.expression, blocks, isMeant) !== null ? expression.span : null;
  }
  for (const part of partsOf(expression)) {
    const found = find(part, blocks, isMeant);
    if (found !== null) return found;
  }
  return null;
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.elements;
    case 'map':
      return expression.entries.map(({ value }) => value);
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.arguments.map(({ value }) => value);
    case 'index':
      return [expression.target];
    default:
      return [];
  }
}

/** As messages name it: `context.risk`. null for what is no attribute. */
export function attributeName(expression: Expression | undefined): string | null {
  return (expression === undefined ? null : accessOf(expression))?.names.join('.') ?? null;
}
