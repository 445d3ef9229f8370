// Who exists, for the decisions of one engine: the records of the files with what the facts add to them, their policy lists found ahead of time.

import type { Tables } from '../load.js';
import { type PolicyList, PolicyLists } from '../policy-lists.js';
import type { JsonObject, JsonValue } from '../request.js';
import { badFacts } from './check-facts.js';
import { instantOr, secondsOf } from './members.js';
import type { AgentRecord, ConsentRecord, DelegationRecord, Facts, GroupRecord, UserRecord } from './records.js';
import { Roster } from './roster.js';

/** Seconds; infinite where nothing limits. */
export interface Bounds {
  readonly maxTtl: number;
  readonly uses: number;
}

export interface TypeOfAgents extends Bounds {
  readonly id: string;
  readonly ceiling: PolicyList | null;
}

/** Milliseconds; infinite when it does not end. */
interface Standing {
  readonly id: string;
  readonly active: boolean;
  readonly expires: number;
  /** Something it names does not exist: nobody knows what it may do. */
  readonly dangling: string | null;
}

export interface Agent extends Standing, Bounds {
  /** What expressions read. */
  readonly attributes: JsonObject;
  readonly owner: string | null;
  /** null: none, or unknown. */
  readonly type: TypeOfAgents | null;
  readonly policies: PolicyList;
  readonly ceiling: PolicyList;
  /** The ceiling binds direct requests too. */
  readonly direct: boolean;
  /** The facts' own ceiling, for an agent of the files. */
  readonly factsCeiling: PolicyList | null;
}

export interface User extends Standing {
  readonly attributes: JsonObject;
  /** All, also those its groups belong to. */
  readonly groups: readonly string[];
  readonly policyNames: readonly string[];
  readonly policies: PolicyList;
}

export interface Delegation extends Standing {
  readonly from: string;
  readonly to: string;
  readonly scopes: readonly string[];
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
  readonly explicit: boolean;
  readonly maxDepth: number;
  readonly consents: readonly Consent[];
}

/** In force from `from` until before `until`, in milliseconds. */
export interface Consent {
  readonly scopes: readonly string[];
  readonly from: number;
  readonly until: number;
}

/** What the facts may say of an agent of the files, beside its status and its end. */
const AGENT_MORE = ['ceiling', 'ephemeral'];

export class Snapshot {
  readonly revision: string | null;
  /** Milliseconds; decisions after it are stale. */
  readonly freshUntil: number;
  readonly agents: Roster<AgentRecord, Agent>;
  readonly users: Roster<UserRecord, User>;
  readonly groups = new Map<string, GroupRecord>();
  readonly delegations = new Map<string, Delegation>();
  readonly lists: PolicyLists;
  readonly #types = new Map<string, TypeOfAgents>();
  readonly #between = new Map<string, Delegation[]>();

  /** @throws RuntimeError bad_facts where the facts say what only files may. */
  constructor(tables: Tables, facts: Facts, before: Snapshot | null) {
    const { blocks } = tables;
    this.revision = facts.revision ?? null;
    this.freshUntil = instantOr(facts.as_of) + secondsOf(facts.max_age) * 1000;
    this.lists = new PolicyLists(tables, before?.lists ?? null);
    for (const { id, ceiling_policies, max_ttl, uses } of blocks.agent_types) {
      const ceiling = ceiling_policies === undefined ? null : this.lists.of(ceiling_policies);
      this.#types.set(id, { id, ceiling, maxTtl: secondsOf(max_ttl), uses: uses ?? Number.POSITIVE_INFINITY });
    }
    for (const group of blocks.groups) this.groups.set(group.id, group);
    for (const group of facts.groups ?? []) {
      if (this.groups.has(group.id)) throw badFacts(`the group ${JSON.stringify(group.id)} is declared in files`);
      this.groups.set(group.id, group);
    }
    this.agents = new Roster('agent', tables.agents, facts.agents, AGENT_MORE, (file, more) => this.#agent(file, more));
    this.users = new Roster('user', tables.users, facts.users, [], (file, more) => this.#user(file ?? (more as UserRecord), more));
    const consents = new Map<string, Consent[]>();
    for (const consent of facts.consents ?? []) append(consents, consent.delegation, makeConsent(consent));
    const filed = new Map(blocks.delegations.map((record) => [record.id, record]));
    const delegations = new Roster<DelegationRecord, Delegation>(
      'delegation',
      { get: (id) => filed.get(id) ?? null, ids: () => filed.keys() },
      facts.delegations,
      [],
      (file, more) => makeDelegation(file ?? (more as DelegationRecord), more, consents),
    );
    for (const delegation of delegations.all()) {
      this.delegations.set(delegation.id, delegation);
      append(this.#between, pairKey(delegation.from, delegation.to), delegation);
    }
  }

  /** From a principal (`user:ID`, `agent:ID`) to an agent, in order. */
  between(from: string, to: string): readonly Delegation[] {
    return this.#between.get(pairKey(from, to)) ?? [];
  }

  /** The groups, and those they belong to, each once; one that does not exist is among them. */
  closure(groups: readonly string[]): readonly string[] {
    const all = new Set(groups);
    for (const id of all) for (const outer of this.groups.get(id)?.groups ?? []) all.add(outer);
    return [...all];
  }

  /** Policies of a user and of groups, one list. */
  policyNames(own: readonly string[], groups: readonly string[]): readonly string[] {
    return [...own, ...groups.flatMap((id) => this.groups.get(id)?.policies ?? [])];
  }

  #agent(file: AgentRecord | null, more: AgentRecord | null): Agent {
    const record = file ?? (more as AgentRecord);
    const { id, type, owner, metadata, policies = [], ceiling } = record;
    const known = type === undefined ? null : this.#types.get(type);
    const own = this.lists.of(policies);
    return {
      ...standing(record, file === null ? null : more),
      id,
      attributes: { id, ...(type === undefined ? {} : { type }), ...(owner === undefined ? {} : { owner }), metadata: metadata ?? {} },
      owner: owner ?? null,
      type: known ?? null,
      dangling: known === undefined ? `the agent type ${JSON.stringify(type)}` : null,
      policies: own,
      ceiling: ceiling === undefined ? own : this.lists.of(ceiling.policies),
      direct: ceiling?.direct ?? true,
      factsCeiling: file === null || more?.ceiling === undefined ? null : this.lists.of(more.ceiling.policies),
      maxTtl: Math.min(secondsOf(file?.ephemeral?.max_ttl), secondsOf(more?.ephemeral?.max_ttl)),
      uses: Math.min(file?.ephemeral?.uses ?? Number.POSITIVE_INFINITY, more?.ephemeral?.uses ?? Number.POSITIVE_INFINITY),
    };
  }

  #user(record: UserRecord, more: UserRecord | null): User {
    const { id, groups = [], policies = [], attributes = {} } = record;
    const all = this.closure(groups);
    const policyNames = this.policyNames(policies, all);
    return {
      ...standing(record, more),
      id,
      attributes: { ...(attributes as { readonly [name: string]: JsonValue }), id },
      groups: all,
      dangling: all.every((id) => this.groups.has(id)) ? null : 'one of its groups',
      policyNames,
      policies: this.lists.of(policyNames),
    };
  }
}

function standing(record: AgentRecord | UserRecord | DelegationRecord, more: AgentRecord | UserRecord | DelegationRecord | null) {
  const active = (status: string | undefined) => status === undefined || status === 'active';
  return { active: active(record.status) && active(more?.status), expires: Math.min(instantOr(record.expires), instantOr(more?.expires)) };
}

function makeDelegation(record: DelegationRecord, more: DelegationRecord | null, consents: ReadonlyMap<string, readonly Consent[]>): Delegation {
  const { id, from, to, scopes, purposes = null, sessions = null, consent, max_depth: maxDepth = 0 } = record;
  if (from === undefined || to === undefined || scopes === undefined) throw badFacts(`the delegation ${JSON.stringify(id)} needs from, to and scopes`);
  if (!/^(?:user|agent):./.test(from)) throw badFacts(`from of the delegation ${JSON.stringify(id)} is user:ID or agent:ID`);
  return {
    ...standing(record, more),
    ...{ id, from, to, scopes, purposes, sessions, explicit: consent !== 'implied', maxDepth, dangling: null },
    consents: consents.get(id) ?? [],
  };
}

function makeConsent({ scopes, given_at, expires, withdrawn_at }: ConsentRecord): Consent {
  return { scopes, from: instantOr(given_at), until: Math.min(instantOr(expires), instantOr(withdrawn_at)) };
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}

/** Ids of facts may hold anything. */
function pairKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
