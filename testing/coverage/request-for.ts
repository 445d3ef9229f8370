// A request that would show what is not covered: found by trying who could ask, where, with which parameters and attributes; and confirmed by the engine.
// The one place that constructs requests for goals.

import {
  type AccountedAlternative,
  type AccountedLayer,
  accountOf,
  type Engine,
  type Expr,
  type JsonObject,
  type JsonValue,
  type Request,
} from '@polc/runtime';
import type { ConditionSubject, GuardrailSubject, StanzaSubject } from './catalogue.js';
import type { Coverage } from './coverage.js';
import { dataFor } from './data-for.js';
import { type Form, Forms, identityFor, pathsFor } from './forms.js';
import { FALSE, TRUE } from './plan.js';
import type { Goal } from './report.js';
import { type Assignment, type Came, type Solvable, type SortOf, solve } from './solve.js';
import { Trial } from './trial.js';

/** Requests that are tried for one goal, at most. */
const MOST_TRIES = 600;

export class RequestSearch {
  readonly #coverage: Coverage;
  readonly #alone: Coverage;
  readonly #engine: Engine;
  readonly #forms: Forms;
  /** By number of a condition, shape or list: the stanza that has it. */
  readonly #holder: ReadonlyMap<number, number>;
  readonly #guardrails: ReadonlyMap<string, { readonly require: readonly Expr[]; readonly forbid: readonly Expr[] }>;

  constructor(coverage: Coverage) {
    this.#coverage = coverage;
    this.#alone = coverage.empty();
    this.#engine = coverage.engine;
    this.#forms = new Forms(coverage.catalogue);
    this.#holder = new Map(
      coverage.catalogue.stanzas.flatMap(({ number, when, lists, parameters }) => [...when, lists, parameters].map((each) => [each ?? -1, number] as const)),
    );
    this.#guardrails = new Map(this.#engine.tables.blocks.guardrails.map((guardrail) => [guardrail.name, guardrail]));
  }

  /** One request, for MC/DC sometimes two; null where none was found. */
  requestFor(goal: Goal): readonly Request[] | null {
    const trial = new Trial(this.#coverage, this.#alone, goal);
    let tries = 0;
    for (const request of this.#candidates(goal, trial)) {
      if (trial.shows(request)) return trial.confirmed();
      if (++tries >= MOST_TRIES) break;
    }
    return null;
  }

  #candidates({ subject, want }: Goal, trial: Trial): Iterable<Request> {
    const { catalogue } = this.#coverage;
    switch (subject.kind) {
      case 'stanza':
        return this.#forStanza(catalogue.stanzas[subject.number] as StanzaSubject, want === 'allowed' ? allTrue : null, false);
      case 'guardrail': {
        const guardrail = catalogue.guardrails.find(({ name }) => name === subject.name) as GuardrailSubject;
        return this.#forGuardrail(guardrail, (came) => (isPassed(guardrail, came) ? 'passed' : want === 'passed' ? null : 'objected'));
      }
      case 'atom':
        return this.#forCondition(catalogue.conditions[subject.condition] as ConditionSubject, trial.sortOf);
      case 'layer': {
        const [layer = '', principal = ''] = subject.name.split(' ');
        return this.#anywhere(this.#forms.ofLayer(layer, principal), want === 'denied');
      }
      case 'delegation':
        return this.#anywhere(this.#forms.ofDelegation(subject.name), false);
      case 'scope':
        return this.#forScope(subject.name);
    }
  }

  *#forScope(name: string): Iterable<Request> {
    for (const stanza of this.#coverage.catalogue.stanzas) if (stanza.scope && stanza.stanza.policy === name) yield* this.#forStanza(stanza, allTrue, false);
  }

  /** Anything the files speak of, asked in these forms; for a denial first what they do not. */
  *#anywhere(forms: readonly Form[], denied: boolean): Iterable<Request> {
    if (denied) for (const form of forms) yield { ...form, operation: 'read', path: 'nothing/here' };
    for (const stanza of this.#coverage.catalogue.stanzas) yield* this.#forStanza(stanza, allTrue, false, forms);
  }

  *#forCondition(condition: ConditionSubject, sortOf: SortOf): Iterable<Request> {
    const { stanzas, guardrails, conditions } = this.#coverage.catalogue;
    const { number, kind } = condition;
    // A named condition is asked wherever something names it.
    const holds = (numbers: readonly number[]) =>
      numbers.some((each) => each === number || (kind === 'condition' && names((conditions[each] as ConditionSubject).plan, condition.owner)));
    const own = this.#holder.get(number);
    for (const stanza of own === undefined ? stanzas : [stanzas[own] as StanzaSubject]) {
      const isMember = stanza.lists === number || stanza.parameters === number;
      if (isMember || holds(stanza.when)) yield* this.#forStanza(stanza, isMember ? null : sortOf, isMember);
    }
    for (const guardrail of guardrails) if (holds([...guardrail.require, ...guardrail.forbid])) yield* this.#forGuardrail(guardrail, sortOf);
  }

  /** `sortOf` null: whatever its conditions come to. `members`: its shapes and lists are what is asked about. */
  *#forStanza(subject: StanzaSubject, sortOf: SortOf | null, members: boolean, only?: readonly Form[]): Iterable<Request> {
    const { stanza, scope, denies, number } = subject;
    const seeds = only === undefined ? (this.#coverage.seeds[number] as readonly Request[]) : [];
    const all = only ?? (scope ? this.#forms.ofScope(stanza.policy) : this.#forms.all(stanza.policy));
    const forms = all.map((form) => identityFor(stanza.pattern.written, form));
    const operations: readonly string[] = denies ? ['read', 'list', 'update'] : stanza.capabilities.filter((word) => word !== 'sudo');
    const asked = [
      ...seeds,
      ...forms.flatMap((form) =>
        pathsFor(stanza.pattern.written, form, this.#forms.userOf(form)).flatMap((path) =>
          operations.map((operation): Request => ({ ...form, ...wrapped(stanza), operation, path })),
        ),
      ),
    ];
    for (const request of asked) {
      if (denies) {
        yield request;
        continue;
      }
      const place = this.#placeOf(request, subject);
      if (place === null) continue;
      const { alternative } = place.accounted;
      if (sortOf === null && !members) yield request;
      const data = dataFor(alternative);
      for (const parameters of members ? data : data.slice(0, 1)) {
        const filled = withData(request, parameters, seeds.includes(request) && !members);
        if (sortOf === null) yield filled;
        else yield* this.#solved(filled, subject, sortOf);
      }
    }
  }

  /** With attributes that turn its conditions as wanted. */
  *#solved(request: Request, subject: StanzaSubject, sortOf: SortOf): Iterable<Request> {
    const place = this.#placeOf(request, subject);
    const expressions = place?.accounted.alternative.own?.when ?? [];
    if (place === null || expressions.length === 0) {
      yield request;
      return;
    }
    const conditions = this.#solvables(subject.when, expressions);
    for (const assignment of this.#assignments(conditions, place.layer.environment, sortOf)) yield said(request, assignment);
  }

  *#forGuardrail(subject: GuardrailSubject, sortOf: SortOf): Iterable<Request> {
    const { model } = this.#coverage.catalogue;
    const record = model.blocks.guardrails.find((guardrail) => guardrail.record.name === subject.name)?.record;
    const expressions = this.#guardrails.get(subject.name);
    if (record === undefined || expressions === undefined) return;
    const conditions = [...this.#solvables(subject.require, expressions.require), ...this.#solvables(subject.forbid, expressions.forbid)];
    const operations = record.capabilities ?? ['read', 'update', 'invoke', 'list'];
    for (const form of this.#forms.all(null)) {
      for (const path of record.paths?.flatMap((each) => pathsFor(each, form, undefined)) ?? ['x']) {
        for (const operation of operations) {
          const request: Request = { ...form, operation, path };
          const asked = accountOf(this.#engine, request).guardrails.find(({ guardrail }) => guardrail.name === subject.name);
          if (asked === undefined) continue;
          for (const assignment of this.#assignments(conditions, asked.environment, sortOf)) yield said(request, assignment);
        }
      }
    }
  }

  #solvables(numbers: readonly number[], expressions: readonly Expr[]): Solvable[] {
    return numbers.flatMap((number, i) => {
      const expression = expressions[i];
      return expression === undefined ? [] : [{ number, plan: (this.#coverage.catalogue.conditions[number] as ConditionSubject).plan, expression }];
    });
  }

  #assignments(conditions: readonly Solvable[], environment: AccountedLayer['environment'], sortOf: SortOf): Assignment[] {
    const { named } = this.#coverage.catalogue;
    const isSettable = (root: string) => root !== 'delegation' && root !== 'request';
    return solve({ conditions, environment, numberOf: (name) => named.get(name) as number, isSettable, sortOf });
  }

  /** Where a request comes to the stanza. */
  #placeOf(request: Request, subject: StanzaSubject): { readonly layer: AccountedLayer; readonly accounted: AccountedAlternative } | null {
    const account = accountOf(this.#engine, request);
    for (const layer of account.layers) {
      for (const { rule, alternatives } of layer.lists) {
        if (rule === null) continue;
        const numbers = this.#coverage.places.of(rule, layer.layer === 'scope');
        const accounted = alternatives.find(({ alternative }) =>
          alternative.stanzas.some((stanza) => numbers[rule.stanzas.indexOf(stanza)] === subject.number),
        );
        if (accounted !== undefined) return { layer, accounted };
      }
    }
    return null;
  }
}

const allTrue: SortOf = (came) => (came.every(({ truth, plan }) => truth === TRUE || isNamed(came, plan)) ? 'true' : null);

/** Of conditions that others name only those matter that name them. */
function isNamed(came: readonly Came[], plan: Came['plan']): boolean {
  const within = (outer: Came['plan']): boolean =>
    outer.op === 'atom'
      ? outer.named !== null && (outer.named.plan === plan || within(outer.named.plan))
      : outer.op === 'not'
        ? within(outer.operand)
        : outer.parts.some((part) => within(part.plan));
  return came.some((other) => other.plan !== plan && within(other.plan));
}

function isPassed({ require, forbid }: GuardrailSubject, came: readonly Came[]): boolean {
  return came.every(({ number, truth }) => (require.includes(number) ? truth === TRUE : !forbid.includes(number) || truth === FALSE));
}

function names(plan: Came['plan'], owner: string): boolean {
  if (plan.op === 'atom') return plan.named !== null && (owner === `condition ${JSON.stringify(plan.named.name)}` || names(plan.named.plan, owner));
  return plan.op === 'not' ? names(plan.operand, owner) : plan.parts.some((part) => names(part.plan, owner));
}

/** Wrapping within the limits. */
function wrapped({ minWrappingTtl: least, maxWrappingTtl: most }: StanzaSubject['stanza']): Pick<Request, 'wrap_ttl'> {
  const nanoseconds = least > 0 ? least : most;
  return nanoseconds > 0 ? { wrap_ttl: Math.ceil(nanoseconds / 1e9) } : {};
}

function withData(request: Request, data: JsonObject | null, keep: boolean): Request {
  if (keep && request.parameters !== undefined) return request;
  const { parameters: _, ...rest } = request;
  return data === null || Object.keys(data).length === 0 ? rest : { ...rest, parameters: data };
}

/** The request with what is assigned to its attributes, each where its root stands. */
function said(request: Request, assignment: Assignment): Request {
  const changed = JSON.parse(JSON.stringify(request)) as Record<string, JsonValue>;
  for (const [name, value] of assignment) {
    const [root, ...names] = JSON.parse(name) as [string, ...(string | number)[]];
    const at = root === 'agent' || (root === 'user' && request.agent === undefined && names[0] !== 'id' && names[0] !== 'mfa') ? 'attributes' : root;
    if (root === 'user' && request.agent !== undefined && request.delegation === undefined) continue;
    set(changed, [at, ...names], value);
  }
  return changed as unknown as Request;
}

function set(into: Record<string, JsonValue>, [first, ...rest]: readonly (string | number)[], value: JsonValue | undefined): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) delete into[first];
    else into[first] = value;
    return;
  }
  const there = into[first];
  const inner = typeof there === 'object' && there !== null ? there : typeof rest[0] === 'number' ? [] : {};
  if (value === undefined && there === undefined) return;
  into[first] = inner;
  set(inner as Record<string, JsonValue>, rest, value);
}
