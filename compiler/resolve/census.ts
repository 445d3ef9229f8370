// How often each name of a set is declared and referred to, kept up to date file by file: tells which of the passes over the whole set have anything
// to say, so that after a change of one file of many none is run for nothing. What they say is theirs.

import { canonicalJson, type JsonValue } from '@polc/runtime';
import type { FileModel } from '../check/read-file.js';
import type { ReferenceKind } from '../model/reference.js';

/** Counts by key, and how many keys stand more than once. */
class Tally {
  repeated = 0;
  readonly #counts = new Map<string, number>();

  add(key: string, by: 1 | -1): void {
    const before = this.#counts.get(key) ?? 0;
    const after = before + by;
    if (after === 0) this.#counts.delete(key);
    else this.#counts.set(key, after);
    this.repeated += Number(after > 1) - Number(before > 1);
  }
}

interface Name {
  declared: number;
  named: number;
}

/** Names of one kind, and how many are referred to and not declared. */
class Names {
  missing = 0;
  readonly #names = new Map<string, Name>();

  add(key: string, what: keyof Name, by: 1 | -1): void {
    const name = this.#names.get(key) ?? { declared: 0, named: 0 };
    this.#names.set(key, name);
    this.missing -= Number(isMissing(name));
    name[what] += by;
    this.missing += Number(isMissing(name));
    if (name.declared === 0 && name.named === 0) this.#names.delete(key);
  }
}

const isMissing = ({ declared, named }: Name) => named > 0 && declared === 0;

export class Census {
  readonly #policies = new Tally();
  readonly #blocks = new Tally();
  readonly #identities = new Tally();
  readonly #names: Readonly<Record<ReferenceKind, Names>> = {
    ...{ policy: new Names(), agent_type: new Names(), agent: new Names() },
    ...{ user: new Names(), group: new Names(), scope: new Names() },
    ...{ delegation: new Names(), guardrail: new Names(), policy_or_scope: new Names() },
  };
  #groups = 0;

  get repeatsPolicies(): boolean {
    return this.#policies.repeated > 0;
  }

  get repeatsBlocks(): boolean {
    return this.#blocks.repeated > 0;
  }

  get repeatsIdentities(): boolean {
    return this.#identities.repeated > 0;
  }

  get missesNames(): boolean {
    return Object.values(this.#names).some(({ missing }) => missing > 0);
  }

  get hasGroups(): boolean {
    return this.#groups > 0;
  }

  /** By 1 as a file comes, by -1 as it leaves. */
  count(file: FileModel, by: 1 | -1): void {
    const names = this.#names;
    for (const { name } of file.policies) {
      this.#policies.add(name, by);
      names.policy.add(name, 'declared', by);
      names.policy_or_scope.add(name, 'declared', by);
    }
    for (const { kind, name } of file.references) names[kind].add(name, 'named', by);
    for (const { type, id } of file.declared) this.#blocks.add(`${type} ${id}`, by);
    if (file.blocks !== null) this.#countBlocks(file.blocks, by);
  }

  #countBlocks({ agentTypes, agents, users, groups, scopes, delegations, guardrails }: NonNullable<FileModel['blocks']>, by: 1 | -1): void {
    const { agent_type, agent, user, group, scope, delegation, guardrail, policy_or_scope } = this.#names;
    for (const { record } of agentTypes) agent_type.add(record.id, 'declared', by);
    for (const { record } of users) user.add(record.id, 'declared', by);
    for (const { record } of groups) group.add(record.id, 'declared', by);
    for (const { name } of scopes) {
      scope.add(name, 'declared', by);
      policy_or_scope.add(name, 'declared', by);
    }
    for (const { record } of delegations) delegation.add(record.id, 'declared', by);
    for (const { record } of guardrails) guardrail.add(record.name, 'declared', by);
    for (const { record } of agents) {
      agent.add(record.id, 'declared', by);
      for (const key of identitiesOf(record.identity)) this.#identities.add(key, by);
    }
    this.#groups += groups.length * by;
  }
}

/** One for each way in which a credential could stand for the agent. */
function identitiesOf(identity: object | undefined): string[] {
  return identity === undefined ? [] : Object.entries(identity).map(([kind, value]) => identityKey(kind, value));
}

export function identityKey(kind: string, value: unknown): string {
  return `${kind} ${canonicalJson(value as JsonValue)}`;
}
