// The rules of one policy list: its stanzas merged by pattern, its templates kept apart for each request to fill in. And the bounded cache of them.

import { LIMITS } from './form.js';
import type { Tables } from './load.js';
import type { LoadedPolicy, PlacedStanza } from './load-policies.js';
import { toLower, trimSpace } from './match/fold.js';
import { type LoadedStanza, makeRule, type Rule } from './rule.js';

export interface TemplatedStanza {
  /** Position in the list: the order in which stanzas merge. */
  readonly order: number;
  readonly template: readonly string[];
  readonly stanza: LoadedStanza;
}

export interface View {
  /** Numbers of the list's policies, in its order. */
  readonly policies: readonly number[];
  readonly rules: ReadonlyMap<number, Rule>;
  readonly templated: readonly TemplatedStanza[];
  /** Position in the list of each static stanza, by its number; only where templates need it. */
  readonly order: ReadonlyMap<number, number>;
}

export function buildView(tables: Tables, policies: readonly number[]): View {
  const byPattern = new Map<number, LoadedStanza[]>();
  const templated: TemplatedStanza[] = [];
  const order = new Map<number, number>();
  let position = 0;
  const place = ({ stanza, pattern, template }: PlacedStanza) => {
    position++;
    if (template !== null) {
      templated.push({ order: position, template, stanza });
      return;
    }
    order.set(stanza.id, position);
    const there = byPattern.get(pattern);
    if (there === undefined) byPattern.set(pattern, [stanza]);
    else there.push(stanza);
  };
  for (const policy of policies) for (const stanza of (tables.policies[policy] as LoadedPolicy).stanzas) place(stanza);
  const rules = new Map<number, Rule>();
  for (const [pattern, stanzas] of byPattern) {
    const { kind, text } = tables.patterns[pattern] as { kind: Rule['kind']; text: string };
    rules.set(pattern, makeRule(kind, text, stanzas));
  }
  return { policies, rules, templated, order };
}

const MAX_VIEWS = 1024;

interface Cached {
  readonly view: View;
  used: number;
}

/** Views by policy list, the least recently used one dropped when there are too many. Looking one up allocates nothing. */
export class Views {
  /** The last list looked up names `root`, which is no policy of any bundle. */
  namedRoot = false;
  readonly #tables: Tables;
  readonly #byHash = new Map<number, Cached[]>();
  #size = 0;
  #clock = 0;
  /** Numbers of the list being looked up. */
  readonly #list = new Int32Array(LIMITS.policies);
  #length = 0;
  #epoch = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Names are trimmed and folded; those that do not exist are ignored, as in Vault. At most LIMITS.policies of them. */
  of(names: readonly string[]): View {
    const hash = this.#number(names);
    const bucket = this.#byHash.get(hash);
    if (bucket !== undefined) {
      for (let i = 0; i < bucket.length; i++) {
        const cached = bucket[i] as Cached;
        if (!this.#isListOf(cached.view)) continue;
        cached.used = ++this.#clock;
        return cached.view;
      }
    }
    return this.#add(hash, Array.from(this.#list.subarray(0, this.#length)));
  }

  /** Fills the list with the numbers of the policies that exist; answers its hash. */
  #number(names: readonly string[]): number {
    const { policyByName } = this.#tables;
    const epoch = ++this.#epoch;
    if (names.length > LIMITS.policies) throw new Error('grown since it was checked');
    this.namedRoot = false;
    let length = 0;
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const number = policyByName.get(name) ?? this.#foldedNumber(name);
      if (number < 0) continue;
      this.#list[length++] = number;
      hash = (Math.imul(hash, 0x01000193) ^ (number + 1)) | 0;
    }
    // A list whose elements are getters can ask this engine again in between: nothing of it can be trusted then.
    if (this.#epoch !== epoch) throw new Error('re-entered');
    this.#length = length;
    return hash;
  }

  #foldedNumber(name: string): number {
    const folded = foldName(name);
    if (folded === 'root') this.namedRoot = true;
    return this.#tables.policyByName.get(folded) ?? -1;
  }

  #isListOf({ policies }: View): boolean {
    if (policies.length !== this.#length) return false;
    for (let i = 0; i < policies.length; i++) if (policies[i] !== this.#list[i]) return false;
    return true;
  }

  #add(hash: number, policies: readonly number[]): View {
    if (this.#size >= MAX_VIEWS) this.#dropOldest();
    const cached = { view: buildView(this.#tables, policies), used: ++this.#clock };
    const bucket = this.#byHash.get(hash);
    if (bucket === undefined) this.#byHash.set(hash, [cached]);
    else bucket.push(cached);
    this.#size++;
    return cached.view;
  }

  #dropOldest(): void {
    let oldest = Number.POSITIVE_INFINITY;
    let at = 0;
    for (const [hash, bucket] of this.#byHash) {
      for (const { used } of bucket) {
        if (used < oldest) {
          oldest = used;
          at = hash;
        }
      }
    }
    const left = (this.#byHash.get(at) as Cached[]).filter(({ used }) => used !== oldest);
    if (left.length === 0) this.#byHash.delete(at);
    else this.#byHash.set(at, left);
    this.#size--;
  }
}

/** A policy's name as Vault stores it. */
export function foldName(name: string): string {
  return toLower(trimSpace(name));
}
