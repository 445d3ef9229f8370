// The conditions of a set as lint reads them. What is compiled has no places and named conditions written out; here what was found there is found
// again in what the author wrote.

import type { Expression, Span } from '@polc/grammar';
import { accessOf } from '../expression/access.js';
import type { Blocks } from '../model/blocks.js';
import type { Condition } from '../model/condition.js';
import type { Model, Stanza } from '../model/stanza.js';

type Conditions = Blocks['conditions'];

/** Of policies and of scopes, denies left out: all that a condition can open. */
export function* openingStanzas({ policies, blocks }: Pick<Model, 'policies' | 'blocks'>): Generator<Stanza> {
  for (const { stanzas } of [...policies, ...blocks.scopes]) for (const stanza of stanzas) if (!stanza.capabilities.includes('deny')) yield stanza;
}

/** The first part that is meant; where it is part of a named condition, the name; the block where it cannot be told. */
export function placeIn({ expression, span }: Condition, conditions: Conditions, isMeant: (part: Expression) => boolean): Span {
  return find(expression, (part) => isMeant(part) || namesMeant(part, conditions, isMeant))?.span ?? span;
}

function find(expression: Expression, isMeant: (part: Expression) => boolean): Expression | null {
  if (isMeant(expression)) return expression;
  if (accessOf(expression) !== null) return null;
  for (const part of partsOf(expression)) {
    const found = find(part, isMeant);
    if (found !== null) return found;
  }
  return null;
}

/** Whether it names a condition that holds what is meant, or one that names such. Walked by hand: chains of conditions may be long. */
function namesMeant(part: Expression, conditions: Conditions, isMeant: (part: Expression) => boolean): boolean {
  const expressions = expressionsOf(conditions);
  const pending = [...namedIn(part)];
  const seen = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const expression = seen.has(name) ? undefined : expressions.get(name);
    seen.add(name);
    if (expression === undefined) continue;
    if (find(expression, isMeant) !== null) return true;
    find(expression, (inner) => {
      pending.push(...namedIn(inner));
      return false;
    });
  }
  return false;
}

/** What a reference names, if it is to a condition. */
function namedIn(part: Expression): readonly string[] {
  const [root, name] = accessOf(part)?.names ?? [];
  return root === 'condition' && typeof name === 'string' ? [name] : [];
}

const known = new WeakMap<Conditions, ReadonlyMap<string, Expression>>();

export function expressionsOf(conditions: Conditions): ReadonlyMap<string, Expression> {
  const expressions = known.get(conditions) ?? new Map(conditions.map(({ record }) => [record.name, record.condition.expression]));
  known.set(conditions, expressions);
  return expressions;
}

export function partsOf(expression: Expression): readonly Expression[] {
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
