// The facts of a case: those of its file (or those that stand beside every test), with what it gives itself in their place.

import type { Given } from '@polc/compiler';
import type { Facts } from '@polc/runtime';

const NOTHING: Facts = {};

/** The same object for a case that gives no records. */
export function givenFacts({ facts, records }: Given, beside: Facts | undefined): Facts {
  const base = facts ?? beside ?? NOTHING;
  const { agents, users, groups, delegations, consents } = records;
  if (agents.length + users.length + groups.length + delegations.length + consents.length === 0) return base;
  const consented = new Set(consents.map(({ delegation }) => delegation));
  return {
    ...base,
    agents: inPlace(base.agents, agents),
    users: inPlace(base.users, users),
    groups: inPlace(base.groups, groups),
    delegations: inPlace(base.delegations, delegations),
    consents: [...(base.consents ?? []).filter(({ delegation }) => !consented.has(delegation)), ...consents],
  };
}

function inPlace<R extends { readonly id: string }>(base: readonly R[] = [], given: readonly R[]): readonly R[] {
  const ids = new Set(given.map(({ id }) => id));
  return [...base.filter(({ id }) => !ids.has(id)), ...given];
}
