// What the policies in force declare and know, for those who change the registry.

import type { DelegationRecord, Engine } from '@polc/runtime';
import { foldName } from '@polc/runtime';
import { type Declared, declaredIn } from './facts-of.js';

export interface PolicySet extends Declared {
  /** Names of policies fold case. */
  knowsPolicy(name: string): boolean;
  knowsType(id: string): boolean;
  knowsScope(name: string): boolean;
  /** Of the files; null where they have none of that id. */
  delegation(id: string): DelegationRecord | null;
}

export function policySetOf(engine: Engine): PolicySet {
  const { policyByName, scopeByName, blocks } = engine.tables;
  const types = new Set(blocks.agent_types.map(({ id }) => id));
  const delegations = new Map(blocks.delegations.map((delegation) => [delegation.id, delegation]));
  return {
    ...declaredIn(engine),
    knowsPolicy: (name) => policyByName.has(foldName(name)),
    knowsType: (id) => types.has(id),
    knowsScope: (name) => scopeByName.has(name),
    delegation: (id) => delegations.get(id) ?? null,
  };
}
