// The rules of all policies held together, and where requests find them. After a change only what the policies that came and went touch is merged anew:
// every other rule stays the object it was.

import type { Policy, Stanza } from '../model/stanza.js';
import { type MergedRule, mergeStanzas, patternKey } from './merged.js';
import { PatternIndex } from './pattern-index.js';
import { View } from './view.js';

export interface RuleChange {
  readonly gone: MergedRule | null;
  readonly come: MergedRule | null;
}

/** The stanzas of one pattern. */
interface Group {
  readonly key: string;
  /** Each with the policy it came with. */
  members: Member[];
  rule: MergedRule | null;
  /** The round in which it was last met. */
  met: number;
}

interface Member {
  readonly stanza: Stanza;
  readonly of: Held;
}

/** A policy, by its list of stanzas: that is one object as long as its file stays. */
interface Held {
  readonly stanzas: readonly Stanza[];
  /** One a stanza. */
  readonly groups: readonly Group[];
  place: number;
}

export class Patterns {
  #index = new PatternIndex();
  #view = new View(this.#index);
  #policies: readonly Policy[];
  #held: readonly Held[] = [];
  #groups = new Map<string, Group>();
  #stale = true;
  #rules: readonly MergedRule[] | null = null;
  #round = 0;
  #version = 0;
  #changes: readonly RuleChange[] | null = null;

  constructor(policies: readonly Policy[]) {
    this.#policies = policies;
  }

  /** Looked at when somebody next asks. */
  set(policies: readonly Policy[]): void {
    this.#policies = policies;
    this.#stale = true;
  }

  /** In order of first appearance. */
  get rules(): readonly MergedRule[] {
    this.#refresh();
    this.#rules ??= this.#inOrder();
    return this.#rules;
  }

  /** Of all rules; a templated pattern stands for itself, its directives texts like any other. */
  get view(): View {
    this.#refresh();
    return this.#view;
  }

  get index(): PatternIndex {
    this.#refresh();
    return this.#index;
  }

  /** Grows when the rules change. */
  get version(): number {
    this.#refresh();
    return this.#version;
  }

  /** What led from the version before to this one; null where nothing of it is left. */
  get changes(): readonly RuleChange[] | null {
    this.#refresh();
    return this.#changes;
  }

  #refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    const known = new Map(this.#held.map((held) => [held.stanzas, held]));
    const stays = new Set<Held>();
    let last = -1;
    for (const { stanzas } of this.#policies) {
      const held = known.get(stanzas);
      // What has another place among its fellows is taken out and put in again.
      if (held === undefined || stays.has(held) || held.place < last) continue;
      stays.add(held);
      last = held.place;
    }
    const touched = new Set<Group>();
    if (stays.size === 0) this.#forget();
    else for (const held of this.#held) if (!stays.has(held)) leave(held, touched);
    const now: Held[] = [];
    const taken = new Set<Held>();
    for (const { stanzas } of this.#policies) {
      const before = known.get(stanzas);
      const held = before !== undefined && stays.has(before) && !taken.has(before) ? before : this.#come(stanzas, touched);
      taken.add(held);
      held.place = now.length;
      now.push(held);
    }
    this.#held = now;
    this.#rules = null;
    const changes = [...touched].map((group) => this.#mergeAnew(group)).filter(({ gone, come }) => gone !== null || come !== null);
    if (changes.length === 0 && stays.size > 0) return;
    this.#version++;
    this.#changes = stays.size > 0 ? changes : null;
  }

  #forget(): void {
    this.#index = new PatternIndex();
    this.#view = new View(this.#index);
    this.#groups = new Map();
  }

  #come(stanzas: readonly Stanza[], touched: Set<Group>): Held {
    const groups: Group[] = [];
    const held: Held = { stanzas, groups, place: 0 };
    for (const stanza of stanzas) {
      const key = patternKey(stanza);
      let group = this.#groups.get(key);
      if (group === undefined) {
        group = { key, members: [], rule: null, met: 0 };
        this.#groups.set(key, group);
      }
      group.members.push({ stanza, of: held });
      touched.add(group);
      groups.push(group);
    }
    return held;
  }

  #mergeAnew(group: Group): RuleChange {
    const gone = group.rule;
    // Members of one policy stand in its order already, and sorting keeps it.
    const members = group.members.sort((a, b) => a.of.place - b.of.place);
    if (gone !== null && isSameList(gone.stanzas, members)) return { gone: null, come: null };
    if (gone !== null) this.index.remove(gone);
    const come = mergeStanzas(members.map(({ stanza }) => stanza))[0] ?? null;
    group.rule = come;
    if (come === null) this.#groups.delete(group.key);
    else this.index.add(come);
    return { gone, come };
  }

  #inOrder(): readonly MergedRule[] {
    const round = ++this.#round;
    const rules: MergedRule[] = [];
    for (const { groups } of this.#held) {
      for (const group of groups) {
        if (group.met === round || group.rule === null) continue;
        group.met = round;
        rules.push(group.rule);
      }
    }
    return rules;
  }
}

function leave(held: Held, touched: Set<Group>): void {
  for (const group of new Set(held.groups)) {
    group.members = group.members.filter(({ of }) => of !== held);
    touched.add(group);
  }
}

function isSameList(stanzas: readonly Stanza[], members: readonly Member[]): boolean {
  return stanzas.length === members.length && members.every(({ stanza }, i) => stanza === stanzas[i]);
}
