// Which groups have to take a step back for a promise that was broken.

import { type Decision, type Engine, matchesPattern } from '@polc/runtime';
import type { Subject } from '../analysis/subjects.js';
import { keyOf } from './evidence.js';
import type { Group } from './group.js';
import type { WrittenStanza } from './write-files.js';

/** A stanza, by its place. */
interface PlacedRule {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly written: string;
}

export class Blame {
  /** By the key of a present stanza. */
  readonly #present = new Map<string, Group>();
  /** By policy and pattern as suggested. */
  readonly #suggested = new Map<string, { readonly group: Group; readonly pattern: string }>();
  readonly #groups: readonly Group[];
  /** What has given way already: a pattern, or null for the whole group. Each does so once a round. */
  readonly #stepped = new Map<Group, Set<string | null>>();

  constructor(groups: readonly Group[], stanzas: readonly WrittenStanza[]) {
    this.#groups = groups;
    for (const group of groups) for (const { key } of group.members) this.#present.set(key, group);
    for (const { group, stanza, pattern } of stanzas) this.#suggested.set(JSON.stringify([stanza.policy, pattern]), { group, pattern });
  }

  /** A request that comes to something else. Whether anything gave way. */
  decisions(before: Decision, after: Decision, why: string): boolean {
    const placed = ({ rules }: Decision) => rules.map((rule) => ({ ...rule, written: rule.path }));
    return this.selected(placed(before), placed(after), why);
  }

  /** What is selected where something opens. */
  selected(before: readonly PlacedRule[], after: readonly PlacedRule[], why: string): boolean {
    const present = [...new Set(before.flatMap((rule) => this.#present.get(keyOf(rule)) ?? []))];
    // What is gone may only have to hide again.
    if (
      this.#stepAll(
        present.filter(({ used }) => !used),
        why,
      )
    )
      return true;
    const suggested = new Map(
      after.flatMap(({ policy, written }) => this.#suggested.get(JSON.stringify([policy, written])) ?? []).map((each) => [each.group, each.pattern]),
    );
    if ([...suggested].filter(([group, pattern]) => this.#step(group, why, pattern)).length > 0) return true;
    return this.#stepAll(present, why);
  }

  /** A part of somebody's requests of which nothing can be told. */
  undecided({ policies, user, chain }: Subject, path: string | null, engine: Engine, why: string): boolean {
    const own = policies.length > 0 ? new Set(policies) : policiesOf(engine, user, chain);
    const held = this.#groups.filter(({ members }) => members.some(({ stanza }) => own.has(stanza.policy)));
    const near = held.filter((group) => path !== null && matchesPattern(group.pattern, path));
    return this.#stepAll(near, why) || this.#stepAll(held, why) || this.all(why);
  }

  /** Texts that are no policies any more. */
  files(files: ReadonlySet<string>, why: string): boolean {
    const there = this.#groups.filter(({ members }) => members.some(({ stanza }) => files.has(stanza.file)));
    return this.#stepAll(there, why) || this.all(why);
  }

  all(why: string): boolean {
    return this.#stepAll(this.#groups, why);
  }

  #stepAll(groups: readonly Group[], why: string): boolean {
    return groups.filter((group) => this.#step(group, why, null)).length > 0;
  }

  #step(group: Group, why: string, pattern: string | null): boolean {
    const done = this.#stepped.get(group) ?? new Set();
    this.#stepped.set(group, done);
    if (done.has(null) || done.has(pattern)) return true;
    const { stance } = group;
    if (!group.stepBack(why, pattern)) return false;
    done.add(group.stance === stance ? pattern : null);
    return true;
  }
}

function policiesOf({ snapshot, tables }: Engine, user: string | null, chain: readonly string[]): ReadonlySet<string> {
  const agents = snapshot.agents.all().filter(({ id }) => chain.includes(id));
  const users = snapshot.users.all().filter(({ id }) => id === user);
  const lists = [
    ...agents.flatMap(({ policies, ceiling, factsCeiling, type }) => [policies, ceiling, factsCeiling, type?.ceiling ?? null]),
    ...users.map(({ policies }) => policies),
  ];
  return new Set(lists.flatMap((list) => list?.view.policies.map((number) => (tables.policies[number] as { readonly name: string }).name) ?? []));
}
