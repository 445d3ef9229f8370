// Who holds which policy, as the files of the set declare it. A registry may know of others: what is said of holders is said of these.

import type { AgentRecord, AgentType, GroupRecord, UserRecord } from '@polc/runtime';
import type { Blocks } from '../model/blocks.js';

export interface Holders {
  /** Agents that have it for themselves. */
  readonly agents: AgentRecord[];
  /** Agents whose ceiling, or whose type's, has it. */
  readonly bound: AgentRecord[];
  readonly users: UserRecord[];
  readonly groups: GroupRecord[];
  /** Agent types that bind their agents by it. */
  readonly types: AgentType[];
}

const NOBODY: Holders = { agents: [], bound: [], users: [], groups: [], types: [] };

export function holdersOf(blocks: Blocks, policy: string): Holders {
  let all = known.get(blocks.agents);
  if (all === undefined) {
    all = findAll(blocks);
    known.set(blocks.agents, all);
  }
  return all.get(policy) ?? NOBODY;
}

const known = new WeakMap<Blocks['agents'], ReadonlyMap<string, Holders>>();

function findAll({ agents, users, groups, agentTypes }: Blocks): ReadonlyMap<string, Holders> {
  const found = new Map<string, Holders>();
  const put = <K extends keyof Holders>(kind: K, policies: readonly string[] | undefined, holder: Holders[K][number]): void => {
    for (const policy of new Set(policies)) {
      const holders = found.get(policy) ?? { agents: [], bound: [], users: [], groups: [], types: [] };
      found.set(policy, holders);
      (holders[kind] as unknown[]).push(holder);
    }
  };
  const types = new Map(agentTypes.map(({ record }) => [record.id, record]));
  for (const { record } of agents) {
    put('agents', record.policies, record);
    // Without a ceiling block its policies are its ceiling.
    put('bound', [...(record.ceiling?.policies ?? record.policies ?? []), ...(types.get(record.type ?? '')?.ceiling_policies ?? [])], record);
  }
  for (const { record } of agentTypes) put('types', record.ceiling_policies, record);
  for (const { record } of users) put('users', record.policies, record);
  for (const { record } of groups) put('groups', record.policies, record);
  return found;
}

/** Seconds that no grant to the agent outlasts; null for one without such an end. */
export function longestGrant({ ephemeral, type }: AgentRecord, { agentTypes }: Blocks): number | null {
  const ofType = agentTypes.find(({ record }) => record.id === type)?.record.max_ttl;
  const ends = [ephemeral?.max_ttl, ofType].filter((ttl) => ttl !== undefined).map(Number);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Bounds agents, and nobody has it for himself. */
export function isOnlyCeiling(blocks: Blocks, policy: string): boolean {
  const { agents, bound, users, groups, types } = holdersOf(blocks, policy);
  return bound.length + types.length > 0 && agents.length + users.length + groups.length === 0;
}
