// Coverage of a policy by the requests that were decided with it. Every request is looked at once; reports are made when they are asked for.

import type { SourceText } from '@polc/compiler';
import { type Account, type AccountedLayer, type AccountedList, accountOf, type Engine, type Request, type Rule } from '@polc/runtime';
import { engineOf } from '../engine-of.js';
import type { TestedPolicy } from '../policy.js';
import { ask, type MeetNamed, type Operands, whole } from './ask.js';
import { type Catalogue, type ConditionSubject, catalogueOf, type StanzaSubject } from './catalogue.js';
import { askLists } from './parameter-lists.js';
import { FALSE, type Plan, TRUE, type Truth } from './plan.js';
import type { CoverageReport, Subject } from './report.js';
import { reportOf } from './report-of.js';
import { askShape } from './shape-members.js';
import { Tally } from './tally.js';
import { type Uncovered, type UncoveredOptions, uncoveredOf } from './uncovered.js';

export interface AddOptions {
  /** What decided: without it, the policy's own facts, and a clock that stands still (engine-of.ts). Where it has other facts or another clock than the policy's own; on the same bundle. */
  readonly engine?: Engine;
}

/** Members beside its methods are what was counted: for the files of this folder. */
export class Coverage {
  readonly catalogue: Catalogue;
  readonly engine: Engine;
  /** By number of stanza, or by name. */
  readonly stanzas: { selected: number; allowed: number; denied: number }[];
  readonly tallies: Tally[];
  readonly guardrails = new Map<string, { asked: number; objected: number; passed: number }>();
  readonly layers = new Map<string, { allowed: number; denied: number }>();
  readonly delegations = new Map<string, number>();
  readonly scopes = new Map<string, number>();
  /** By the numbers of the stanzas, joined. */
  readonly merged = new Map<string, { readonly stanzas: readonly number[]; allowed: number; denied: number }>();
  requests = 0;
  /** By stanza: a few requests that it was selected for, to start a search from. */
  readonly seeds: Request[][];
  readonly places: StanzaPlaces;

  /** `sources` are those that the policy was compiled from. */
  constructor(policy: TestedPolicy, sources: readonly SourceText[]);
  /** @internal The same policy, having seen nothing. */
  constructor(of: Coverage);
  constructor(given: TestedPolicy | Coverage, sources: readonly SourceText[] = []) {
    const from = given instanceof Coverage ? given : measured(given, sources);
    this.catalogue = from.catalogue;
    this.engine = from.engine;
    this.places = from.places;
    this.stanzas = this.catalogue.stanzas.map(() => ({ selected: 0, allowed: 0, denied: 0 }));
    this.seeds = this.catalogue.stanzas.map(() => []);
    this.tallies = this.catalogue.conditions.map(tallyOf);
  }

  /** @internal Of the same policy, having seen nothing. */
  empty(): Coverage {
    return new Coverage(this);
  }

  /** What is added to it is not added here. */
  copy(): Coverage {
    const other = this.empty();
    other.requests = this.requests;
    for (const [i, seen] of this.stanzas.entries()) other.stanzas[i] = { ...seen };
    for (const [i, seeds] of this.seeds.entries()) other.seeds[i] = seeds.slice();
    for (const [i, tally] of this.tallies.entries()) other.tallies[i] = tally.copy();
    for (const [key, seen] of this.guardrails) other.guardrails.set(key, { ...seen });
    for (const [key, seen] of this.layers) other.layers.set(key, { ...seen });
    for (const [key, seen] of this.merged) other.merged.set(key, { ...seen });
    for (const [key, times] of this.delegations) other.delegations.set(key, times);
    for (const [key, times] of this.scopes) other.scopes.set(key, times);
    return other;
  }

  /** Of a request that was decided. @throws TypeError for an engine on another bundle */
  add(request: Request, { engine = this.engine }: AddOptions = {}): void {
    if (engine.revision !== this.engine.revision) throw new TypeError('the engine is on another bundle than the policy that is measured');
    const account = accountOf(engine, request);
    this.requests++;
    for (const layer of account.layers) this.#addLayer(layer, request);
    this.#addGuardrails(account);
    if (account.layers.length > 0) for (const [delegation] of account.ways) count(this.delegations, delegation.id);
  }

  /** @internal As if nothing had been seen of one thing. */
  forget(subject: Subject): void {
    if (subject.kind === 'stanza') this.stanzas[subject.number] = { selected: 0, allowed: 0, denied: 0 };
    else if (subject.kind === 'atom') this.tallies[subject.condition] = tallyOf(this.catalogue.conditions[subject.condition] as ConditionSubject);
    else if (subject.kind === 'guardrail') this.guardrails.delete(subject.name);
    else if (subject.kind === 'layer') this.layers.delete(subject.name);
    else this[subject.kind === 'scope' ? 'scopes' : 'delegations'].delete(subject.name);
  }

  report(): CoverageReport {
    return reportOf(this);
  }

  /** What was not seen yet, each with a request that would show it where a search finds one. */
  uncovered(options: UncoveredOptions = {}): Uncovered[] {
    return uncoveredOf(this, options);
  }

  #addLayer(layer: AccountedLayer, request: Request): void {
    const seen = entry(this.layers, `${layer.layer} ${layer.principal}`, () => ({ allowed: 0, denied: 0 }));
    if (layer.outcome === 'allowed') seen.allowed++;
    else seen.denied++;
    for (const list of layer.lists) {
      this.#addList(list, layer, request);
      const [scope] = list.policies;
      if (layer.layer === 'scope' && scope !== undefined && list.outcome === 'allowed') count(this.scopes, scope);
    }
  }

  #addList({ rule, outcome, alternatives }: AccountedList, { layer, environment }: AccountedLayer, request: Request): void {
    if (rule === null || layer === 'rar') return;
    const numbers = this.places.of(rule, layer === 'scope');
    for (const number of numbers) {
      const seen = number === null ? undefined : this.stanzas[number];
      if (seen === undefined || number === null) continue;
      seen.selected++;
      if (outcome !== 'allowed') seen.denied++;
      const seeds = this.seeds[number] as Request[];
      if (seeds.length < MOST_SEEDS) seeds.push(request);
    }
    for (const { alternative, allows, lists, shapes, conditions } of alternatives) {
      const own = alternative.stanzas.map((stanza) => numbers[rule.stanzas.indexOf(stanza)] ?? null).filter((number) => number !== null);
      if (own.length > 1) this.#addMerged(own, allows);
      for (const number of own) {
        const subject = this.catalogue.stanzas[number] as StanzaSubject;
        const seen = this.stanzas[number] as { allowed: number };
        if (allows && outcome === 'allowed') seen.allowed++;
        const { parameters } = environment.asked;
        if (lists && subject.lists !== null)
          this.#addMembers(subject.lists, (values, shown) => askLists(subject.stanza, alternative, parameters, values, shown));
        const shape = alternative.own?.parameters ?? null;
        if (shapes && subject.parameters !== null && shape !== null)
          this.#addMembers(subject.parameters, (values, shown) => askShape(shape, parameters, values, shown));
        if (conditions) this.#addConditions(subject.when, alternative.own?.when ?? [], environment);
      }
    }
  }

  #addMerged(stanzas: readonly number[], allows: boolean): void {
    const seen = entry(this.merged, stanzas.join(), () => ({ stanzas, allowed: 0, denied: 0 }));
    if (allows) seen.allowed++;
    else seen.denied++;
  }

  #addMembers(number: number, asked: (values: Truth[], seen: boolean[]) => Truth): void {
    const values: Truth[] = [];
    const seen: boolean[] = [];
    const truth = asked(values, seen);
    (this.tallies[number] as Tally).add(truth, values, seen);
  }

  #addGuardrails({ guardrails }: Account): void {
    const { guardrails: subjects } = this.catalogue;
    for (const { guardrail, objects, environment } of guardrails) {
      const seen = entry(this.guardrails, guardrail.name, () => ({ asked: 0, objected: 0, passed: 0 }));
      seen.asked++;
      if (objects) seen.objected++;
      else seen.passed++;
      const subject = subjects.find(({ name }) => name === guardrail.name);
      this.#addConditions(subject?.require ?? [], guardrail.require, environment);
      this.#addConditions(subject?.forbid ?? [], guardrail.forbid, environment);
    }
  }

  #addConditions(numbers: readonly number[], expressions: readonly Parameters<typeof whole>[0][], environment: AccountedLayer['environment']): void {
    for (const [i, expression] of expressions.entries()) {
      const number = numbers[i];
      if (number !== undefined) this.#addCondition(number, (this.catalogue.conditions[number] as ConditionSubject).plan, whole(expression), environment);
    }
  }

  /** The plan is that of the place where it stands: code of named conditions lies among that of others there. */
  #addCondition(number: number, plan: Plan, operands: Operands, environment: AccountedLayer['environment']): Truth {
    const values: Truth[] = [];
    const named: MeetNamed = (name, inner, where) => this.#addCondition(this.catalogue.named.get(name) as number, inner, where, environment);
    environment.unknowns = null;
    const truth = ask(plan, operands, environment, values, named);
    (this.tallies[number] as Tally).add(truth, values, null);
    return truth;
  }
}

const MOST_SEEDS = 3;

function tallyOf({ plan, atoms, kind }: ConditionSubject): Tally {
  return new Tally(plan, atoms.length, kind === 'forbid' ? FALSE : TRUE);
}

function measured(policy: TestedPolicy, sources: readonly SourceText[]) {
  const catalogue = catalogueOf(policy.model, policy.facts ?? {}, sources);
  return { catalogue, engine: engineOf(policy), places: new StanzaPlaces(catalogue.stanzas) };
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let found = map.get(key);
  if (found === undefined) {
    found = make();
    map.set(key, found);
  }
  return found;
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** Which stanza of the model each stanza of a rule is: by policy, place and pattern; of those that share all of it, in their order. */
class StanzaPlaces {
  readonly #known = new WeakMap<Rule, readonly (number | null)[]>();
  readonly #byPlace = new Map<string, number[]>();

  constructor(stanzas: readonly StanzaSubject[]) {
    for (const { number, scope, stanza } of stanzas) {
      const { policy, file, line, pattern } = stanza;
      entry(this.#byPlace, placeKey(scope, policy, file, line, pattern.written), () => [] as number[]).push(number);
    }
  }

  of(rule: Rule, scope: boolean): readonly (number | null)[] {
    const known = this.#known.get(rule);
    if (known !== undefined) return known;
    const taken = new Map<string, number>();
    const numbers = rule.stanzas.map(({ policy, file, line, written }) => {
      const key = placeKey(scope, policy, file, line, written);
      const before = taken.get(key) ?? 0;
      taken.set(key, before + 1);
      return this.#byPlace.get(key)?.[before] ?? null;
    });
    this.#known.set(rule, numbers);
    return numbers;
  }
}

function placeKey(scope: boolean, policy: string, file: string, line: number, written: string): string {
  return JSON.stringify([scope, policy, file, line, written]);
}
