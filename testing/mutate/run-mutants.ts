// Whether a policy's tests notice its mutants. A mutant is killed by the first test that fails; tests that have killed are asked first.

import type { SourceText } from '@polc/compiler';
import { compile } from '@polc/compiler';
import type { Engine, Request } from '@polc/runtime';
import { engineOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import type { MutantKind } from './change.js';
import { type Discarded, type Mutant, type MutantOptions, type MutantPlace, mutantsOf } from './mutants-of.js';

export interface MutationTest {
  readonly name: string;
  /** Whether it passes on a policy. `engine` is on the policy's bundle, with its facts and a clock that stands still. */
  passes(policy: TestedPolicy, engine: Engine): boolean;
}

/** Exactly compared, it is the policy itself; it is another; nobody can tell. */
export type Equivalence = 'equivalent' | 'different' | 'undecided';

export interface Comparison {
  readonly equivalence: Equivalence;
  /** Of another policy: on which the two say different things, where one was found. */
  readonly request: Request | null;
}

export interface MutationOptions extends MutantOptions {
  /** Milliseconds; mutants that are not reached in it are counted as not run. */
  readonly timeBudget?: number;
  /** Asked for survivors only. */
  readonly isEquivalent?: (mutant: Mutant) => Comparison;
  readonly clock?: () => number;
}

export interface KindResult {
  readonly kind: MutantKind;
  readonly killed: number;
  readonly survived: number;
}

export interface Survivor extends MutantPlace {
  /** null: nobody was asked. */
  readonly equivalence: Exclude<Equivalence, 'equivalent'> | null;
  /** A test of it would notice, where one was found. */
  readonly request: Request | null;
}

export interface MutationResult {
  readonly killed: number;
  /** In the order of the sources. */
  readonly survivors: readonly Survivor[];
  /** No test can notice them. They do not count. */
  readonly equivalent: readonly MutantPlace[];
  /** killed / (killed + survivors), from 0 to 1; null where there was none of either. */
  readonly score: number | null;
  readonly kinds: readonly KindResult[];
  readonly discarded: Discarded;
  /** Changes of the text; how many of them were chosen is `max`. */
  readonly candidates: number;
  /** The time was over. */
  readonly isPartial: boolean;
  /** By test: mutants that it killed, for those that killed any. */
  readonly kills: readonly { readonly name: string; readonly count: number }[];
}

/** Tests that fail without any mutant can tell nothing. */
export class TestsFailError extends Error {
  readonly tests: readonly string[];

  constructor(tests: readonly string[]) {
    super(`tests fail on the policy as it is: ${tests.slice(0, 3).join(', ')}${tests.length > 3 ? ', …' : ''}`);
    this.name = 'TestsFailError';
    this.tests = tests;
  }
}

/** @throws TestsFailError; Error where the policy does not compile */
export function runMutants(sources: readonly SourceText[], tests: readonly MutationTest[], options: MutationOptions = {}): MutationResult {
  const steps = mutationSteps(sources, tests, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** How far it is: mutants tried, of how many there are at most. */
export interface MutationProgress {
  readonly tried: number;
  readonly most: number;
}

/** The same, with a stop before each mutant. */
export function* mutationSteps(
  sources: readonly SourceText[],
  tests: readonly MutationTest[],
  options: MutationOptions = {},
): Generator<MutationProgress, MutationResult, undefined> {
  const { timeBudget = Number.POSITIVE_INFINITY, isEquivalent, clock = Date.now } = options;
  requirePassing(sources, tests, options);
  const end = clock() + timeBudget;
  const order = new KillOrder(tests);
  const mutants = mutantsOf(sources, options);
  const survivors: Survivor[] = [];
  const equivalent: MutantPlace[] = [];
  const byKind = new Map<MutantKind, { killed: number; survived: number }>();
  let killed = 0;
  let isPartial = false;
  for (const mutant of mutants) {
    if (clock() >= end) {
      isPartial = true;
      break;
    }
    yield { tried: killed + survivors.length + equivalent.length, most: mutants.chosen };
    const counts = byKind.get(mutant.kind) ?? { killed: 0, survived: 0 };
    byKind.set(mutant.kind, counts);
    if (order.kills(mutant)) {
      killed++;
      counts.killed++;
      continue;
    }
    const { equivalence, request } = isEquivalent?.(mutant) ?? { equivalence: null, request: null };
    if (equivalence === 'equivalent') equivalent.push(placeOnly(mutant));
    else {
      survivors.push({ ...placeOnly(mutant), equivalence, request });
      counts.survived++;
    }
  }
  const counted = killed + survivors.length;
  return {
    ...{ killed, survivors, equivalent, isPartial },
    score: counted === 0 ? null : killed / counted,
    kinds: [...byKind].map(([kind, counts]) => ({ kind, ...counts })).sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    discarded: mutants.discarded,
    candidates: mutants.candidates,
    kills: order.told(),
  };
}

function requirePassing(sources: readonly SourceText[], tests: readonly MutationTest[], { facts, load }: MutationOptions): void {
  const { bundle, model } = compile(sources, load === undefined ? {} : { load });
  if (bundle === undefined) throw new Error('the policy does not compile, so there is nothing to mutate');
  const policy: TestedPolicy = { bundle, model, ...(facts === undefined ? {} : { facts }) };
  const engine = engineOf(policy);
  const failing = tests.filter((test) => !passes(test, policy, engine));
  if (failing.length > 0) throw new TestsFailError(failing.map(({ name }) => name));
}

/** A test that throws does not pass. */
function passes(test: MutationTest, policy: TestedPolicy, engine: Engine): boolean {
  try {
    return test.passes(policy, engine);
  } catch {
    return false;
  }
}

/** The tests, those that killed most first, then as given. */
class KillOrder {
  readonly #tests: { readonly test: MutationTest; readonly place: number; kills: number }[];

  constructor(tests: readonly MutationTest[]) {
    this.#tests = tests.map((test, place) => ({ test, place, kills: 0 }));
  }

  kills({ policy, engine }: Mutant): boolean {
    const found = this.#tests.find(({ test }) => !passes(test, policy, engine));
    if (found === undefined) return false;
    found.kills++;
    this.#tests.sort((a, b) => b.kills - a.kills || a.place - b.place);
    return true;
  }

  told(): { name: string; count: number }[] {
    return this.#tests.filter(({ kills }) => kills > 0).map(({ test, kills }) => ({ name: test.name, count: kills }));
  }
}

function placeOnly({ sources: _, policy: __, engine: ___, ...place }: Mutant): MutantPlace {
  return place;
}
