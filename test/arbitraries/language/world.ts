// A world as data: policies and scopes as stanzas, principals and delegations as records of files, of facts, or of both, and what else binds. And
// its texts and facts. Properties change the data and print it again.

import type { AgentRecord, AgentType, ConsentRecord, DelegationRecord, Facts, GroupRecord, JsonValue, UserRecord } from '@polc/runtime';
import { type Stanza, stanzaText } from './stanzas.js';

export interface Named {
  readonly name: string;
  readonly stanzas: readonly Stanza[];
}

/** Where a record stands; `added` is what the facts say of one of the files. */
export interface Placed<R> {
  readonly record: R;
  readonly at: 'files' | 'facts';
  readonly added: Partial<R> | null;
}

export interface World {
  readonly policies: readonly Named[];
  readonly scopes: readonly Named[];
  readonly types: readonly AgentType[];
  readonly agents: readonly Placed<AgentRecord>[];
  readonly users: readonly Placed<UserRecord>[];
  readonly groups: readonly Placed<GroupRecord>[];
  readonly delegations: readonly Placed<DelegationRecord>[];
  readonly consents: readonly ConsentRecord[];
  /** Of facts: when they were known, and how old they may be. */
  readonly age: Pick<Facts, 'as_of' | 'max_age'>;
  /** `guardrail`, `condition`, `target` and `schema` blocks. */
  readonly blocks: readonly string[];
}

export function hcl(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(hcl).join(', ')}]`;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{ ${entries.map(([key, inner]) => `${JSON.stringify(key)} = ${hcl(inner as JsonValue)}`).join(', ')} }`;
}

const BLOCKS = ['ceiling', 'ephemeral'];

function recordText(kind: string, { id, ...members }: { readonly id: string }): string {
  const lines = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => (BLOCKS.includes(key) ? `${key} {\n${bodyOf(value as object)}}` : `${key} = ${hcl(value as JsonValue)}`));
  return `${kind} ${JSON.stringify(id)} {\n${lines.map((line) => `${line}\n`).join('')}}\n`;
}

const bodyOf = (value: object) =>
  Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${key} = ${hcl(inner as JsonValue)}\n`)
    .join('');

const namedText = (kind: string, { name, stanzas }: Named) => `${kind} ${JSON.stringify(name)} {\n${stanzas.map(stanzaText).join('')}}\n`;

/** Each request at a world asks for it. */
const texts = new WeakMap<World, string>();

export function worldText(world: World): string {
  const text = texts.get(world) ?? print(world);
  texts.set(world, text);
  return text;
}

function print({ policies, scopes, types, agents, users, groups, delegations, blocks }: World): string {
  const files = <R extends { readonly id: string }>(kind: string, all: readonly Placed<R>[]) =>
    all.filter(({ at }) => at === 'files').map(({ record }) => recordText(kind, record));
  return [
    ...policies.map((policy) => namedText('policy', policy)),
    ...scopes.map((scope) => namedText('scope', scope)),
    ...types.map((type) => recordText('agent_type', type)),
    ...files('agent', agents),
    ...files('user', users),
    ...files('group', groups),
    ...files('delegation', delegations),
    ...blocks,
  ].join('');
}

export function worldFacts({ agents, users, groups, delegations, consents, age }: World): Facts {
  const facts = <R extends { readonly id: string }>(all: readonly Placed<R>[]) =>
    all.flatMap(({ record, at, added }) => (at === 'facts' ? [record] : added === null ? [] : [{ ...added, id: record.id } as unknown as R]));
  return { revision: '1', ...age, agents: facts(agents), users: facts(users), groups: facts(groups), delegations: facts(delegations), consents };
}
