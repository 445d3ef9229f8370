// The engine: a loaded bundle that decides. It never throws after loading; whatever goes wrong denies, with a word for the cause.

import { Answer, type Grounds } from './answer.js';
import { Action } from './decide/approvals.js';
import { type Asked, Case } from './decide/case.js';
import { Clock } from './decide/clock.js';
import { conclude, decideForm, helpful, judgeDetails, refusal, type Verdict } from './decide/decide.js';
import { boundsFault, broughtFault, normalPath } from './decide/door.js';
import { judgeList, withoutAlternative } from './decide/judge-list.js';
import { type LayerJudgement, layerOf } from './decide/layers.js';
import { OUTCOMES, type Outcome } from './decision.js';
import { RuntimeError } from './errors.js';
import { badFacts, checkFacts } from './facts/check-facts.js';
import type { Facts } from './facts/records.js';
import { Snapshot } from './facts/snapshot.js';
import { formFault, wrapTtlOf } from './form.js';
import { DENY } from './format/layout.js';
import type { Hash } from './format/platform-hash.js';
import { readSections, type Verify } from './format/sections.js';
import { capabilityNames, loadTables, type Tables } from './load.js';
import { ALLOWED, UNSAID } from './quick/answer-code.js';
import { Quick } from './quick/quick.js';
import type { Identity, Request } from './request.js';
import { Selector } from './select.js';
import type { GeneratedSelectors } from './tree/generated.js';
import { OPERATIONS } from './verdict.js';
import { type View, Views } from './view.js';

export interface EngineOptions {
  /** Handed the 32 bytes of the revision, the signature and the key's id. When given, an unsigned bundle is refused. */
  readonly verify?: Verify;
  /** Agents, users, delegations, consents, beside those of the files. */
  readonly facts?: Facts;
  /** Let `policies: ["root"]` be Vault's root, which may do everything. Off unless the embedder says so. */
  readonly allowRoot?: boolean;
  /** An engine on the bundle before: what both bundles hold is not checked again. It goes on as it is. */
  readonly previous?: Engine;
  /** Milliseconds since the epoch; where a request does not say `context.time`, and for the age of facts. Date.now by default. */
  readonly clock?: () => number;
}

const UNLIMITED = { maxTtl: Number.POSITIVE_INFINITY, uses: Number.POSITIVE_INFINITY } as const;
const BARE = { user: null, groups: [], chain: [], delegation: null } as const;

export class Engine {
  readonly revision: string;
  readonly #tables: Tables;
  readonly #options: EngineOptions;
  readonly #views: Views;
  readonly #selector: Selector;
  readonly #snapshot: Snapshot;
  readonly #clock: () => number;
  /** @internal */
  readonly quick: Quick;

  /** @internal use loadBundle */
  constructor(tables: Tables, options: EngineOptions, before: Snapshot | null = null) {
    this.revision = tables.sections.revision;
    this.#tables = tables;
    this.#options = options;
    this.#views = new Views(tables);
    this.#selector = new Selector();
    this.#snapshot = new Snapshot(tables, options.facts ?? {}, before);
    this.#clock = options.clock ?? Date.now;
    this.quick = new Quick(tables, this.#snapshot, this.#selector, this.#views, this.#clock);
  }

  /**
   * The same policies with other facts; this engine keeps its own.
   * @throws RuntimeError bad_facts
   */
  withFacts(facts: Facts): Engine {
    return this.refitted(Engine, facts);
  }

  /** @internal */
  refitted<E extends Engine>(make: EngineClass<E>, facts: Facts): E {
    return new make(this.#tables, { ...this.#options, facts: keepFacts(facts) }, this.#snapshot);
  }

  /** @internal For those who show what is in a bundle. */
  get tables(): Tables {
    return this.#tables;
  }

  /** @internal */
  get selector(): Selector {
    return this.#selector;
  }

  /** @internal */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** True only when the request is allowed and nothing is left to be fulfilled. */
  allows(request: Request): boolean {
    try {
      const code = this.quick.answer(request);
      return code === UNSAID ? this.groundsOf(request).verdict.outcome === 'allowed' : code === ALLOWED;
    } catch {
      return false;
    }
  }

  decide(request: Request): Answer {
    try {
      const quick = this.quick;
      const code = quick.outcome(request);
      if (code >= 0) return new Answer(this, request, OUTCOMES[code] as Outcome, quick.clock.read, quick.limits.maxTtl, quick.limits.uses);
    } catch {
      // The long way says what it comes to.
    }
    return Answer.of(this.groundsOf(request));
  }

  /** The answers to several requests, each as if it were asked alone. */
  decideAll(requests: readonly Request[]): Answer[] {
    return requests.map((request) => this.decide(request));
  }

  /** Vault's sys/capabilities view of a path: `["root"]`, `["deny"]`, or the capabilities in alphabetical order. */
  capabilities(principal: { readonly policies: readonly string[]; readonly identity?: Identity | null }, path: string): string[] {
    try {
      const request: Request = { policies: principal.policies, identity: principal.identity ?? null, operation: 'list', path };
      if (formFault(request) !== null) return ['deny'];
      const view = this.#views.of(principal.policies);
      if (this.#views.namedRoot) return [this.#rootOutcome(request) === 'allowed' ? 'root' : 'deny'];
      return namesOf(this.capabilityBits(view, this.#bareCase(request, new Clock(this.#clock))));
    } catch {
      return ['deny'];
    }
  }

  /** @internal What a list grants on the path of a case, as Vault shows it: selected as for LIST. Nothing where it cannot be told. */
  capabilityBits(view: View, one: Case): number {
    try {
      const rule = this.#selector.select(view, one.asked.path, true, one);
      return rule === null || rule.capabilities & DENY ? 0 : rule.capabilities;
    } catch {
      return 0;
    }
  }

  /** Root must stand alone, and only where the embedder allows it. Nothing of a token widens it. */
  #rootOutcome({ policies, authorization_details }: Request): Outcome {
    if (this.#options.allowRoot !== true) return 'unknown_policy';
    if (policies?.length !== 1) return 'malformed_request';
    return authorization_details === undefined ? 'allowed' : 'rar_no_match';
  }

  /** @internal What a decision is made of. `at`: the time at which it was made, in milliseconds; NaN for now. */
  groundsOf(request: Request, at: number = Number.NaN): Grounds {
    try {
      return this.#grounds(request, Number.isNaN(at) ? new Clock(this.#clock) : Clock.at(at));
    } catch {
      return this.#plain(refusal('internal', 'the engine failed; nothing is allowed'), null);
    }
  }

  /** @internal What is left of a decision whose request is no longer what it was. */
  lostGrounds(outcome: Outcome): Grounds {
    return this.#plain(refusal(outcome, 'the request was changed after it was decided: nothing more can be told of it'), null);
  }

  #grounds(request: Request, clock: Clock): Grounds {
    const malformed = formFault(request);
    if (malformed !== null) return this.#plain(refusal('malformed_request', malformed), null);
    if (request.policies === undefined) return this.#plain(this.#decideForm(request, clock), request);
    const view = this.#views.of(request.policies);
    if (!this.#views.namedRoot) return this.#plain(this.#decideBare(request, view, clock), request);
    const outcome = this.#rootOutcome(request);
    return {
      ...this.#plain(refusal(outcome, ROOT_WORDS[outcome] ?? null), request),
      root: outcome === 'allowed',
      capabilities: () => [outcome === 'allowed' ? 'root' : 'deny'],
    };
  }

  #bareCase(request: Request, clock: Clock): Case {
    const { operation: word, parameters = null, wrap_ttl } = request;
    const asked: Asked = { word, operation: OPERATIONS.get(word), path: stripSlashes(request.path), parameters, wrapTtl: wrapTtlOf(wrap_ttl), bare: true };
    return new Case(request, asked, BARE, this.#tables, clock, null);
  }

  #decideBare(request: Request, view: View, clock: Clock): Verdict {
    const fault = broughtFault(request);
    if (fault !== null) return refusal('malformed_request', fault);
    const one = this.#bareCase(request, clock);
    const action = new Action(one);
    const details = request.authorization_details;
    const principal = `policies:${request.policies?.join(',')}`;
    const lists = [{ view, unknown: null }];
    if (request.operation === 'help') {
      this.#selector.assertRenderable(view, one);
      return helpful(layerOf('policies', principal, withoutAlternative('allowed', null), lists), one);
    }
    const judged = layerOf('policies', principal, judgeList(this.#selector, view, one, action), lists);
    return conclude(details === undefined ? [judged] : [judged, judgeDetails(details, one, action)], [], one, action, UNLIMITED);
  }

  #decideForm(request: Request, clock: Clock): Verdict {
    const fault = boundsFault(request);
    if (fault !== null) return refusal('malformed_request', fault);
    const { operations } = this.#tables.blocks;
    const word = Object.hasOwn(operations, request.operation) ? (operations[request.operation] as string) : request.operation;
    const path = normalPath(request.path, word);
    if (path === null) return refusal('malformed_request', 'the path has an empty segment, a dot segment or a control character');
    const operation = OPERATIONS.get(word);
    if (operation === undefined) return refusal('unknown_operation', `${JSON.stringify(word.slice(0, 100))} is not an operation that a policy can grant`);
    const asked: Asked = { word, operation, path, parameters: request.parameters ?? null, wrapTtl: wrapTtlOf(request.wrap_ttl), bare: false };
    return decideForm({ tables: this.#tables, snapshot: this.#snapshot, selector: this.#selector }, request, asked, clock);
  }

  #plain(verdict: Verdict, request: Request | null): Grounds {
    const { one, layers } = verdict;
    const capabilities = () => namesOf(one === null ? 0 : this.#bitsOf(layers, one));
    // Templates read the request, which may have changed when somebody asks.
    const now = layers.some(({ lists }) => lists?.some(({ view }) => view.templated.length > 0)) ? capabilities() : null;
    return {
      verdict,
      policies: request?.policies?.slice() ?? null,
      operation: one?.asked.word ?? request?.operation ?? '',
      path: one?.asked.path ?? request?.path ?? '',
      wrapTtl: one?.asked.wrapTtl ?? null,
      root: false,
      capabilities: now === null ? capabilities : () => now,
      revision: this.revision,
      factsRevision: this.#snapshot.revision,
    };
  }

  /** What every layer grants. */
  #bitsOf(layers: readonly LayerJudgement[], one: Case): number {
    const asked = layers.flatMap(({ lists }) => (lists === null ? [] : [lists]));
    const granted = asked.map((lists) => lists.reduce((bits, { view, unknown }) => (unknown === null ? bits | this.capabilityBits(view, one) : bits), 0));
    return granted.length === 0 ? 0 : granted.reduce((all, bits) => all & bits);
  }
}

const ROOT_WORDS: Partial<Record<Outcome, string>> = {
  allowed: 'root may do everything',
  unknown_policy: 'the policy root is not enabled in this engine',
  malformed_request: 'root must be the only policy of a request',
};

function namesOf(bits: number): string[] {
  return bits === 0 ? ['deny'] : capabilityNames(bits).sort();
}

/** Vault's ACL takes a path less all its leading slashes. */
function stripSlashes(path: string): string {
  let start = 0;
  while (path.charCodeAt(start) === 47) start++;
  return start === 0 ? path : path.slice(start);
}

type EngineClass<E extends Engine> = new (tables: Tables, options: EngineOptions, before?: Snapshot | null) => E;

/** Checks the options, then the bytes (format/sections.ts, load.ts). `generated`: of these very bytes. Throws RuntimeError. */
export function loadEngine<E extends Engine>(
  make: EngineClass<E>,
  bytes: Uint8Array,
  options: EngineOptions,
  sha256: Hash,
  generated: GeneratedSelectors = new Map(),
): E {
  const isFunction = (value: unknown) => value === undefined || typeof value === 'function';
  if (typeof options !== 'object' || options === null || !isFunction(options.verify) || !isFunction(options.clock)) {
    throw new RuntimeError('bad_options', 'options is an object; verify and clock are functions');
  }
  const { previous, ...others } = options;
  if (previous !== undefined && !(previous instanceof Engine)) throw new RuntimeError('bad_options', 'previous is an engine');
  const facts = options.facts === undefined ? {} : { facts: keepFacts(options.facts) };
  const sections = readSections(bytes, sha256, options.verify, previous?.tables.sections);
  return new make(loadTables(sections, previous?.tables ?? null, generated), { ...others, ...facts });
}

/** A copy: what the caller does to the facts afterwards is not ours. */
function keepFacts(facts: Facts): Facts {
  try {
    checkFacts(facts);
    return checkFacts(JSON.parse(JSON.stringify(facts)));
  } catch (error) {
    throw error instanceof RuntimeError ? error : badFacts('the facts are no JSON');
  }
}
