// A policy set ready to be reasoned about: the engine that decides by it, and what is registered beside its files.

import type { Engine, Facts } from '@polc/runtime';
import { Profiles } from '../analysis/profile.js';
import { type Reading, readingOf } from '../analysis/survey.js';
import { anyRegistry } from './any-registry.js';

export interface World {
  readonly engine: Engine;
  readonly facts: Facts;
  /** The facts say nothing of consents: any may be given. */
  readonly anyConsent: boolean;
  /** Whom a registry may add is among those who are registered. `partial`: not all of them. */
  readonly registry: 'these' | 'any' | 'partial';
  /** Where every delegation has been consented to whole, unless the facts know better. */
  readonly reading: Reading;
}

/** `facts`: those that the engine was made with. */
export function worldOf(engine: Engine, facts: Facts = {}, registry: World['registry'] = 'these'): World {
  const anyConsent = facts.consents === undefined;
  const consents = [...engine.snapshot.delegations.values()]
    .filter(({ explicit }) => explicit)
    .map(({ id, scopes }) => ({ delegation: id, scopes, given_at: 0 }));
  const consenting = anyConsent && consents.length > 0 ? engine.withFacts({ ...facts, consents }) : engine;
  return { engine, facts, anyConsent, registry, reading: readingOf(consenting, new Profiles(consenting)) };
}

/** The same policies under whatever registry. */
export function worldOfAnyRegistry(engine: Engine, facts: Facts = {}): World {
  const any = anyRegistry(engine, facts);
  return worldOf(engine.withFacts(any.facts), any.facts, any.partial ? 'partial' : 'any');
}
