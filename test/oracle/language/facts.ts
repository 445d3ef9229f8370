// Facts beside what the files declare (spec.md §9.1). Throws on facts that are not of the shape (`bad_facts`).

import type { JsonObject, JsonValue } from '@polc/runtime';
import { foldName, principalOf } from './blocks.js';
import type { Agent, Ceiling, Consent, Delegation, Fact, Group, Limits, Model, Registry, Standing, User } from './model.js';
import { secondsOf, timeOf } from './read-values.js';

/** "for an agent, user or delegation of the files the facts may hold only `id`, `status`, `expires`, for an agent also `ceiling` … and `ephemeral`". */
const OF_THE_FILES = ['id', 'status', 'expires'];

export function withFacts(model: Model, facts: unknown): Registry {
  if (facts === null || facts === undefined) return model.registry;
  const given = record(facts);
  const { registry } = model;
  const agents = new Map(registry.agents);
  for (const fact of records(given.agents))
    addOnce(agents, text(fact.id), registry.agents, (own) => (own === undefined ? readAgent(fact) : narrowAgent(own, fact)));
  const users = new Map(registry.users);
  for (const fact of records(given.users))
    addOnce(users, text(fact.id), registry.users, (own) => (own === undefined ? readUser(fact) : narrow(own, fact, OF_THE_FILES)));
  const groups = new Map(registry.groups);
  for (const fact of records(given.groups)) {
    if (groups.has(text(fact.id))) throw new Error(`the group ${text(fact.id)} is declared already`);
    groups.set(text(fact.id), readGroup(fact));
  }
  const declared = new Map(registry.delegations.map((each) => [each.id, each]));
  const delegations = new Map(declared);
  for (const fact of records(given.delegations)) {
    addOnce(delegations, text(fact.id), declared, (own) => (own === undefined ? readDelegation(fact) : narrow(own, fact, OF_THE_FILES)));
  }
  return {
    agents,
    users,
    groups,
    delegations: [...delegations.values()],
    consents: records(given.consents).map(readConsent),
    revision: optionalText(given.revision),
    staleAfter: staleAfter(given),
  };
}

/** "decisions later than as_of + max_age … are stale_facts". */
function staleAfter({ as_of, max_age }: Fact): number | null {
  const age = secondsOf(max_age);
  if (age === null) return null;
  const made = timeOf(as_of);
  if (made === null) throw new Error('max_age without as_of');
  return made + age * 1000;
}

function addOnce<T>(to: Map<string, T>, id: string, declared: ReadonlyMap<string, T>, make: (own: T | undefined) => T): void {
  const own = declared.get(id);
  if (to.has(id) && to.get(id) !== own) throw new Error(`"${id}" stands twice in the facts`);
  to.set(id, make(own));
}

/** "the narrower of the two holds". */
function narrow<T extends Standing>(own: T, fact: Fact, allowed: readonly string[]): T {
  const foreign = Object.keys(fact).find((name) => !allowed.includes(name));
  if (foreign !== undefined) throw new Error(`files own what they declare: ${foreign}`);
  const { active, expires } = standing(fact);
  return { ...own, active: own.active && active, expires: least(own.expires, expires) };
}

function narrowAgent(own: Agent, fact: Fact): Agent {
  const { maxTtl, uses } = limits(fact.ephemeral);
  return {
    ...narrow(own, fact, [...OF_THE_FILES, 'ceiling', 'ephemeral']),
    factsCeiling: fact.ceiling === undefined ? null : ceilingOf(record(fact.ceiling)),
    ephemeral: { maxTtl: least(own.ephemeral.maxTtl, maxTtl), uses: least(own.ephemeral.uses, uses) },
  };
}

export function least(...limits: readonly (number | null)[]): number | null {
  const set = limits.filter((limit) => limit !== null);
  return set.length === 0 ? null : Math.min(...set);
}

function readAgent(fact: Fact): Agent {
  const policies = texts(fact.policies).map(foldName);
  return {
    id: text(fact.id),
    type: optionalText(fact.type),
    owner: optionalText(fact.owner),
    metadata: fact.metadata === undefined ? {} : (record(fact.metadata) as JsonObject),
    policies,
    ceiling: fact.ceiling === undefined ? { policies, direct: true } : ceilingOf(record(fact.ceiling)),
    factsCeiling: null,
    ephemeral: limits(fact.ephemeral),
    ...standing(fact),
  };
}

function ceilingOf({ policies, direct = true }: Fact): Ceiling {
  return { policies: texts(policies).map(foldName), direct: direct === true };
}

function limits(fact: JsonValue | undefined): Limits {
  const { max_ttl, uses } = fact === undefined ? ({} as Fact) : record(fact);
  return { maxTtl: secondsOf(max_ttl), uses: typeof uses === 'number' ? uses : null };
}

function readUser(fact: Fact): User {
  return {
    id: text(fact.id),
    groups: texts(fact.groups),
    policies: texts(fact.policies).map(foldName),
    attributes: fact.attributes === undefined ? {} : (record(fact.attributes) as JsonObject),
    ...standing(fact),
  };
}

function readGroup(fact: Fact): Group {
  return { id: text(fact.id), policies: texts(fact.policies).map(foldName), groups: texts(fact.groups) };
}

function readDelegation(fact: Fact): Delegation {
  const purposes = texts(fact.purposes);
  return {
    id: text(fact.id),
    from: principalOf(text(fact.from)),
    to: text(fact.to),
    scopes: texts(fact.scopes),
    purposes: fact.purposes === undefined ? null : purposes,
    sessions: fact.sessions === undefined ? null : texts(fact.sessions),
    explicit: (fact.consent ?? 'explicit') === 'explicit',
    maxDepth: typeof fact.max_depth === 'number' ? fact.max_depth : 0,
    ...standing(fact),
  };
}

/** "`consents` are in force from `given_at` (required)". */
function readConsent(fact: Fact): Consent {
  const givenAt = timeOf(fact.given_at);
  if (givenAt === null) throw new Error('a consent has given_at');
  return {
    delegation: text(fact.delegation),
    scopes: fact.scopes === undefined ? null : texts(fact.scopes),
    givenAt,
    expires: timeOf(fact.expires),
    withdrawnAt: timeOf(fact.withdrawn_at),
  };
}

function standing({ status, expires }: Fact): Standing {
  return { active: (status ?? 'active') === 'active', expires: timeOf(expires) };
}

function record(value: unknown): Fact {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('facts hold an object here');
  return value as Fact;
}

function records(value: JsonValue | undefined): readonly Fact[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error('facts hold a list here');
  return value.map(record);
}

function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new Error('facts hold a text here');
  return value;
}

function optionalText(value: JsonValue | undefined): string | null {
  return value === undefined || value === null ? null : text(value);
}

function texts(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error('facts hold a list of texts here');
  return value.map(text);
}
