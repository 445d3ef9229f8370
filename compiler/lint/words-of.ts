// The words that conditions and approvals of a set say: names of groups, types and the like stand in them as plain text, so what a text names is not
// without use. And every condition of a set, with the attributes that they read.

import type { Document, Expression, Value } from '@polc/grammar';
import { accessOf } from '../expression/access.js';
import { readsOf } from '../expression/walk.js';
import type { Condition } from '../model/condition.js';
import type { Model, Stanza } from '../model/stanza.js';
import { partsOf } from './conditions.js';
import type { RuleContext } from './rule.js';

/** Of policies and scopes. */
export function* allStanzas({ policies, blocks }: Pick<Model, 'policies' | 'blocks'>): Generator<Stanza> {
  for (const { stanzas } of policies) yield* stanzas;
  for (const { stanzas } of blocks.scopes) yield* stanzas;
}

/** Those that decide something: of stanzas and guardrails, not the named ones as such. */
export function* decidingConditions(model: Model): Generator<Condition> {
  for (const { when } of allStanzas(model)) yield* when;
  for (const { record } of model.blocks.guardrails) {
    yield* record.require;
    yield* record.forbid;
  }
}

/** Every expression below, itself included. */
export function visitExpression(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression);
  for (const part of partsOf(expression)) visitExpression(part, visit);
}

/** `user:ana` is also said where `ana` is. */
export function wordsOf(model: Model): ReadonlySet<string> {
  let words = known.get(model);
  if (words === undefined) {
    words = findWords(model);
    known.set(model, words);
  }
  return words;
}

const known = new WeakMap<Model, ReadonlySet<string>>();

function findWords(model: Model): ReadonlySet<string> {
  const words = new Set<string>();
  const say = (word: string): void => {
    words.add(word);
    words.add(word.replace(/^(?:user|group|agent):/, ''));
  };
  const ofCondition = ({ expression }: Condition): void =>
    visitExpression(expression, (part) => {
      if (part.kind === 'literal' && typeof part.value === 'string') say(part.value);
    });
  for (const condition of decidingConditions(model)) ofCondition(condition);
  for (const { record } of model.blocks.conditions) ofCondition(record.condition);
  for (const { approval, controlGroup } of allStanzas(model)) {
    approval?.by.forEach(say);
    for (const { group_names, group_ids } of controlGroup?.factors ?? []) [...group_names, ...group_ids].forEach(say);
  }
  for (const { record } of model.blocks.guardrails) {
    record.approval?.by.forEach(say);
    record.agentTypes?.forEach(say);
  }
  for (const { record } of model.blocks.agents) if (record.owner !== undefined) say(record.owner);
  return words;
}

/** Attributes of a root that some condition reads, by their first names; null where one reads the root as a whole. */
export function attributesRead(model: Model, root: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { code } of decidingConditions(model)) for (const read of readsOf(code)) if (read.root === root) names.add(String(read.names[0]));
  return names;
}

/** The named conditions that a set's tests speak of: what only they name is not without use. */
export function testedConditions({ documents }: Pick<RuleContext, 'documents'>): ReadonlySet<string> {
  const names = new Set<string>();
  const ofValue = (value: Value): void => {
    if (value.kind === 'object') for (const item of value.body.items) ofValue(item.value);
    if (value.kind === 'expression')
      visitExpression(value.expression, (part) => {
        const name = conditionNamed(part);
        if (name !== null) names.add(name);
      });
  };
  for (const { body } of documents as readonly Document[]) for (const { keys, value } of body.items) if (TESTS.has(keys[0]?.value ?? '')) ofValue(value);
  return names;
}

const TESTS: ReadonlySet<string> = new Set(['test', 'property', 'invariant']);

/** The name, of `condition.name`. */
export function conditionNamed(part: Expression): string | null {
  const [root, name] = accessOf(part)?.names ?? [];
  return root === 'condition' && typeof name === 'string' ? name : null;
}

/** Every condition as written, where it is written: named ones by themselves, not where they are named. */
export function* writtenConditions({ policies, blocks }: Model): Generator<{ readonly file: string; readonly condition: Condition }> {
  for (const { file, when } of allStanzas({ policies, blocks })) for (const condition of when) yield { file, condition };
  for (const { file, record } of blocks.guardrails) for (const condition of [...record.require, ...record.forbid]) yield { file, condition };
  for (const { file, record } of blocks.conditions) yield { file, condition: record.condition };
}
