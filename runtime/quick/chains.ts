// Shortcuts of delegated requests: for a user and a chain of agents, every way in which delegations join them, with what of it hangs on the time and
// the purpose of the request.

import type { Parties, Way } from '../decide/case.js';
import { follow } from '../decide/ways.js';
import type { Agent, Delegation, Snapshot, User } from '../facts/snapshot.js';
import { DENY } from '../format/layout.js';
import type { PolicyList } from '../policy-lists.js';
import type { Selector } from '../select.js';
import { LEAF } from '../tree/layout.js';
import { OPERATIONS } from '../verdict.js';
import type { View } from '../view.js';
import type { GuardrailIndex } from './guardrail-index.js';
import { ceilingsOf, isPlain, limitsOf, others, stands } from './shortcuts.js';

export interface ChainShortcut {
  /** Policies of the user, or of the agent at the root. */
  readonly own: View;
  readonly ofUser: boolean;
  readonly ceilings: readonly View[];
  /** Every agent may hand on to the next. */
  readonly handsOn: boolean;
  readonly maxTtl: number;
  readonly uses: number;
  /** The last of the chain, which must be who asks. */
  readonly agent: string;
  /** Every combination of delegations and their consents; none where nothing joins them, or somebody is suspended: that denies. */
  readonly ways: readonly ChainWay[];
  /** There is one way, and no other that only lacks a consent: when it denies, its cause is the request's. */
  readonly isOnly: boolean;
}

/** One combination of delegations and consents. */
export interface ChainWay {
  readonly parties: Parties;
  /** Milliseconds: it is in force from `from` until before `until`. */
  readonly from: number;
  readonly until: number;
  /** null: any. */
  readonly purposes: readonly string[] | null;
  /** Any of them suffices. */
  readonly scopes: readonly View[];
}

const DELEGATE = OPERATIONS.get('delegate')?.bit ?? 0;

/** More are not kept; as many as the long way tries. */
const MAX_WAYS = 64;

export class Chains {
  readonly #snapshot: Snapshot;
  readonly #selector: Selector;
  readonly #guardrails: GuardrailIndex | null;
  /** By hash of the user and the chain. */
  #known = new Map<number, Known>();
  #byDelegation = new Map<string, ChainShortcut | null>();
  #size = 0;

  constructor(snapshot: Snapshot, selector: Selector, guardrails: GuardrailIndex | null) {
    this.#snapshot = snapshot;
    this.#selector = selector;
    this.#guardrails = guardrails;
  }

  /** null: there is none. undefined: somebody of them is nobody. `chain` holds whatever a request has. */
  of(user: string | null, chain: readonly unknown[]): ChainShortcut | null | undefined {
    if (chain.length > MAX_CHAIN) return null;
    let hash = user === null ? 0 : hashOf(user, 1);
    for (let i = 0; i < chain.length; i++) {
      const id = chain[i];
      if (typeof id !== 'string') return null;
      hash = hashOf(id, hash);
    }
    const first = this.#known.get(hash);
    for (let known: Known | null | undefined = first; known; known = known.next) if (isOf(known, user, chain)) return known.shortcut;
    return this.#add(user, chain as readonly string[], hash, first ?? null);
  }

  ofDelegation(id: string): ChainShortcut | null | undefined {
    const known = this.#byDelegation.get(id);
    if (known !== undefined) return known;
    const delegation = this.#snapshot.delegations.get(id);
    if (delegation === undefined) return undefined;
    const root = delegation.from.slice(delegation.from.indexOf(':') + 1);
    const made = delegation.from.startsWith('user:') ? this.#make(root, [delegation.to], delegation) : this.#make(null, [root, delegation.to], delegation);
    if (made === undefined) return undefined;
    this.#count();
    this.#byDelegation.set(id, made);
    return made;
  }

  #add(user: string | null, chain: readonly string[], hash: number, next: Known | null): ChainShortcut | null | undefined {
    const [first, ...rest] = chain;
    if (first === undefined || chain.length < (user === null ? 2 : 1) || new Set(chain).size !== chain.length) return null;
    const made = this.#make(user, chain, null);
    // WHY not what nobody has: requests could name it without end.
    if (made === undefined) return undefined;
    this.#count();
    this.#known.set(hash, { user, first, rest: rest.length === 0 ? NONE : rest, shortcut: made, next });
    return made;
  }

  /** All are forgotten when there are too many. */
  #count(): void {
    if (++this.#size < MAX_CHAINS) return;
    this.#size = 0;
    this.#known = new Map();
    this.#byDelegation = new Map();
  }

  #make(userId: string | null, ids: readonly string[], only: Delegation | null): ChainShortcut | null | undefined {
    const snapshot = this.#snapshot;
    const user = userId === null ? null : snapshot.users.get(userId);
    const chain = ids.map((id) => snapshot.agents.get(id));
    if (user === undefined || !chain.every((agent) => agent !== undefined)) return undefined;
    const principals = user === null ? chain : [user, ...chain];
    const root = user ?? (chain[0] as Agent);
    const agent = ids.at(-1) as string;
    const own = root.policies.view;
    const closed = { own, ofUser: user !== null, ceilings: [], handsOn: false, ...limitsOf(chain), agent, ways: [], isOnly: false };
    if (principals.some(({ active, dangling }) => !active || dangling !== null)) return closed;
    const ceilings = chain.flatMap((one) => ceilingsOf(one, false));
    if (!principals.every(stands) || !isPlain(root.policies) || !ceilings.every(isPlain)) return null;
    const hops = this.#hopsOf(user, chain, only);
    const ways = this.#waysOf(user, chain, hops);
    if (ways === null || ways.length === 0) return ways === null ? null : closed;
    const handsOn = this.#handOn(chain);
    if (handsOn === null) return null;
    return { ...closed, ceilings: others([own], ceilings), handsOn, ways, isOnly: hops.every((delegations) => delegations.length === 1) && ways.length === 1 };
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

  #waysOf(user: User | null, chain: readonly Agent[], hops: readonly (readonly Delegation[])[]): ChainWay[] | null {
    let all: readonly (readonly Way[])[] = [[]];
    for (const delegations of hops) {
      const hop = delegations.flatMap((one): Way[] => (one.explicit ? one.consents.map((consent): Way => [one, consent]) : [[one, null]]));
      all = all.flatMap((taken) => hop.map((way) => [...taken, way]));
      if (all.length > MAX_WAYS) return null;
    }
    const ways = all.map((taken) => this.#way(user, chain, taken));
    return ways.includes(null) ? null : (ways as ChainWay[]);
  }

  /** null where its scopes are not plain. */
  #way(user: User | null, chain: readonly Agent[], taken: readonly Way[]): ChainWay | null {
    const { facts, ends, rooms } = follow(taken, user !== null);
    const scopes = facts.scopes.flatMap((name) => this.#snapshot.lists.ofScope(name) ?? []);
    if (!scopes.every(isPlain)) return null;
    const isDead = taken.some(([{ active }]) => !active) || rooms.some(({ after, depth }) => after > depth);
    return {
      parties: { user, groups: user?.groups ?? [], chain, delegation: facts },
      from: taken.reduce((latest, [, consent]) => Math.max(latest, consent?.from ?? Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY),
      until: isDead ? Number.NEGATIVE_INFINITY : ends,
      purposes: facts.purposes,
      scopes: others([], scopes),
    };
  }
}

/** One user and chain, and others of the same hash. */
interface Known {
  readonly user: string | null;
  readonly first: string;
  readonly rest: readonly string[];
  readonly shortcut: ChainShortcut | null;
  readonly next: Known | null;
}

const NONE: readonly never[] = [];

function isOf({ user, first, rest }: Known, asked: string | null, chain: readonly unknown[]): boolean {
  if (user !== asked || first !== chain[0] || rest.length + 1 !== chain.length) return false;
  for (let i = 0; i < rest.length; i++) if (rest[i] !== chain[i + 1]) return false;
  return true;
}

/** WHY our own: a map of maps by id would wait for memory four times a hop (bench/decisions, w5). Of long ids the ends do. */
function hashOf(id: string, seed: number): number {
  let hash = seed ^ id.length;
  for (let i = Math.max(0, id.length - 12); i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash & 0x3fffffff;
}

const MAX_CHAIN = 16;
/** Some tens of megabytes. */
const MAX_CHAINS = 100_000;
