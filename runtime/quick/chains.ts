// Shortcuts of delegated requests: for a user and a chain of agents, every way in which delegations join them, with what of it hangs on the time, the
// purpose and the session of the request.

import type { Parties, Way } from '../decide/case.js';
import { MAX_CHAIN } from '../decide/standing.js';
import { follow } from '../decide/ways.js';
import type { Agent, Delegation, Snapshot, User } from '../facts/snapshot.js';
import { DENY } from '../format/layout.js';
import type { PolicyList } from '../policy-lists.js';
import type { Selector } from '../select.js';
import { LEAF } from '../tree/layout.js';
import { OPERATIONS } from '../verdict.js';
import type { View } from '../view.js';
import type { GuardrailIndex } from './guardrail-index.js';
import { ceilingsOf, isPlain, type Limits, limitsOf, others, stands } from './shortcuts.js';

/**
 * What a chain comes to. WHY all in one object of a class, its ways one behind the other: each object on the way to a tree is a wait for memory, and
 * objects made in several places are of several kinds (bench/decisions, w5).
 */
export class Chain {
  /** Who asks through it: a user or none, and agents. */
  readonly user: string | null;
  readonly first: string;
  readonly rest: readonly string[];
  /** Another one of the same hash. */
  readonly next: Chain | null;
  /** No: the long way says what it comes to, and the rest says nothing. */
  readonly hasShortcut: boolean;
  /** Policies of the user, or of the agent at the root. */
  readonly own: View;
  readonly ceilings: readonly View[];
  /** Every agent may hand on to the next. */
  readonly handsOn: boolean;
  readonly maxTtl: number;
  readonly uses: number;
  /** The last of the chain, which must be who asks. */
  readonly agent: string;
  /** The first of all combinations of delegations and their consents; null where nothing joins them, or somebody is suspended: that denies. */
  readonly way: ChainWay | null;
  /** There is one way, and no other that only lacks a consent: when it denies, its cause is the request's. */
  readonly isOnly: boolean;

  constructor(user: string | null, ids: readonly string[], next: Chain | null, own: View, { maxTtl, uses }: Limits, found: Found | null) {
    const { ceilings, handsOn, way, isOnly } = found ?? NOTHING;
    this.user = user;
    this.first = ids[0] as string;
    this.rest = ids.length === 1 ? NONE : ids.slice(1);
    this.next = next;
    this.hasShortcut = found !== null;
    this.own = own;
    this.ceilings = ceilings;
    this.handsOn = handsOn;
    this.maxTtl = maxTtl;
    this.uses = uses;
    this.agent = ids.at(-1) as string;
    this.way = way;
    this.isOnly = isOnly;
  }
}

type Found = Pick<Chain, 'ceilings' | 'handsOn' | 'way' | 'isOnly'>;

const NOTHING: Found = { ceilings: [], handsOn: false, way: null, isOnly: false };

/** One combination of delegations and consents. */
export class ChainWay {
  readonly next: ChainWay | null;
  readonly parties: Parties;
  /** Milliseconds: it is in force from `from` until before `until`. */
  readonly from: number;
  readonly until: number;
  /** null: any. */
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
  /** Any of them suffices. */
  readonly scopes: readonly View[];

  constructor({ parties, from, until, purposes, sessions, scopes }: UnlinkedWay, next: ChainWay | null) {
    this.next = next;
    this.parties = parties;
    this.from = from;
    this.until = until;
    this.purposes = purposes;
    this.sessions = sessions;
    this.scopes = scopes;
  }
}

type UnlinkedWay = Omit<ChainWay, 'next'>;

const DELEGATE = OPERATIONS.get('delegate')?.bit ?? 0;

/** More are not kept; as many as the long way tries. */
const MAX_WAYS = 64;

export class Chains {
  readonly #snapshot: Snapshot;
  readonly #selector: Selector;
  readonly #guardrails: GuardrailIndex | null;
  /** By hash of the user and the chain. */
  #known = new Map<number, Chain>();
  #byDelegation = new Map<string, Chain>();
  #size = 0;

  constructor(snapshot: Snapshot, selector: Selector, guardrails: GuardrailIndex | null) {
    this.#snapshot = snapshot;
    this.#selector = selector;
    this.#guardrails = guardrails;
  }

  /** null: it is none that could be. undefined: somebody of them is nobody. `chain` holds whatever a request has. */
  of(user: string | null, chain: readonly unknown[]): Chain | null | undefined {
    const hash = chain.length > MAX_CHAIN ? NO_HASH : hashOfChain(user, chain);
    if (hash === NO_HASH) return null;
    const first = this.#known.get(hash);
    for (let known: Chain | null | undefined = first; known; known = known.next) if (isOf(known, user, chain)) return known;
    return this.#add(user, chain as readonly string[], hash, first ?? null);
  }

  ofDelegation(id: string): Chain | undefined {
    const known = this.#byDelegation.get(id);
    if (known !== undefined) return known;
    const delegation = this.#snapshot.delegations.get(id);
    if (delegation === undefined) return undefined;
    const root = delegation.from.slice(delegation.from.indexOf(':') + 1);
    const ofUser = delegation.from.startsWith('user:');
    const made = ofUser ? this.#make(root, [delegation.to], delegation, null) : this.#make(null, [root, delegation.to], delegation, null);
    if (made === undefined) return undefined;
    this.#count();
    this.#byDelegation.set(id, made);
    return made;
  }

  #add(user: string | null, chain: readonly string[], hash: number, next: Chain | null): Chain | null | undefined {
    if (chain.length < (user === null ? 2 : 1)) return null;
    // WHY not kept: requests could name it without end. And so it is asked each time, before anything is made.
    if (!this.#areKnown(user, chain)) return undefined;
    // What is kept is kept for everybody. WHY a copy that is looked at again: a list may answer otherwise when it is asked again.
    const ids = [...chain];
    if (ids.length > MAX_CHAIN || hashOfChain(user, ids) !== hash || new Set(ids).size !== ids.length) return null;
    const made = this.#make(user, ids, null, next);
    if (made === undefined) return undefined;
    this.#count();
    this.#known.set(hash, made);
    return made;
  }

  #areKnown(user: string | null, chain: readonly string[]): boolean {
    const { users, agents } = this.#snapshot;
    if (user !== null && users.get(user) === undefined) return false;
    for (let i = 0; i < chain.length; i++) if (agents.get(chain[i] as string) === undefined) return false;
    return true;
  }

  /** All are forgotten when there are too many. */
  #count(): void {
    if (++this.#size < MAX_CHAINS) return;
    this.#size = 0;
    this.#known = new Map();
    this.#byDelegation = new Map();
  }

  #make(userId: string | null, ids: readonly string[], only: Delegation | null, next: Chain | null): Chain | undefined {
    const snapshot = this.#snapshot;
    const user = userId === null ? null : snapshot.users.get(userId);
    const agents = ids.map((id) => snapshot.agents.get(id));
    if (user === undefined || !agents.every((agent) => agent !== undefined)) return undefined;
    const { policies } = user ?? (agents[0] as Agent);
    return new Chain(userId, ids, next, policies.view, limitsOf(agents), this.#find(user, agents, policies, only));
  }

  /** null where the long way must say. */
  #find(user: User | null, chain: readonly Agent[], policies: PolicyList, only: Delegation | null): Found | null {
    const principals = user === null ? chain : [user, ...chain];
    if (principals.some(({ active, dangling }) => !active || dangling !== null)) return NOTHING;
    const ceilings = chain.flatMap((one) => ceilingsOf(one, false));
    if (!principals.every(stands) || !isPlain(policies) || !ceilings.every(isPlain)) return null;
    const hops = this.#hopsOf(user, chain, only);
    const ways = this.#waysOf(user, chain, hops);
    if (ways === null || ways.length === 0) return ways === null ? null : NOTHING;
    const handsOn = this.#handOn(chain);
    if (handsOn === null) return null;
    const way = ways.reduceRight<ChainWay | null>((next, each) => new ChainWay(each, next), null);
    const isOnly = hops.every((delegations) => delegations.length === 1) && ways.length === 1;
    return { ceilings: others([policies.view], ceilings), handsOn, way, isOnly };
  }

  /** null where it hangs on the request. */
  #handOn(chain: readonly Agent[]): boolean | null {
    let all = true;
    for (let i = 0; i + 1 < chain.length; i++) {
      const agent = chain[i] as Agent;
      if (this.#guardrails?.mayConcern(`agents/${(chain[i + 1] as Agent).id}`, DELEGATE, false)) return null;
      for (const list of [agent.policies, ...ceilingsOf(agent, false)]) {
        const hands = this.#handsOn(list, (chain[i + 1] as Agent).id);
        if (hands === null) return null;
        all &&= hands;
      }
    }
    return all;
  }

  #handsOn(list: PolicyList, next: string): boolean | null {
    if (!isPlain(list)) return null;
    const leaf = this.#selector.leaf(list.view, `agents/${next}`, false);
    if (leaf < 0) return false;
    const { word } = this.#selector.walker;
    return word & DENY || (word & DELEGATE) === 0 ? false : word & LEAF.plain ? true : null;
  }

  /** The delegations that join each agent to who comes before it. */
  #hopsOf(user: User | null, chain: readonly Agent[], only: Delegation | null): readonly (readonly Delegation[])[] {
    const principals = [...(user === null ? [] : [`user:${user.id}`]), ...chain.map(({ id }) => `agent:${id}`)];
    const agents = chain.slice(user === null ? 1 : 0);
    return agents.map(({ id }, i) => (only === null ? this.#snapshot.between(principals[i] as string, id) : [only]));
  }

  #waysOf(user: User | null, chain: readonly Agent[], hops: readonly (readonly Delegation[])[]): UnlinkedWay[] | null {
    let all: readonly (readonly Way[])[] = [[]];
    for (const delegations of hops) {
      const hop = delegations.flatMap((one): Way[] => (one.explicit ? one.consents.map((consent): Way => [one, consent]) : [[one, null]]));
      all = all.flatMap((taken) => hop.map((way) => [...taken, way]));
      if (all.length > MAX_WAYS) return null;
    }
    const ways = all.map((taken) => this.#way(user, chain, taken));
    return ways.includes(null) ? null : (ways as UnlinkedWay[]);
  }

  /** null where its scopes are not plain. */
  #way(user: User | null, chain: readonly Agent[], taken: readonly Way[]): UnlinkedWay | null {
    const { facts, ends, rooms } = follow(taken, user !== null);
    const scopes = facts.scopes.flatMap((name) => this.#snapshot.lists.ofScope(name) ?? []);
    if (!scopes.every(isPlain)) return null;
    const isDead = taken.some(([{ active }]) => !active) || rooms.some(({ after, depth }) => after > depth);
    return {
      parties: { user, groups: user?.groups ?? [], chain, delegation: facts },
      from: Math.max(...taken.map(([, consent]) => consent?.from ?? Number.NEGATIVE_INFINITY)),
      until: isDead ? Number.NEGATIVE_INFINITY : ends,
      purposes: facts.purposes,
      sessions: facts.sessions,
      scopes: others([], scopes),
    };
  }
}

const NONE: readonly never[] = [];

function isOf({ user, first, rest }: Chain, asked: string | null, chain: readonly unknown[]): boolean {
  if (user !== asked || first !== chain[0] || rest.length + 1 !== chain.length) return false;
  for (let i = 0; i < rest.length; i++) if (rest[i] !== chain[i + 1]) return false;
  return true;
}

/** Of a user or none and a list of texts; NO_HASH where it is no such list. */
function hashOfChain(user: string | null, chain: readonly unknown[]): number {
  let hash = user === null ? 0 : hashOf(user, 1);
  for (let i = 0; i < chain.length; i++) {
    const id = chain[i];
    if (typeof id !== 'string') return NO_HASH;
    hash = hashOf(id, hash);
  }
  return hash;
}

const NO_HASH = -1;

/** WHY our own: a map of maps by id would wait for memory four times a hop (bench/decisions, w5). */
function hashOf(id: string, seed: number): number {
  let hash = seed ^ id.length;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash & 0x3fffffff;
}

/** Some tens of megabytes. */
const MAX_CHAINS = 100_000;
