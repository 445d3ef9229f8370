// Whether a mutant that no test notices is the policy itself in other words: by an exact comparison, wherever the tests say who is registered.

import { diff, type TestModel, type World, worldOf } from '@polc/compiler';
import type { Engine, Facts } from '@polc/runtime';
import { type Equivalence, givenFacts, type Mutant, type TestedPolicy } from '@polc/testing';

/** Milliseconds for all mutants together; those behind are not compared. */
const PATIENCE_MS = 20_000;
/** Kinds of facts that tests give. */
const MOST_GIVEN = 8;

export function compareMutants({ model }: TestedPolicy, engine: Engine, tests: readonly TestModel[], beside: Facts | undefined): (mutant: Mutant) => Equivalence {
  const given = distinctFacts(tests, beside);
  const lists = [...listsOf(tests), model.policies.map(({ name }) => name)];
  const worlds: World[] = [];
  const worldAt = (i: number): World => {
    worlds[i] ??= worldWith(engine, given[i] as Facts);
    return worlds[i];
  };
  const advice = adviceOf(model);
  let spent = 0;
  return (mutant) => {
    if (adviceOf(mutant.policy.model) !== advice) return 'different';
    let equivalence: Equivalence = 'equivalent';
    for (const [i, facts] of given.entries()) {
      if (spent > PATIENCE_MS) return 'undecided';
      const start = performance.now();
      const { changes, undecided, partial } = diff(worldAt(i), worldWith(mutant.engine, facts), { lists });
      spent += performance.now() - start;
      if (changes.length > 0) return 'different';
      if (undecided.length > 0 || partial) equivalence = 'undecided';
    }
    return equivalence;
  };
}

function worldWith(engine: Engine, facts: Facts): World {
  return worldOf(engine.withFacts(facts), facts);
}

/** Consents are left open, so that whatever is consented to counts. */
function distinctFacts(tests: readonly TestModel[], beside: Facts | undefined): readonly Facts[] {
  const found = new Map<string, Facts>();
  for (const { cases } of tests) {
    for (const { given } of cases) {
      if (found.size >= MOST_GIVEN) return [...found.values()];
      const { consents: _, ...facts } = givenFacts(given, beside);
      found.set(JSON.stringify(facts), facts);
    }
  }
  return [...found.values()];
}

function listsOf(tests: readonly TestModel[]): (readonly string[])[] {
  const lists = tests.flatMap(({ cases }) => cases.flatMap(({ request: { policies } }) => (policies === undefined || policies.length < 2 ? [] : [policies])));
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}

/** What advisory guardrails say turns no decision, so that a comparison passes over it; tests may notice it. */
function adviceOf({ blocks: { guardrails, conditions } }: TestedPolicy['model']): string {
  const advisory = guardrails.flatMap(({ record }) => (record.enforcement === 'advisory' ? [record] : []));
  if (advisory.length === 0) return '';
  return JSON.stringify([advisory, conditions.map(({ record }) => record)], (key, value: unknown) => (PLACES.has(key) ? undefined : value));
}

const PLACES: ReadonlySet<string> = new Set(['span', 'extent', 'line', 'file']);
