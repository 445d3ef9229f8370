// Checks the properties of a policy's files: proved where that can be decided, else tried on random requests of the region (grammar/spec.md §13.3).

import { type Given, type PropertyModel, type World, worldOf } from '@polc/compiler';
import { type ConsentRecord, type Engine, type Facts, type Request, RuntimeError } from '@polc/runtime';
import type { Random } from 'fast-check';
import { percent, pick } from '../arbitraries/chance.js';
import { makeRequest } from '../arbitraries/make-request.js';
import { registryOf } from '../arbitraries/principals.js';
import { makeStock, NobodyLeft, type Stock } from '../arbitraries/stock.js';
import { engineOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import { type Asked, askCase } from '../runner/ask-case.js';
import { compare } from '../runner/compare.js';
import { givenFacts } from '../runner/given-facts.js';
import { asksIn, liesIn, namesOf } from './model-region.js';
import { tryRequests, USUAL_RUNS } from './try-requests.js';
import type { PropertyVerdict } from './verdict.js';

/** Over all requests. */
export interface Proof {
  readonly status: 'proved' | 'refuted' | 'undecided';
  /** Of what is refuted. */
  readonly witness?: { readonly request: Request; readonly consents: readonly ConsentRecord[] | null };
  /** Of what is undecided. */
  readonly why?: string;
  readonly quantified: readonly string[];
}

export type Prove = (world: World, property: PropertyModel) => Proof;

export interface PropertyOptions {
  readonly seed: number;
  /** Requests to try for a property that does not say; 1,000 when absent. */
  readonly runs?: number;
  /** null: nothing is proved. */
  readonly prove?: Prove | null;
  /** Of each request of a region that was tried, up to the first that failed. */
  readonly onAsked?: (asked: Asked) => void;
}

/** One for a run: what its properties are given is made ready once. */
export class PropertyRunner {
  readonly #policy: TestedPolicy;
  readonly #options: PropertyOptions;
  /** By the facts that stand beside or in a file, then by what is given in their place. */
  readonly #policies = new Map<Facts | undefined, Map<string, TestedPolicy>>();

  /** The policy's facts stand beside every property that names none of its own. */
  constructor(policy: TestedPolicy, options: PropertyOptions) {
    this.#policy = policy;
    this.#options = options;
  }

  run(property: PropertyModel): PropertyVerdict {
    const { name, file, line, given } = property;
    const { seed } = this.#options;
    const head = { name, file, line, seed, ...NOTHING };
    try {
      const policy = this.#policyFor(given);
      const { region } = property;
      const registry = registryOf(policy.model, policy.facts ?? {});
      const isAsking = asksIn(region, registry);
      const stock = stockOf(policy, property, isAsking);
      if (stock === null) return { ...head, status: 'undecided', why: 'nobody whom the files and the facts know lies in the region' };
      const isInside = liesIn(region, stock, isAsking, property.expect.outcome?.value === 'malformed_request');
      const ask = (request: Request, consents: readonly ConsentRecord[] | null = null): Asked =>
        askCase(consents === null ? stock.engine : withConsents(stock, consents), request, given.approved);
      const proof = this.#proofOf(property, stock, (request, consents) => isInside(request) && compare(property.expect, ask(request, consents).decision).length > 0);
      if (proof.status === 'proved') return { ...head, status: 'proved', by: 'proof', quantified: proof.quantified };
      if (proof.status === 'refuted') {
        const { request, consents } = proof.witness;
        return { ...head, status: 'failed', by: 'proof', quantified: proof.quantified, ...failureOf(property, ask(request, consents), consents) };
      }
      return { ...head, ...this.#tried(property, stock, isInside, ask), why: proof.why };
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const unasked = { what: 'given', expected: 'facts that fit the files', got: error.message, span: property.span };
      return { ...head, status: 'failed', mismatches: [unasked] };
    }
  }

  #tried(property: PropertyModel, stock: Stock, isInside: (request: Request) => boolean, ask: (request: Request) => Asked): Found {
    const { expect } = property;
    const { seed, onAsked = () => undefined, runs = USUAL_RUNS } = this.#options;
    const { counterexample, path: _, ...tried } = tryRequests(
      {
        draw: (random) => drawIn(stock, property, random),
        now: stock.now,
        isInside,
        holds(request, shrinking) {
          const asked = ask(request);
          if (!shrinking) onAsked(asked);
          return compare(expect, asked.decision).length === 0;
        },
      },
      { seed, runs: property.runs ?? runs },
    );
    return counterexample === null ? tried : { ...tried, ...failureOf(property, ask(counterexample), null) };
  }

  /** A refutation counts when the engine confirms it. */
  #proofOf(property: PropertyModel, { engine, policy }: Stock, isRefutedBy: (request: Request, consents: readonly ConsentRecord[] | null) => boolean): Outcome {
    const { prove = null } = this.#options;
    if (prove === null) return UNPROVED;
    if (property.given.approved.length > 0) return { status: 'undecided', why: 'approvals are given' };
    // WHY said: facts that are silent about consents would leave them to anybody, and tests have those that are given.
    const { status, witness, why = 'it cannot be decided', quantified } = prove(worldOf(engine, { consents: [], ...policy.facts }), property);
    if (status === 'proved') return { status, quantified };
    if (status === 'undecided') return { status, why };
    if (witness === undefined || !isRefutedBy(witness.request, witness.consents)) return { status: 'undecided', why: 'the engine does not confirm its refutation' };
    return { status, witness, quantified };
  }

  #policyFor(given: Given): TestedPolicy {
    const base = given.facts ?? this.#policy.facts;
    const policies: Map<string, TestedPolicy> = this.#policies.get(base) ?? new Map();
    this.#policies.set(base, policies);
    const key = JSON.stringify(given.records);
    const known = policies.get(key);
    if (known !== undefined) return known;
    const { bundle, model } = this.#policy;
    const policy = { bundle, model, facts: givenFacts(given, this.#policy.facts) };
    policies.set(key, policy);
    return policy;
  }
}

type Outcome =
  | { readonly status: 'proved'; readonly quantified: readonly string[] }
  | { readonly status: 'refuted'; readonly witness: NonNullable<Proof['witness']>; readonly quantified: readonly string[] }
  | { readonly status: 'undecided'; readonly why: string | null };

type Found = Pick<PropertyVerdict, 'status'> & Partial<PropertyVerdict>;

const UNPROVED: Outcome = { status: 'undecided', why: null };
const NOTHING = {
  ...({ by: 'requests', why: null, quantified: [], runs: 0, met: 0, shrinks: 0 } as const),
  ...({ counterexample: null, mismatches: [], explanation: null } as const),
};

/** null: nobody who is known can ask in the region. */
function stockOf(policy: TestedPolicy, { region, given }: PropertyModel, isAsking: ReturnType<typeof asksIn>): Stock | null {
  const { policies } = region;
  const operations = namesOf(region.operation);
  const paths = namesOf(region.path);
  const options = {
    now: given.now,
    ...(operations === null ? {} : { operations }),
    ...(paths === null ? {} : { paths }),
    ...(Array.isArray(policies) ? { principals: [{ policies: policies.map(({ name }) => name) }] } : {}),
  };
  try {
    return makeStock(policy, options, ({ asking }) => isAsking(asking));
  } catch (error) {
    if (error instanceof NobodyLeft) return null;
    throw error;
  }
}

function withConsents({ engine, policy }: Stock, consents: readonly ConsentRecord[]): Engine {
  return engine.withFacts({ ...policy.facts, consents });
}

/** As the stanzas want it half of the time, so that what allows is found; the condition of the region nearly always. */
function drawIn(stock: Stock, { region: { condition, purpose } }: PropertyModel, random: Random): Request {
  const wishes = condition === null ? [] : [{ code: condition.code, truth: true }];
  const request = makeRequest(stock, random, { fitting: percent(random, 50), details: false, wishes });
  if (purpose === null) return request;
  if (purpose === 'any') return request.purpose === undefined ? { ...request, purpose: 'x' } : request;
  if (purpose === 'none') {
    const { purpose: _, ...without } = request;
    return without;
  }
  const isOne = purpose.some(({ name }) => name === request.purpose);
  return isOne || purpose.length === 0 ? request : { ...request, purpose: pick(random, purpose).name };
}

function failureOf(
  { expect }: PropertyModel,
  { engine, request, decision }: Asked,
  consents: readonly ConsentRecord[] | null,
): Pick<PropertyVerdict, 'counterexample' | 'mismatches' | 'explanation'> {
  return {
    counterexample: { request, consents, decision: decision.toJSON() },
    mismatches: compare(expect, decision),
    explanation: engine.explain(request),
  };
}
