// Runs the cases of tests: each decided by the compiled policies, with its clock, its facts and its approvals (grammar/spec.md §13.2).

import type { Given, TestCase, TestModel } from '@polc/compiler';
import { type Engine, type Facts, loadBundle, RuntimeError } from '@polc/runtime';
import { type Asked, askCase } from './ask-case.js';
import { compare } from './compare.js';
import { givenFacts } from './given-facts.js';
import type { CaseResult, Mismatch } from './results.js';

export interface RunnerOptions {
  /** Beside every test that names no facts of its own. */
  readonly facts?: Facts;
  /** An engine on much the same bundle: what they share is checked once. */
  readonly previous?: Engine;
  /** Of each case that was asked, while its clock stands. */
  readonly onAsked?: (asked: Asked) => void;
}

/** Engines that are kept for cases that are given the same. */
const KEPT = 64;

export class TestRunner {
  readonly #base: Engine;
  readonly #beside: Facts | undefined;
  readonly #onAsked: (asked: Asked) => void;
  /** By the facts that stand beside or in a file, then by what is given in their place. */
  readonly #engines = new Map<Facts | undefined, Map<string, Engine>>();
  #now = 0;

  /** @throws RuntimeError for bytes that are no bundle, or facts that are none */
  constructor(bundle: Uint8Array, { facts, previous, onAsked = () => undefined }: RunnerOptions = {}) {
    this.#base = loadBundle(bundle, { clock: () => this.#now, ...(previous === undefined ? {} : { previous }) });
    this.#beside = facts;
    this.#onAsked = onAsked;
    if (facts !== undefined) this.#base.withFacts(facts);
  }

  /** @throws RuntimeError bad_facts, where what is given contradicts the files */
  ask({ given, request }: Pick<TestCase, 'given' | 'request'>): Asked {
    const engine = this.#engineFor(given);
    this.#now = given.now;
    const asked = askCase(engine, request, given.approved);
    this.#onAsked(asked);
    return asked;
  }

  /** The first mismatch is enough to know that something is noticed; no words are made. */
  passes(one: TestCase): boolean {
    try {
      return compare(one.expect, this.ask(one).decision).length === 0;
    } catch (error) {
      if (error instanceof RuntimeError) return false;
      throw error;
    }
  }

  run({ name: test, file, line, span }: TestModel, one: TestCase): CaseResult {
    const head = { name: one.name, test, label: one.label, file, line };
    try {
      const { engine, request, decision } = this.ask(one);
      const mismatches = compare(one.expect, decision);
      if (mismatches.length === 0) return { ...head, passed: true, mismatches, explanation: null };
      return { ...head, passed: false, mismatches, explanation: engine.explain(request) };
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const unasked: Mismatch = { what: 'given', expected: 'facts that fit the files', got: error.message, span };
      return { ...head, passed: false, mismatches: [unasked], explanation: null };
    }
  }

  /** WHY by its text: most tests of a file are given the same, each in words of its own, and an engine costs as much as dozens of decisions. */
  #engineFor(given: Given): Engine {
    const base = given.facts ?? this.#beside;
    const engines: Map<string, Engine> = this.#engines.get(base) ?? new Map();
    this.#engines.set(base, engines);
    const key = JSON.stringify(given.records);
    const known = engines.get(key);
    if (known !== undefined) return known;
    const facts = givenFacts(given, this.#beside);
    const engine = Object.keys(facts).length === 0 ? this.#base : this.#base.withFacts(facts);
    const [oldest] = engines.keys();
    if (engines.size >= KEPT && oldest !== undefined) engines.delete(oldest);
    engines.set(key, engine);
    return engine;
  }
}

export interface RunOptions extends RunnerOptions {
  /** After the first failure nothing more is run. */
  readonly bail?: boolean;
  /** Before each case. */
  readonly onCase?: (done: number) => void;
}

/** The cases in their order. */
export function runTests(bundle: Uint8Array, tests: readonly TestModel[], { bail = false, onCase, ...options }: RunOptions = {}): CaseResult[] {
  const runner = new TestRunner(bundle, options);
  const results: CaseResult[] = [];
  for (const test of tests) {
    for (const one of test.cases) {
      onCase?.(results.length);
      const result = runner.run(test, one);
      results.push(result);
      if (bail && !result.passed) return results;
    }
  }
  return results;
}
