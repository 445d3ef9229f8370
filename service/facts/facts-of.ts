// Records of a store as facts for decisions. Files own what they declare (grammar/spec.md §9.1): of what they declare, a record counts with what only narrows.

import type { AgentRecord, ConsentRecord, DelegationRecord, Engine, Facts, GroupRecord, UserRecord } from '@polc/runtime';
import type { StoredRecord } from '../stores/store.js';

/** Ids of what the policies' files declare. */
export interface Declared {
  has(kind: 'agent' | 'user' | 'group' | 'delegation', id: string): boolean;
}

export function declaredIn({ tables }: Engine): Declared {
  const { agents, users, blocks } = tables;
  const groups = new Set(blocks.groups.map(({ id }) => id));
  const delegations = new Set(blocks.delegations.map(({ id }) => id));
  return {
    has: (kind, id) => {
      switch (kind) {
        case 'agent':
          return agents.get(id) !== null;
        case 'user':
          return users.get(id) !== null;
        case 'group':
          return groups.has(id);
        case 'delegation':
          return delegations.has(id);
      }
    },
  };
}

/** What decisions read of a record; whatever else it holds is the registry's own. */
const MEMBERS = {
  agent: ['id', 'type', 'owner', 'metadata', 'identity', 'policies', 'ceiling', 'ephemeral', 'status', 'expires'],
  user: ['id', 'groups', 'policies', 'attributes', 'status', 'expires'],
  group: ['id', 'policies', 'groups'],
  delegation: ['id', 'from', 'to', 'scopes', 'purposes', 'sessions', 'consent', 'expires', 'max_depth', 'status'],
  consent: ['delegation', 'scopes', 'given_at', 'expires', 'withdrawn_at'],
} as const;

/** What a record may say of something that files declare. */
export const NARROWING: Readonly<Record<keyof typeof MEMBERS, readonly string[]>> = {
  agent: ['id', 'ceiling', 'ephemeral', 'status', 'expires'],
  user: ['id', 'status', 'expires'],
  group: [],
  delegation: ['id', 'status', 'expires'],
  consent: MEMBERS.consent,
};

/** WHY not from when it was withdrawn: it is withdrawn now, whatever the clock that a decision is made by says. */
const LONG_OVER = { given_at: 0, withdrawn_at: 1 } as const;

export function factsOf(records: Iterable<StoredRecord>, declared: Declared, revision: string): Facts {
  const agents: AgentRecord[] = [];
  const users: UserRecord[] = [];
  const groups: GroupRecord[] = [];
  const delegations: DelegationRecord[] = [];
  const consents: ConsentRecord[] = [];
  const into: { readonly [kind: string]: unknown[] } = { agent: agents, user: users, group: groups, delegation: delegations, consent: consents };
  for (const { kind, id, body, deleted } of records) {
    const list = into[kind];
    if (list === undefined || deleted) continue;
    const fact = kind as keyof typeof MEMBERS;
    const owned = fact !== 'consent' && declared.has(fact, id);
    const names = owned ? NARROWING[fact] : MEMBERS[fact];
    if (names.length === 0) continue;
    const record = Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
    list.push(fact === 'consent' && record.withdrawn_at !== undefined ? { ...record, ...LONG_OVER } : record);
  }
  return { revision, agents, users, groups, delegations, consents };
}
