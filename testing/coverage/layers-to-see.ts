// The layers that the files' own principals have (grammar/spec.md §10.4), each with the place of whom it is of.

import type { Blocks } from '@polc/compiler';
import type { Span } from '@polc/grammar';

export interface LayerToSee {
  /** `layer principal`, as in a decision. */
  readonly name: string;
  readonly file: string;
  readonly span: Span;
}

export function layersToSee({ agents, agentTypes, users, groups, delegations }: Blocks): LayerToSee[] {
  const layers: LayerToSee[] = [];
  const add = (layer: string, principal: string, { file, span }: { readonly file: string; readonly span: Span }) =>
    layers.push({ name: `${layer} ${principal}`, file, span });
  const receivers = new Set(delegations.map(({ record }) => record.to));
  const senders = new Set(delegations.flatMap(({ record }) => (record.from.startsWith('agent:') ? [record.from.slice('agent:'.length)] : [])));
  const policiesOf = new Map(groups.map(({ record }) => [record.id, record]));
  const has = (group: string, seen: Set<string>): boolean => {
    const known = policiesOf.get(group);
    if (known === undefined || seen.has(group)) return false;
    seen.add(group);
    return (known.policies ?? []).length > 0 || (known.groups ?? []).some((outer) => has(outer, seen));
  };
  for (const user of users) {
    const { id, policies = [], groups: own = [] } = user.record;
    if (policies.length > 0 || own.some((group) => has(group, new Set()))) add('user_policies', `user:${id}`, user);
  }
  for (const agent of agents) {
    const { id, policies = [], ceiling } = agent.record;
    if (policies.length > 0) add('agent_policies', `agent:${id}`, agent);
    if (ceiling !== undefined || receivers.has(id) || senders.has(id)) add('ceiling', `agent:${id}`, agent);
    if (senders.has(id) && receivers.has(id)) add('delegate', `agent:${id}`, agent);
  }
  const used = new Set(agents.map(({ record }) => record.type));
  for (const type of agentTypes)
    if (type.record.ceiling_policies !== undefined && used.has(type.record.id)) add('type_ceiling', `agent_type:${type.record.id}`, type);
  for (const delegation of delegations) add('scope', `delegation:${delegation.record.id}`, delegation);
  return layers;
}
