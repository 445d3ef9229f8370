// Counts the tests that an engine makes for a request, by letting the engine decide and looking on: what is walked and which rules are asked is the
// engine's own doing, what each of them tests is counted beside it. The counter takes the engine for itself; whoever times decisions uses another.

import type { Grounds } from '../answer.js';
import { Case } from '../decide/case.js';
import type { Engine } from '../engine.js';
import { DENY, LIST } from '../format/layout.js';
import { type AnswerCode, DENIED, UNSAID } from '../quick/answer-code.js';
import { ProgramRunner } from '../quick/run-program.js';
import { Shortcut } from '../quick/shortcuts.js';
import type { JsonObject, Request } from '../request.js';
import type { Rule } from '../rule.js';
import { LEAF, PROGRAM_SHIFT } from '../tree/layout.js';
import { UNSURE } from '../tree/walker.js';
import { View } from '../view.js';
import { type LongWayCause, longWayCause } from './long-way.js';
import { countProgram } from './program.js';
import { countGuardrails, countRule } from './rule.js';
import { noTests, type Tests } from './tests.js';
import { countWalk } from './walk.js';

export interface Counted {
  /** Of one `allows`, when everything is loaded. The details of a token, and guardrails on handing authority on, are not counted. */
  readonly tests: Tests;
  /** Whether `allows` and `decide` go the short way (quick/quick.ts). */
  readonly short: { readonly allows: boolean; readonly decide: boolean };
  /** Why not both of them do; null where they do. */
  readonly cause: LongWayCause | null;
}

/** A leaf that was found, and where its program is. */
interface Selected {
  readonly view: View;
  readonly leaf: number;
  readonly word: number;
  readonly program: number;
  readonly isFolder: boolean;
}

export class TestCounter {
  /** Walks that were counted, and how many of them did not find what the engine's own walk found: none. */
  walks = 0;
  disagreements = 0;
  readonly #engine: Engine;
  readonly #programs: ProgramRunner;
  #tests = noTests();
  #selected: Selected[] = [];
  #judged: { readonly rule: Rule; readonly one: Case }[] = [];
  #isCounting = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#programs = new ProgramRunner(engine.tables.constants, engine.quick.clock);
    this.#watchWalks();
    this.#watchSelections();
  }

  count(request: Request): Counted {
    const engine = this.#engine;
    // What is made for a first request of its kind is made.
    engine.allows(request);
    this.#start();
    const isShort = this.#isShort(request);
    const long = isShort ? null : engine.groundsOf(request);
    this.#isCounting = false;
    const tests = this.#tests;
    const grounds = long ?? engine.groundsOf(request, engine.quick.clock.read);
    const { one } = grounds.verdict;
    if (one !== null) for (const selected of this.#selected) this.#countShort(selected, one, request);
    if (long !== null) this.#countLong(long);
    const decide = isShort && this.#decidesShort(request);
    return { tests, short: { allows: isShort, decide }, cause: decide ? null : longWayCause(engine, request, grounds.verdict) };
  }

  #start(): void {
    this.#tests = noTests();
    this.#selected = [];
    this.#judged = [];
    this.#isCounting = true;
  }

  #isShort(request: Request): boolean {
    try {
      return this.#engine.quick.answer(request) !== UNSAID;
    } catch {
      return false;
    }
  }

  #decidesShort(request: Request): boolean {
    try {
      return this.#engine.quick.outcome(request) >= 0;
    } catch {
      return false;
    }
  }

  /** As quick.ts judges what it has selected. */
  #countShort({ view, leaf, word, program, isFolder }: Selected, one: Case, request: Request): void {
    const { operation } = one.asked;
    if (leaf < 0 || operation === undefined || word & DENY || (word & (isFolder ? LIST : operation.bit)) === 0) return;
    if (!isFolder) {
      if (word & LEAF.plain) return;
      const parameters = operation.parameters ? (request.parameters ?? null) : null;
      if (word >>> PROGRAM_SHIFT !== 0 && this.#countProgram(view, program, program + (word >>> PROGRAM_SHIFT), parameters, request) !== DENIED) return;
    }
    countRule(view.rule(leaf, word), one, true, this.#tests);
  }

  #countProgram(view: View, start: number, end: number, parameters: JsonObject | null, request: Request): AnswerCode {
    return countProgram(this.#programs, view.labels, start * 4, view.constantsOf(end), parameters, request, this.#tests);
  }

  #countLong({ verdict: { one, layers } }: Grounds): void {
    for (const { rule, one } of this.#judged) countRule(rule, one, false, this.#tests);
    if (one !== null && !one.bare && layers.length > 0) countGuardrails(this.#engine.tables.blocks.guardrails, one, this.#tests);
  }

  #watchWalks(): void {
    const { walker } = this.#engine.selector;
    const walk = walker.walk.bind(walker);
    // Every selection walks: what a text met before saves would hang on the requests before.
    walker.guess = () => UNSURE;
    walker.walk = (tree, path, end) => {
      walk(tree, path, end);
      if (!this.#isCounting) return;
      this.walks++;
      if (countWalk(tree, path, end, this.#tests) !== walker.best) this.disagreements++;
    };
  }

  #watchSelections(): void {
    const { selector } = this.#engine;
    const leafOf = selector.leaf.bind(selector);
    const select = selector.select.bind(selector);
    selector.leaf = (tree, path, list) => {
      const leaf = leafOf(tree, path, list);
      const view = tree instanceof View ? tree : tree instanceof Shortcut ? tree.own : null;
      const { word, walker } = selector;
      if (this.#isCounting && view !== null) this.#selected.push({ view, leaf, word, program: walker.program, isFolder: list && path.endsWith('/') });
      return leaf;
    };
    selector.select = (view, path, list, facts) => {
      // What the long way selects it judges by itself.
      const before = this.#selected.length;
      const rule = select(view, path, list, facts);
      this.#selected.length = before;
      if (this.#isCounting && rule !== null && facts instanceof Case) this.#judged.push({ rule, one: facts });
      return rule;
    };
    const bitsOf = this.#engine.capabilityBits.bind(this.#engine);
    // Asked for an answer's words, not for the answer.
    this.#engine.capabilityBits = (view, one) => {
      const was = this.#isCounting;
      this.#isCounting = false;
      const bits = bitsOf(view, one);
      this.#isCounting = was;
      return bits;
    };
  }
}
