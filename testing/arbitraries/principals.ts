// Who can ask: the policy lists, users, agents, delegations and chains that the files and the facts admit, each with the lists of its layers.

import type { Model } from '@polc/compiler';
import type { AgentRecord, AgentType, DelegationRecord, Facts, GroupRecord, JsonObject, Request, UserRecord } from '@polc/runtime';

export const FORMS = ['policies', 'user', 'agent', 'delegation'] as const;
export type Form = (typeof FORMS)[number];

/** The members of a request by which somebody asks. */
export type Asking = Pick<Request, 'policies' | 'user' | 'agent' | 'delegation'>;

export interface Principal {
  readonly form: Form;
  readonly asking: Asking;
  /** Names of policies, a layer a list; of a scope its name behind `scope:`. */
  readonly layers: readonly (readonly string[])[];
  readonly user: UserRecord | null;
  /** In order; the last acts. */
  readonly chain: readonly AgentRecord[];
  /** Those of its delegations; null: any. */
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
}

/** Who asks, as one text: of a user the id alone, since what else a request says of him are facts. */
export function askingText({ policies, user, agent, delegation }: Asking): string {
  return JSON.stringify([policies ?? null, agent === undefined ? (user?.id ?? null) : null, agent ?? null, delegation ?? null]);
}

const MOST_LISTS = 200;
const MOST_CHAINS = 300;
const LONGEST_CHAIN = 4;

/** Of the files, and of the facts beside them. */
export interface Registry {
  readonly types: ReadonlyMap<string, AgentType>;
  readonly agents: ReadonlyMap<string, AgentRecord>;
  readonly users: ReadonlyMap<string, UserRecord>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly delegations: readonly DelegationRecord[];
}

export function registryOf({ blocks }: Model, facts: Facts): Registry {
  const byId = <R extends { readonly id: string }>(files: readonly { readonly record: R }[], more: readonly R[] = []) =>
    // Files own what they declare.
    new Map([...more, ...files.map(({ record }) => record)].map((record) => [record.id, record]));
  const delegations = byId(blocks.delegations, facts.delegations);
  return {
    types: byId(blocks.agentTypes),
    agents: byId(blocks.agents, facts.agents),
    users: byId(blocks.users, facts.users),
    groups: byId(blocks.groups, facts.groups),
    delegations: [...delegations.values()],
  };
}

export function principalsOf({ policies }: Model, registry: Registry): readonly Principal[] {
  const names = policies.map(({ name }) => name);
  const { users, agents } = registry;
  return [
    ...listsOf(names).map(bare),
    ...[...users.values()].map(
      (user): Principal => ({ ...someone, form: 'user', asking: { user: { id: user.id } }, user, layers: [policiesOf(user, registry)] }),
    ),
    ...[...agents.values()].map(
      (agent): Principal => ({ ...someone, form: 'agent', asking: { agent: agent.id }, chain: [agent], layers: directLayers(agent, registry) }),
    ),
    ...hopsOf(registry),
    ...chainsOf(registry),
  ];
}

const someone = { user: null, chain: [], purposes: null, sessions: null } as const;

export function bare(policies: readonly string[]): Principal {
  return { ...someone, form: 'policies', asking: { policies }, layers: [policies] };
}

/** Each alone, neighbours, and all together. */
function listsOf(names: readonly string[]): (readonly string[])[] {
  if (names.length === 0) return [];
  const some = names.slice(0, MOST_LISTS);
  return [...some.map((name) => [name]), ...some.slice(1).map((name, i) => [some[i] as string, name]), ...(names.length > 2 ? [names.slice(0, 1_000)] : [])];
}

/** With those of its groups, and of the groups these belong to. */
export function policiesOf(user: UserRecord, { groups }: Registry): readonly string[] {
  const found = new Set(user.policies);
  const seen = new Set<string>();
  const open = [...(user.groups ?? [])];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const group = groups.get(id);
    for (const name of group?.policies ?? []) found.add(name);
    open.push(...(group?.groups ?? []));
  }
  return [...found];
}

function directLayers(agent: AgentRecord, registry: Registry): (readonly string[])[] {
  return [agent.policies ?? [], ...ceilingsOf(agent, registry, true)];
}

function ceilingsOf({ type, ceiling, policies = [] }: AgentRecord, { types }: Registry, direct: boolean): (readonly string[])[] {
  const ofType = type === undefined ? undefined : types.get(type)?.ceiling_policies;
  const own = direct && ceiling?.direct === false ? [] : [ceiling?.policies ?? policies];
  return [...(ofType === undefined ? [] : [ofType]), ...own];
}

function hopsOf(registry: Registry): Principal[] {
  return registry.delegations.slice(0, MOST_CHAINS).flatMap((delegation) => {
    const agent = registry.agents.get(delegation.to);
    const from = registry.agents.get(idOf(delegation.from));
    if (agent === undefined) return [];
    const chain = delegation.from.startsWith('agent:') && from !== undefined ? [from, agent] : [agent];
    return [behalf(chain, [delegation], { agent: agent.id, delegation: { id: delegation.id } }, registry)];
  });
}

/** Along the delegations, one further than their depth admits. */
function chainsOf(registry: Registry): Principal[] {
  const next = new Map<string, DelegationRecord[]>();
  for (const delegation of registry.delegations) next.set(delegation.from, [...(next.get(delegation.from) ?? []), delegation]);
  const found: Principal[] = [];
  const walk = (root: string, hops: readonly DelegationRecord[], chain: readonly AgentRecord[]): void => {
    if (found.length >= MOST_CHAINS || chain.length > LONGEST_CHAIN) return;
    const last = chain.at(-1);
    if (last !== undefined && hops.length > 0) found.push(behalf(chain, hops, { agent: last.id, delegation: named(root, chain) }, registry));
    const depth = Math.min(...hops.map(({ max_depth = 0 }, i) => max_depth + i + 1));
    if (hops.length > depth) return;
    const seen = new Set(chain.map(({ id }) => id));
    for (const delegation of next.get(last === undefined ? root : `agent:${last.id}`) ?? []) {
      const agent = registry.agents.get(delegation.to);
      if (agent !== undefined && !seen.has(agent.id)) walk(root, [...hops, delegation], [...chain, agent]);
    }
  };
  for (const root of next.keys()) {
    const agent = root.startsWith('agent:') ? registry.agents.get(idOf(root)) : undefined;
    if (agent !== undefined) walk(root, [], [agent]);
    else if (root.startsWith('user:') && registry.users.has(idOf(root))) walk(root, [], []);
  }
  return found;
}

const idOf = (from: string) => from.slice(from.indexOf(':') + 1);

function named(root: string, chain: readonly AgentRecord[]): JsonObject {
  const ids = chain.map(({ id }) => id);
  return root.startsWith('user:') ? { user: idOf(root), chain: ids } : { chain: ids };
}

function behalf(chain: readonly AgentRecord[], hops: readonly DelegationRecord[], asking: Asking, registry: Registry): Principal {
  const [first] = hops as readonly [DelegationRecord, ...DelegationRecord[]];
  const user = first.from.startsWith('user:') ? (registry.users.get(idOf(first.from)) ?? null) : null;
  const root = user === null ? (chain[0]?.policies ?? []) : policiesOf(user, registry);
  const scopes = first.scopes.filter((scope) => hops.every((hop) => hop.scopes.includes(scope)));
  return {
    ...{ form: 'delegation', asking, user, chain },
    layers: [root, ...chain.flatMap((agent) => ceilingsOf(agent, registry, false)), scopes.map((scope) => `scope:${scope}`)],
    purposes: inAll(hops.map(({ purposes }) => purposes)),
    sessions: inAll(hops.map(({ sessions }) => sessions)),
  };
}

/** null where none of them limits. */
function inAll(lists: readonly (readonly string[] | undefined)[]): readonly string[] | null {
  const limits = lists.filter((list) => list !== undefined);
  return limits.length === 0 ? null : (limits[0] as readonly string[]).filter((one) => limits.every((limit) => limit.includes(one)));
}
