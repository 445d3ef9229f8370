// Whoever a registry may add: users and agents with any policies of the files, of any type, and delegations of any scopes between them. As facts, so that
// the engine knows them as it would know others.

import type { AgentRecord, DelegationRecord, Engine, Facts, UserRecord } from '@polc/runtime';

export interface AnyRegistry {
  readonly facts: Facts;
  /** Some lists of policies were left out. */
  readonly partial: boolean;
}

/**
 * WHY few lists suffice: a request is allowed by one pattern's stanzas. Policies without that pattern can only take it away, so that it is allowed by a list
 * of policies that have it; those of which one stanza suffices are single ones. WHY one type a kind: what a type adds is a ceiling, and what guardrails see.
 * Longer chains only add layers.
 */
export function anyRegistry({ tables }: Engine, facts: Facts): AnyRegistry {
  const { lists, partial } = listsOf(tables);
  const types = [undefined, ...tables.blocks.agent_types.map(({ id }) => id)];
  const scopes = [...tables.scopeByName.keys()];
  const users: UserRecord[] = [];
  const agents: AgentRecord[] = [];
  const delegations: DelegationRecord[] = [];
  lists.forEach((policies, i) => {
    const user = `any-user-${i + 1}`;
    users.push({ id: user, policies });
    types.forEach((type, j) => {
      const agent = `any-agent-${i + 1}-${j + 1}`;
      agents.push({ id: agent, policies, ...(type === undefined ? {} : { type }) });
      if (scopes.length === 0) return;
      for (const consent of ['explicit', 'implied'] as const)
        delegations.push({ id: `any-${consent}-${i + 1}-${j + 1}`, from: `user:${user}`, to: agent, scopes, consent });
    });
  });
  const added = {
    users: [...(facts.users ?? []), ...users],
    agents: [...(facts.agents ?? []), ...agents],
    delegations: [...(facts.delegations ?? []), ...delegations],
  };
  return { facts: { ...facts, ...added }, partial };
}

const MAX_LISTS = 400;
/** Policies that share a pattern, of which all sets are taken. */
const MAX_SHARING = 5;

function listsOf(tables: Engine['tables']): { readonly lists: readonly (readonly string[])[]; readonly partial: boolean } {
  const byPattern = new Map<string, Set<string>>();
  const names = [...tables.policyByName];
  for (const [name, number] of names) {
    for (const { pattern, stanza } of tables.policies[number]?.stanzas() ?? []) {
      const key = pattern === null ? `template ${stanza.written}` : `${pattern.kind} ${pattern.text}`;
      const there = byPattern.get(key) ?? new Set();
      byPattern.set(key, there.add(name));
    }
  }
  let partial = false;
  const found = new Map<string, readonly string[]>(names.map(([name]) => [name, [name]]));
  for (const sharing of byPattern.values()) {
    const all = [...sharing];
    partial ||= all.length > MAX_SHARING;
    for (let bits = 1; bits < 1 << Math.min(all.length, MAX_SHARING); bits++) {
      const list = all.filter((_, i) => bits & (1 << i));
      if (found.size < MAX_LISTS) found.set(list.join('\n'), list);
      else partial ||= !found.has(list.join('\n'));
    }
  }
  return { lists: [...found.values()], partial };
}
