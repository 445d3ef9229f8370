// Names of what other blocks declare: each must be declared in the set that is looked at.

import { type Diagnostic, nearest } from '@polc/grammar';
import { Patience } from '../model/patience.js';
import type { Reference, ReferenceKind } from '../model/reference.js';
import type { Model } from '../model/stanza.js';

const WORDS: Readonly<Record<ReferenceKind, string>> = {
  policy: 'policy',
  agent_type: 'agent type',
  agent: 'agent',
  user: 'user',
  group: 'group',
  scope: 'scope',
  delegation: 'delegation',
  guardrail: 'guardrail',
  policy_or_scope: 'policy',
};

export function resolveReferences(references: readonly Reference[], model: Model): Diagnostic[] {
  const names = namesOf(model);
  const patience = new Patience();
  return references
    .filter(({ kind, name }) => !names[kind].has(name))
    .map((reference) => {
      const known = names[reference.kind];
      return unknown(reference, patience.mayLookThrough(known.size) ? [...known] : []);
    });
}

function namesOf({ policies, blocks }: Model): Readonly<Record<ReferenceKind, ReadonlySet<string>>> {
  const ids = (placed: readonly { readonly record: { readonly id: string } }[]) => new Set(placed.map(({ record }) => record.id));
  const held = policies.map(({ name }) => name);
  const scopes = blocks.scopes.map(({ name }) => name);
  return {
    policy: new Set(held),
    agent_type: ids(blocks.agentTypes),
    agent: ids(blocks.agents),
    user: ids(blocks.users),
    group: ids(blocks.groups),
    scope: new Set(scopes),
    delegation: ids(blocks.delegations),
    guardrail: new Set(blocks.guardrails.map(({ record }) => record.name)),
    policy_or_scope: new Set([...held, ...scopes]),
  };
}

function unknown({ kind, name, file, span }: Reference, known: readonly string[]): Diagnostic {
  const word = WORDS[kind];
  const near = nearest(name, known) ?? (name.startsWith(`${kind}:`) ? known.find((each) => each === name.slice(kind.length + 1)) : undefined);
  return {
    code: `unknown-${word.replace(' ', '-')}`,
    severity: 'error',
    message: `no ${word} is called ${JSON.stringify(name)}`,
    help:
      near === undefined
        ? `declare it: ${word.replace(' ', '_')} ${JSON.stringify(name)} { … }, among the files that are given together`
        : `did you mean ${JSON.stringify(near)}?`,
    file,
    span,
  };
}
