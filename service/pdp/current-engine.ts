// The engine that decides now: the policies in force over the facts that the store holds. Facts that may be too old deny.

import type { Engine, Facts } from '@polc/runtime';
import { factsOf } from '../facts/facts-of.js';
import type { FollowedRecords } from '../facts/followed-records.js';
import { type PolicySet, policySetOf } from '../facts/policy-set.js';

/** WHY an engine of its own for what is too old: it denies in every word as the language has it, whatever is asked. */
const LONG_AGO = { as_of: 0, max_age: 1 } as const;

export class CurrentEngine {
  readonly #followed: FollowedRecords;
  /** Milliseconds. */
  readonly #maxStaleness: number;
  #base: Engine;
  #policies: PolicySet;
  #facts: Facts;
  #engine: Engine;
  #stale: Engine | null = null;
  /** What the store holds cannot be taken: what is known here is no longer what holds. */
  #broken = false;

  /** `maxStaleness`: seconds. @throws RuntimeError bad_facts */
  constructor(base: Engine, followed: FollowedRecords, maxStaleness: number) {
    this.#followed = followed;
    this.#maxStaleness = maxStaleness * 1000;
    this.#base = base;
    this.#policies = policySetOf(base);
    this.#facts = this.#factsFor(this.#policies);
    this.#engine = base.withFacts(this.#facts);
  }

  get policies(): PolicySet {
    return this.#policies;
  }

  get isStale(): boolean {
    return this.#broken || this.#followed.age > this.#maxStaleness;
  }

  get engine(): Engine {
    if (!this.isStale) return this.#engine;
    this.#stale ??= this.#engine.withFacts({ ...this.#facts, ...LONG_AGO });
    return this.#stale;
  }

  /** After a change of the policies, or of the store. @throws RuntimeError bad_facts; then everything is denied until a later change can be taken */
  renew(base: Engine = this.#base): void {
    const policies = base === this.#base ? this.#policies : policySetOf(base);
    this.#broken = true;
    const facts = this.#factsFor(policies);
    this.#engine = base.withFacts(facts);
    this.#base = base;
    this.#policies = policies;
    this.#facts = facts;
    this.#stale = null;
    this.#broken = false;
  }

  #factsFor(policies: PolicySet): Facts {
    return factsOf(this.#followed.records(), policies, String(this.#followed.version));
  }
}
