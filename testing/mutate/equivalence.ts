// Whether a mutant that no test notices is the policy itself in other words: random requests first, which mostly show a difference at once, then an exact
// comparison; wherever the tests say who is registered.

import { diff, type TestModel, type World, worldOf } from '@polc/compiler';
import type { Answer, Engine, Facts, Request } from '@polc/runtime';
import { sample } from 'fast-check';
import { requests } from '../arbitraries/requests.js';
import { simplestRequest } from '../arbitraries/shrink-request.js';
import { nowOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import { givenFacts } from '../runner/given-facts.js';
import type { Mutant } from './mutants-of.js';
import type { Comparison } from './run-mutants.js';

export interface EquivalenceOptions {
  /** Their facts are given, and their lists of bare policies asked. */
  readonly tests: readonly TestModel[];
  /** Milliseconds for the exact comparisons of all mutants; those behind are undecided. */
  readonly patience?: number;
  readonly clock?: () => number;
}

const PATIENCE_MS = 10_000;
/** Kinds of facts that tests give. */
const MOST_GIVEN = 8;
const REQUESTS = 1_000;
const SEED = 1;

/** What was made ready of the policy where this is registered. */
interface Place {
  readonly facts: Facts;
  readonly engine: Engine;
  readonly requests: readonly Request[];
  world: World | null;
}

/** `engine`: on the policy's bundle. */
export function equivalence(
  policy: TestedPolicy,
  engine: Engine,
  { tests, patience = PATIENCE_MS, clock = Date.now }: EquivalenceOptions,
): (mutant: Mutant) => Comparison {
  const lists = [...listsOf(tests), policy.model.policies.map(({ name }) => name)];
  const advice = adviceOf(policy);
  let places: readonly Place[] | null = null;
  let spent = 0;
  return (mutant) => {
    places ??= distinctFacts(tests, policy.facts).map((facts) => placeOf(policy, engine, facts));
    for (const place of places) {
      const request = toldApart(place, mutant);
      if (request !== null) return { equivalence: 'different', request };
    }
    // It turns no decision, so that a comparison passes over it; tests may notice it.
    if (adviceOf(mutant.policy) !== advice) return { equivalence: 'different', request: null };
    let isDecided = true;
    for (const place of places) {
      if (spent > patience) return { equivalence: 'undecided', request: null };
      const start = clock();
      place.world ??= worldOf(place.engine, place.facts);
      const { changes, undecided, partial } = diff(place.world, worldOf(mutant.engine.withFacts(place.facts), place.facts), { lists });
      spent += clock() - start;
      if (changes[0] !== undefined) return { equivalence: 'different', request: changes[0].witness.request };
      isDecided &&= undecided.length === 0 && !partial;
    }
    return { equivalence: isDecided ? 'equivalent' : 'undecided', request: null };
  };
}

function placeOf(policy: TestedPolicy, engine: Engine, facts: Facts): Place {
  return { facts, engine: engine.withFacts(facts), requests: drawn(policy, facts, REQUESTS), world: null };
}

function drawn(policy: TestedPolicy, facts: Facts, count: number): readonly Request[] {
  return sample(requests(policy, { facts }), { numRuns: count, seed: SEED });
}

function toldApart({ engine, facts, requests: own }: Place, { engine: other, policy }: Mutant): Request | null {
  const mutant = other.withFacts(facts);
  const isOther = (request: Request) => answerText(engine.decide(request)) !== answerText(mutant.decide(request));
  const found = own.find(isOther) ?? drawn(policy, facts, REQUESTS / 4).find(isOther);
  return found === undefined ? null : simplestRequest(found, { now: nowOf(policy) }, isOther).request;
}

/** What a comparison sees: of a denial nothing but what is wanted. */
function answerText({ allowed, outcome, obligations }: Answer): string {
  const isWanting = outcome === 'approval_required' || outcome === 'mfa_required';
  return allowed || isWanting ? JSON.stringify([outcome, obligations]) : '';
}

/** With consents too; where tests give none, all could be given. */
function distinctFacts(tests: readonly TestModel[], beside: Facts | undefined): readonly Facts[] {
  const found = new Map<string, Facts>();
  for (const { cases } of tests) {
    for (const { given } of cases) {
      const { consents, ...facts } = givenFacts(given, beside);
      const known = found.get(JSON.stringify(facts))?.consents ?? [];
      const all = [...new Map([...known, ...(consents ?? [])].map((consent) => [JSON.stringify(consent), consent])).values()];
      if (found.size < MOST_GIVEN || found.has(JSON.stringify(facts)))
        found.set(JSON.stringify(facts), { ...facts, ...(all.length === 0 ? {} : { consents: all }) });
    }
  }
  return [...found.values()];
}

function listsOf(tests: readonly TestModel[]): (readonly string[])[] {
  const lists = tests.flatMap(({ cases }) => cases.flatMap(({ request: { policies } }) => (policies === undefined || policies.length < 2 ? [] : [policies])));
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}

const PLACES: ReadonlySet<string> = new Set(['span', 'extent', 'line', 'file']);

function adviceOf({ model: { blocks } }: TestedPolicy): string {
  const advisory = blocks.guardrails.flatMap(({ record }) => (record.enforcement === 'advisory' ? [record] : []));
  if (advisory.length === 0) return '';
  const conditions = blocks.conditions.map(({ record }) => record);
  return JSON.stringify([advisory, conditions], (key, value: unknown) => (PLACES.has(key) ? undefined : value));
}
