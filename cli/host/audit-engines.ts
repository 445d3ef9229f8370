// Engines of the past: the bundles that are given, by their revision, over the facts that the store held at a version of it.

import { existsSync } from 'node:fs';
import { type Engine, RuntimeError } from '@polc/runtime';
import type { EngineFor, Store } from '@polc/service';
import { Failure } from '../failure.js';
import { asFailure } from './open-service.js';
import { openStore } from './open-store.js';
import { engineOf } from './policy-set.js';
import { isBundle, readBundleFile } from './read-bundle.js';
import { readServicePolicies } from './service-policies.js';

export interface EngineSources {
  /** As `polc serve` takes them. */
  readonly policies?: readonly string[];
  readonly bundles: readonly string[];
  /** Of the store. */
  readonly store: string;
}

export interface PastEngines {
  readonly engineFor: EngineFor;
  close(): Promise<void>;
}

/** @throws Failure */
export async function openPastEngines({ policies, bundles, store: url }: EngineSources): Promise<PastEngines> {
  let now: () => number = Date.now;
  const clock = () => now();
  const engines = new Map<string, Engine>();
  const add = (bytes: Uint8Array, file: string | null) => {
    const engine = engineOf(bytes, file, { clock });
    engines.set(engine.revision, engine);
  };
  if (policies !== undefined) add(await readServicePolicies(policies), null);
  for (const file of bundles) {
    const bytes = readBundleFile(file);
    if (!isBundle(bytes)) throw new Failure('bad_bundle', `${file}: this is no bundle; policies are named with -p`);
    add(bytes, file);
  }
  const store = await openForReading(url);
  return {
    engineFor: async (revision, facts, ownClock) => {
      const engine = engines.get(revision);
      if (engine === undefined) return 'no_bundle';
      now = ownClock;
      return facts === null ? engine : await withFacts(engine, store, facts);
    },
    close: () => store.close(),
  };
}

/** WHY not one that is not there: opening it would make it, and to read is not to write. */
async function openForReading(url: string): Promise<Store> {
  const [, file] = /^sqlite:(.+)$/s.exec(url) ?? [];
  if (file !== undefined && !existsSync(file)) throw new Failure('not_found', `${file}: there is no store, and facts of the past are in it; --store names it`);
  const store = await openStore(url);
  try {
    await store.version();
    return store;
  } catch (error) {
    await store.close();
    throw await asFailure(error);
  }
}

async function withFacts(engine: Engine, store: Store, facts: string): Promise<Engine | 'no_facts'> {
  const { declaredIn, factsOf } = await import('@polc/service');
  const version = /^(?:0|[1-9][0-9]{0,15})$/.test(facts) ? Number(facts) : Number.POSITIVE_INFINITY;
  try {
    return version > (await store.version()) ? 'no_facts' : engine.withFacts(factsOf(await store.at(version), declaredIn(engine), facts));
  } catch (error) {
    // Then the server could not take them either, and decided by none of this revision.
    if (error instanceof RuntimeError) return 'no_facts';
    throw await asFailure(error);
  }
}
