// Every name that a set gives, by its kind, with its place.

import type { Span } from '@polc/grammar';
import type { RuleContext } from './rule.js';

export interface GivenName {
  /** `agent`, `policy`, …: only names of one kind are taken for each other. */
  readonly kind: string;
  readonly name: string;
  readonly file: string;
  readonly span: Span;
}

export function* namesOf({ model, tools }: Pick<RuleContext, 'model' | 'tools'>): Generator<GivenName> {
  const { policies, blocks } = model;
  for (const { name, file, span } of policies) yield { kind: 'policy', name, file, span };
  for (const { name, file, span } of blocks.scopes) yield { kind: 'scope', name, file, span };
  for (const [kind, placed] of [
    ['agent type', blocks.agentTypes],
    ['agent', blocks.agents],
    ['user', blocks.users],
    ['group', blocks.groups],
    ['delegation', blocks.delegations],
  ] as const)
    for (const { record, file, span } of placed) yield { kind, name: record.id, file, span };
  for (const [kind, placed] of [
    ['guardrail', blocks.guardrails],
    ['condition', blocks.conditions],
    ['target', blocks.targets],
  ] as const)
    for (const { record, file, span } of placed) yield { kind, name: record.name, file, span };
  for (const { name, file, span, tools: all } of tools.values()) {
    yield { kind: 'server', name, file, span };
    for (const tool of all.keys()) yield { kind: `tool of ${name}`, name: tool, file, span };
  }
}
