// Checks the properties of a policy's files: proved where that can be decided, else tried on random requests of the region (grammar/spec.md §13.3).

import { type Given, type Proof, type PropertyModel, proveProperty, quantifiedOver, worldOf } from '@polc/compiler';
import { type ConsentRecord, type Engine, type Facts, type Request, RuntimeError } from '@polc/runtime';
import type { Random } from 'fast-check';
import { percent, pick } from '../arbitraries/chance.js';
import { makeRequest } from '../arbitraries/make-request.js';
import { registryOf } from '../arbitraries/principals.js';
import { simplestRequest } from '../arbitraries/shrink-request.js';
import { makeStock, NobodyLeft, type Stock } from '../arbitraries/stock.js';
import type { TestedPolicy } from '../policy.js';
import { type Asked, askCase } from '../runner/ask-case.js';
import { compare } from '../runner/compare.js';
import { givenFacts } from '../runner/given-facts.js';
import { asksIn, liesIn, namesOf } from './model-region.js';
import { tryRequests, USUAL_RUNS } from './try-requests.js';
import type { PropertyVerdict } from './verdict.js';

export interface PropertyOptions {
  readonly seed: number;
  /** Requests to try for a property that does not say; 1,000 when absent. */
  readonly runs?: number;
  /** False: all are tried. */
  readonly prove?: boolean;
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
      const isInside = liesIn(region, stock, isAsking, property.expect.outcome?.value ?? null);
      const ask = (request: Request, consents: Consents = null): Asked =>
        askCase(consents === null ? stock.engine : withConsents(stock, consents), request, given.approved);
      const isShownBy = (request: Request, consents: Consents): boolean =>
        isInside(request) && compare(property.expect, ask(request, consents).decision).length > 0;
      const proof = this.#proofOf(property, stock, isShownBy);
      if (proof.status === 'proved') return { ...head, status: 'proved', by: 'proof', quantified: proof.quantified };
      if (proof.status === 'nobody') return { ...head, status: 'undecided', by: 'proof', why: 'no request lies in the region', quantified: proof.quantified };
      if (proof.status === 'refuted') {
        const { consents } = proof.witness;
        const { request, shrinks } = simplestRequest(proof.witness.request, stock, (each) => isShownBy(each, consents));
        const failure = failureOf(property, ask(request, consents), consents);
        return { ...head, status: 'failed', by: 'proof', quantified: proof.quantified, shrinks, ...failure };
      }
      const tried = this.#tried(property, stock, isInside, ask);
      const unproved = proof.status === 'undecided' ? proof.why : null;
      return { ...head, ...tried, why: tried.status === 'undecided' ? fewMet(tried) : tried.status === 'passed' ? unproved : null };
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const unasked = { what: 'given', expected: 'facts that fit the files', got: error.message, span: property.span };
      return { ...head, status: 'failed', mismatches: [unasked] };
    }
  }

  #tried(property: PropertyModel, stock: Stock, isInside: (request: Request) => boolean, ask: (request: Request) => Asked): Found {
    const { expect } = property;
    const { seed, onAsked = () => undefined, runs = USUAL_RUNS } = this.#options;
    const {
      counterexample,
      path: _,
      ...tried
    } = tryRequests(
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
  #proofOf(property: PropertyModel, { engine, policy }: Stock, isShownBy: (request: Request, consents: Consents) => boolean): ReadProof {
    if (this.#options.prove === false) return { status: 'undecided', why: null };
    if (property.given.approved.length > 0) return { status: 'undecided', why: 'approvals are given' };
    // WHY said: facts that are silent about consents would leave them to anybody, and here there are those that are given.
    const proof = proveProperty(property, worldOf(engine, { consents: [], ...policy.facts }), policy.model.blocks.schema);
    if (proof === null) return { status: 'undecided', why: 'which word a denial has cannot be proved' };
    const quantified = quantifiedOver(proof);
    if (proof.status === 'nobody') return { status: 'nobody', quantified };
    if (proof.status === 'proved') {
      // A list can allow what none of its policies does.
      const isAll = property.region.policies !== 'any' || policy.model.policies.length < 2;
      return isAll ? { status: 'proved', quantified } : { status: 'undecided', why: 'a proof is of each policy by itself, not of any list' };
    }
    const confirmed = proof.refutations.find(({ witness }) => isShownBy(witness.request, witness.consents));
    if (confirmed !== undefined) return { status: 'refuted', witness: confirmed.witness, quantified };
    return { status: 'undecided', why: proof.status === 'refuted' ? 'the engine does not confirm its refutation' : whyUndecided(proof) };
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

type Consents = readonly ConsentRecord[] | null;

type ReadProof =
  | { readonly status: 'proved' | 'nobody'; readonly quantified: readonly string[] }
  | { readonly status: 'refuted'; readonly witness: Proof['refutations'][number]['witness']; readonly quantified: readonly string[] }
  | { readonly status: 'undecided'; readonly why: string | null };

type Found = Pick<PropertyVerdict, 'status' | 'runs' | 'met'> & Partial<PropertyVerdict>;

const NOTHING = {
  ...({ by: 'requests', why: null, quantified: [], runs: 0, met: 0, shrinks: 0 } as const),
  ...({ counterexample: null, mismatches: [], explanation: null } as const),
};

function whyUndecided({ undecided: [first], partial }: Proof): string {
  if (first === undefined) return partial ? 'there are too many chains of delegation' : 'it cannot be decided';
  return `${first.subject.words}${first.path === null ? '' : ` on ${first.path}`}: ${first.why}`;
}

function fewMet({ met, runs }: Pick<PropertyVerdict, 'met' | 'runs'>): string {
  return `only ${met} of ${runs} requests lay in the region`;
}

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
  consents: Consents,
): Pick<PropertyVerdict, 'counterexample' | 'mismatches' | 'explanation'> {
  return {
    counterexample: { request, consents, decision: decision.toJSON() },
    mismatches: compare(expect, decision),
    explanation: engine.explain(request),
  };
}
