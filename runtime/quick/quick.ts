// The short way to an answer: for most requests, without making anything. It walks the same trees and asks the same rules as the long way
// (decide/decide.ts), in the same order, and where there is more to a request than it knows, it says so. test/property/quick.test.ts holds the two
// against each other. Hot: see bench/decisions. This file is long because what is known of the request in hand is one object's state: handed from room
// to room it would be made anew each time (bench/allocation).

import { type Asked, Case, own, type Parties } from '../decide/case.js';
import { Clock } from '../decide/clock.js';
import { admits } from '../decide/standing.js';
import { truthOf } from '../expression/evaluate.js';
import type { Expr } from '../expression/read-expression.js';
import { UNKNOWN } from '../expression/value.js';
import type { Snapshot } from '../facts/snapshot.js';
import { LIMITS, wrapTtlOf } from '../form.js';
import { DENY, LIST } from '../format/layout.js';
import type { Tables } from '../load.js';
import { shapeFault } from '../match/check-shape.js';
import { instantOf, wholeInstant } from '../match/instant.js';
import { isListedLiterally } from '../match/literal-lists.js';
import { isNormalFrom } from '../match/normal-path.js';
import { checkParameters } from '../match/parameters.js';
import type { JsonObject, Request } from '../request.js';
import type { Alternative, Rule } from '../rule.js';
import type { Selector, WalkedTree } from '../select.js';
import { EXACT_LEAF, LEAF, LEAF_KIND, PREFIX_LEAF, PROGRAM_SHIFT } from '../tree/layout.js';
import { checkWrapping, OPERATIONS, type Operation } from '../verdict.js';
import type { View, Views } from '../view.js';
import {
  ALLOWED,
  type AnswerCode,
  CAPABILITY_MISSING,
  CEILING,
  CONDITION_FALSE,
  CONDITION_UNKNOWN,
  DELEGATE_NOT_ALLOWED,
  DENIED,
  EXPLICIT_DENY,
  NO_MATCHING_RULE,
  PARAMETER_MISSING,
  PARAMETER_NOT_ALLOWED,
  SCOPE,
  UNKNOWN_PRINCIPAL,
  UNSAID,
  USER_POLICIES,
  WRAPPING,
} from './answer-code.js';
import { type Chain, Chains, type ChainWay } from './chains.js';
import { GuardrailIndex } from './guardrail-index.js';
import { AnswerLimits } from './limits.js';
import { ProgramRunner } from './run-program.js';
import { agentShortcut, type Shortcut, userShortcut } from './shortcuts.js';
import { isPlain, Soundness } from './sound.js';

const SLASH = 47;
const WHOLE = 0x7fffffff;

interface Word {
  readonly word: string;
  readonly operation: Operation;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Quick {
  /** Of the last answer that was ALLOWED. */
  readonly limits = new AnswerLimits();
  readonly clock: Clock;
  readonly #snapshot: Snapshot;
  readonly #selector: Selector;
  readonly #views: Views;
  readonly #words: ReadonlyMap<string, Word>;
  readonly #agents = new Map<string, Shortcut | null>();
  readonly #users = new Map<string, Shortcut | null>();
  readonly #chains: Chains;
  /** null: there are none. */
  readonly #guardrails: GuardrailIndex | null;
  /** Groups are what is registered. */
  readonly #isFree: boolean;
  readonly #sound = new Soundness();
  readonly #programs: ProgramRunner;
  /** Filled in where a condition is evaluated. */
  readonly #asked: Mutable<Asked> = { word: '', operation: undefined, path: '', parameters: null, wrapTtl: null, bare: false };
  readonly #case: Case;
  #request: Request = NO_REQUEST;
  #word: Word = NO_WORD;
  #path = '';
  #parties: Parties = NOBODY;
  #isBare = false;
  /** Up to here the path is known to be normal: the start of a segment, or WHOLE. */
  #normalTo = 0;
  /** When it is asked, in milliseconds, where that was looked at; NaN: it is not said. */
  readonly #time = new Float64Array(1);
  #isBusy = false;

  constructor(tables: Tables, snapshot: Snapshot, selector: Selector, views: Views, clock: () => number) {
    this.clock = new Clock(clock);
    this.#snapshot = snapshot;
    this.#selector = selector;
    this.#views = views;
    this.#words = wordsOf(tables.blocks.operations);
    this.#programs = new ProgramRunner(tables.constants, this.clock);
    const { guardrails, trusted_groups: trusted } = tables.blocks;
    this.#guardrails = guardrails.length === 0 ? null : new GuardrailIndex(guardrails);
    this.#isFree = !trusted;
    this.#chains = new Chains(snapshot, selector, this.#guardrails);
    this.#case = new Case(NO_REQUEST, this.#asked, NOBODY, tables, this.clock, snapshot);
  }

  /** ALLOWED and every outcome are what the long way says; DENIED, UNSAID: see there. */
  answer(request: Request): AnswerCode {
    // What a request runs when it is read may ask this engine again.
    if (this.#isBusy) return UNSAID;
    this.#isBusy = true;
    try {
      this.clock.reset();
      const code = this.#answer(request);
      return code === ALLOWED && !this.#isSound(request) ? UNSAID : code;
    } finally {
      this.#isBusy = false;
    }
  }

  /** The same, where a denial too must be of a request that is sound. */
  outcome(request: Request): AnswerCode {
    const code = this.answer(request);
    return code > ALLOWED && !this.#isSound(request) ? UNSAID : code;
  }

  #isSound(request: Request): boolean {
    const path = this.#path;
    if (this.#isBare) return !path.includes('\0') && this.#sound.of(request);
    return (this.#normalTo === WHOLE || isNormalFrom(path, this.#normalTo, this.#word.word === 'list')) && this.#sound.of(request);
  }

  #answer(request: Request): AnswerCode {
    if (typeof request !== 'object' || request === null) return UNSAID;
    const { path } = request;
    const word = this.#words.get(request.operation);
    if (word === undefined || typeof path !== 'string' || path.length > LIMITS.path || path.charCodeAt(0) === SLASH) return UNSAID;
    if (request.authorization_details !== undefined || request.approvals !== undefined) return UNSAID;
    this.#word = word;
    this.#path = path;
    this.#request = request;
    this.#normalTo = 0;
    this.limits.reset(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (request.policies !== undefined) return this.#bare(request);
    this.#isBare = false;
    if (!this.#isFree || path.startsWith('http/')) return UNSAID;
    if (this.#guardrails?.mayConcern(path, word.operation.bit, word.word === 'list')) return UNSAID;
    const { freshUntil } = this.#snapshot;
    if (freshUntil !== Number.POSITIVE_INFINITY && !(this.clock.now <= freshUntil)) return UNSAID;
    if (request.delegation !== undefined) return this.#delegated(request, request.delegation);
    return this.#direct(request);
  }

  #bare(request: Request): AnswerCode {
    const { policies } = request;
    if (!Array.isArray(policies) || policies.length > LIMITS.policies) return UNSAID;
    for (let i = 0; i < policies.length; i++) if (typeof policies[i] !== 'string') return UNSAID;
    // An operation of Vault's, by its own name.
    if (request.operation !== this.#word.word || request.user !== undefined || request.agent !== undefined || request.delegation !== undefined) return UNSAID;
    const view = this.#views.of(policies);
    if (this.#views.namedRoot) return UNSAID;
    this.#isBare = true;
    this.#parties = NOBODY;
    return view.templated.length > 0 ? UNSAID : this.#judgeTree(view, view);
  }

  #direct(request: Request): AnswerCode {
    const { agent, user } = request;
    let shortcut: Shortcut | null | undefined = null;
    if (typeof agent === 'string') {
      if (user !== undefined) return UNSAID;
      shortcut = this.#agents.get(agent);
      if (shortcut === undefined) shortcut = this.#newAgent(agent);
    } else if (agent === undefined && typeof user === 'object' && user !== null && typeof user.id === 'string') {
      shortcut = this.#users.get(user.id);
      if (shortcut === undefined) shortcut = this.#newUser(user.id);
    }
    if (shortcut === null) return UNSAID;
    if (shortcut === undefined) return UNKNOWN_PRINCIPAL;
    this.#parties = shortcut.parties;
    const code = this.#judgeTree(shortcut, shortcut.own);
    if (code !== ALLOWED) return code;
    const ceiling = this.#judgeAll(shortcut.ceilings);
    if (ceiling !== ALLOWED) return ceiling;
    if (shortcut.isLimited) this.limits.narrow(shortcut.maxTtl, shortcut.uses);
    return ALLOWED;
  }

  #newAgent(id: string): Shortcut | null | undefined {
    const shortcut = agentShortcut(this.#snapshot, id);
    // WHY not for an id that nobody has: requests could name them without end.
    if (shortcut !== undefined) this.#agents.set(id, shortcut);
    return shortcut;
  }

  #newUser(id: string): Shortcut | null | undefined {
    const shortcut = userShortcut(this.#snapshot, id);
    if (shortcut !== undefined) this.#users.set(id, shortcut);
    return shortcut;
  }

  #delegated(request: Request, delegation: JsonObject): AnswerCode {
    if (request.user !== undefined || typeof delegation !== 'object' || delegation === null || !isPlain(delegation)) return UNSAID;
    const { id, user, chain } = delegation;
    let found: Chain | null | undefined;
    if (id !== undefined) found = typeof id === 'string' && user === undefined && chain === undefined ? this.#chains.ofDelegation(id) : null;
    else if (Array.isArray(chain) && (user === undefined || typeof user === 'string')) found = this.#chains.of(user ?? null, chain);
    else return UNSAID;
    if (found === null) return UNSAID;
    if (found === undefined) return DENIED;
    // The agent that asks is the chain's last; and a delegation has no other members.
    if (!found.hasShortcut || found.agent !== request.agent) return UNSAID;
    for (const name in delegation) if (id === undefined ? name !== 'user' && name !== 'chain' : name !== 'id') return UNSAID;
    return this.#takeWay(request, found);
  }

  #takeWay(request: Request, chain: Chain): AnswerCode {
    let answer: AnswerCode = DENIED;
    for (let { way } = chain; way !== null; way = way.next) {
      if (!this.#isOpen(request, way)) continue;
      this.#parties = way.parties;
      const code = this.#judgeWay(chain, way);
      if (code === ALLOWED || code === UNSAID) return code;
      // Of several ways that deny the long way chooses one to show.
      if (chain.isOnly) answer = code;
    }
    return answer;
  }

  #isOpen(request: Request, { from, until, purposes, sessions }: ChainWay): boolean {
    if (from !== Number.NEGATIVE_INFINITY || until !== Number.POSITIVE_INFINITY) {
      this.#readTime(request);
      const now = this.#time[0] as number;
      if (!(now >= from && now < until)) return false;
    }
    return admits(purposes, request.purpose) && admits(sessions, own(request.session, 'id'));
  }

  /** WHY nothing answered, and no `?.`: a number is made anew on such a way (bench/allocation). */
  #readTime({ context }: Request): void {
    if (context !== undefined && typeof context.time === 'number') this.#time[0] = wholeInstant(context.time);
    else if (context?.time === undefined) this.#time[0] = this.clock.now;
    else this.#time[0] = instantOf(context.time) ?? Number.NaN;
  }

  #judgeWay({ user, own, ceilings, handsOn, maxTtl, uses }: Chain, way: ChainWay): AnswerCode {
    this.limits.reset(maxTtl, uses);
    if (way.until !== Number.POSITIVE_INFINITY) this.limits.narrow((way.until - (this.#time[0] as number)) / 1000, Number.POSITIVE_INFINITY);
    const code = this.#judgeTree(own, own);
    if (code !== ALLOWED) return code < 0 || user === null ? code : USER_POLICIES;
    const ceiling = this.#judgeAll(ceilings);
    if (ceiling !== ALLOWED) return ceiling;
    if (!handsOn) return DELEGATE_NOT_ALLOWED;
    const { scopes } = way;
    for (let i = 0; i < scopes.length; i++) {
      const before = this.limits.maxTtl;
      const scope = scopes[i] as View;
      const covered = this.#judgeTree(scope, scope);
      // Of several that allow the least demanding counts, and nothing demands less than what demands nothing more.
      if (covered === ALLOWED) return scopes.length === 1 || this.limits.maxTtl === before ? ALLOWED : UNSAID;
      if (covered === UNSAID) return UNSAID;
    }
    return SCOPE;
  }

  #judgeAll(ceilings: readonly View[]): AnswerCode {
    for (let i = 0; i < ceilings.length; i++) {
      const ceiling = ceilings[i] as View;
      const code = this.#judgeTree(ceiling, ceiling);
      if (code !== ALLOWED) return code === UNSAID ? UNSAID : CEILING;
    }
    return ALLOWED;
  }

  /** What one list says, none of whose patterns waits for the request to be known: a tree, and the view that it is of. */
  #judgeTree(tree: WalkedTree, view: View): AnswerCode {
    const path = this.#path;
    const { word, operation } = this.#word;
    // The walker has no more to tell where a folder is listed: that takes two walks.
    const isFolder = word === 'list' && path.charCodeAt(path.length - 1) === SLASH;
    const leaf = this.#selector.leaf(tree, path, isFolder);
    if (leaf < 0) return NO_MATCHING_RULE;
    if (isFolder) return this.#judgeFolder(view.rule(leaf, this.#selector.word));
    const { walker } = this.#selector;
    const said = walker.word;
    if (said & DENY) return EXPLICIT_DENY;
    const { bit, parameters } = operation;
    if ((said & bit) === 0) return CAPABILITY_MISSING;
    if (this.#normalTo === 0) this.#normalTo = this.#literalOf(said, path);
    if (said & LEAF.plain) return ALLOWED;
    if (said >>> PROGRAM_SHIFT === 0) return this.#judgeRule(view.rule(leaf, said));
    const code = this.#programs.run(
      view.labels,
      walker.program * 4,
      view.constantsOf(walker.program + (said >>> PROGRAM_SHIFT)),
      parameters ? (this.#request.parameters ?? null) : null,
      this.#request,
    );
    return code === DENIED ? this.#judgeRule(view.rule(leaf, said)) : code;
  }

  #judgeFolder(rule: Rule): AnswerCode {
    if (rule.capabilities & DENY) return EXPLICIT_DENY;
    if ((rule.capabilities & LIST) === 0) return CAPABILITY_MISSING;
    return this.#judgeRule(rule);
  }

  /** How far the path is what a pattern says literally, and normal. */
  #literalOf(said: number, path: string): number {
    if ((said & LEAF.normal) === 0) return 0;
    if ((said & LEAF_KIND) === EXACT_LEAF) return WHOLE;
    const { walker } = this.#selector;
    let start = (said & LEAF_KIND) === PREFIX_LEAF ? walker.literal : walker.firstPlus;
    while (start > 0 && path.charCodeAt(start - 1) !== SLASH) start--;
    return start;
  }

  #judgeRule({ alternatives }: Rule): AnswerCode {
    if (alternatives.length === 1) return this.#judgeAlternative(alternatives[0] as Alternative);
    for (let i = 0; i < alternatives.length; i++) {
      const alternative = alternatives[i] as Alternative;
      const code = this.#judgeAlternative(alternative);
      // Nothing demands less than what demands nothing; else the long way weighs them.
      if (code === ALLOWED) return (alternative.own?.maxTtl ?? Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY ? ALLOWED : UNSAID;
      if (code === UNSAID) return UNSAID;
    }
    return DENIED;
  }

  #judgeAlternative(alternative: Alternative): AnswerCode {
    const { bit, parameters: takesParameters } = this.#word.operation;
    const { parameters = null, wrap_ttl } = this.#request;
    const { own } = alternative;
    if ((alternative.capabilities & bit) === 0) return CAPABILITY_MISSING;
    if (!checkWrapping(alternative, wrap_ttl === undefined ? null : wrapTtlOf(wrap_ttl))) return WRAPPING;
    const { literal } = alternative;
    if (takesParameters && (literal === null || !isListedLiterally(literal, parameters))) {
      const fault = checkParameters(alternative, parameters);
      if (fault !== null) return fault.kind === 'missing' ? PARAMETER_MISSING : PARAMETER_NOT_ALLOWED;
    }
    if (!this.#isBare && (alternative.mfaMethods.length > 0 || alternative.controlGroup !== null)) return UNSAID;
    if (own === null) return ALLOWED;
    if (own.approval !== null) return UNSAID;
    if (own.parameters !== null) {
      const fault = shapeFault(own.parameters, parameters);
      if (fault !== null) return fault.kind === 'absent' ? PARAMETER_MISSING : PARAMETER_NOT_ALLOWED;
    }
    const { when } = own;
    const code = when.length === 0 ? ALLOWED : this.#judgeConditions(when);
    if (code === ALLOWED) this.limits.narrow(own.maxTtl, Number.POSITIVE_INFINITY);
    return code;
  }

  #judgeConditions(when: readonly Expr[]): AnswerCode {
    const asked = this.#asked;
    asked.word = this.#word.word;
    asked.operation = this.#word.operation;
    asked.path = this.#path;
    asked.parameters = this.#request.parameters ?? null;
    asked.bare = this.#isBare;
    this.#case.rebind(this.#request, asked, this.#parties, null);
    let isKnown = true;
    for (let i = 0; i < when.length; i++) {
      const truth = truthOf(when[i] as Expr, this.#case);
      if (truth === false) return CONDITION_FALSE;
      if (truth === UNKNOWN) isKnown = false;
    }
    return isKnown ? ALLOWED : CONDITION_UNKNOWN;
  }
}

const NO_WORD: Word = { word: '', operation: { bit: 0, parameters: false } };
const NO_REQUEST: Request = { operation: '', path: '' };
const NOBODY: Parties = { user: null, groups: [], chain: [], delegation: null };

/** Every word that an operation has: its own, and those that the schema maps to it, which come first. */
function wordsOf(mapped: { readonly [word: string]: string }): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const [word, operation] of OPERATIONS) words.set(word, { word, operation });
  for (const [word, meant] of Object.entries(mapped)) {
    const operation = OPERATIONS.get(meant);
    if (operation === undefined) words.delete(word);
    else words.set(word, { word: meant, operation });
  }
  return words;
}
