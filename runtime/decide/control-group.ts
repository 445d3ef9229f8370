// Vault's control groups as needs, in every form but bare policies (grammar/spec.md §10.5): one for each factor that controls the operation.

import { digestOf } from '../canonical.js';
import type { Requirement } from '../facts/blocks.js';
import { capabilityNames } from '../load.js';
import type { LoadedStanza } from '../rule.js';

export function controlGroupNeeds({ controlGroup, policy, written }: LoadedStanza, bit: number): Requirement[] {
  const capability = capabilityNames(bit).join();
  return (controlGroup?.factors ?? [])
    .filter(({ controlled_capabilities: controlled }) => controlled.length === 0 || controlled.includes(capability))
    .map(({ approvals, group_ids, group_names }) => {
      const by = [...new Set([...group_names, ...group_ids].map((group) => `group:${group}`))].sort();
      const terms = { by, count: approvals, kind: 'control_group', name: `${policy}:${written}`, self: false, within: null } as const;
      return { ...terms, digest: digestOf(terms) };
    });
}
