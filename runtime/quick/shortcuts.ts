// What the requests of one principal must pass, found once: for those that stand whatever the request says, and whose lists are plain. Everything
// else has no shortcut, and goes the long way (decide/decide.ts).

import type { Parties } from '../decide/case.js';
import { DIRECT } from '../decide/standing.js';
import type { Agent, Snapshot, User } from '../facts/snapshot.js';
import type { PolicyList } from '../policy-lists.js';
import type { WalkedTree } from '../select.js';
import type { GeneratedTree } from '../tree/generated.js';
import type { LeafTexts } from '../tree/leaf-texts.js';
import type { View } from '../view.js';

/** WHY the tree's own members stand here as well: of ten thousand agents each object on the way to a tree is a wait for memory (bench/decisions, w4). */
export class Shortcut implements WalkedTree {
  readonly words: Int32Array;
  readonly labels: Int8Array;
  readonly base: number;
  readonly length: number;
  texts: LeafTexts | null = null;
  readonly generated: GeneratedTree | null;
  /** Seconds; infinite where nothing limits. */
  readonly maxTtl: number;
  readonly uses: number;
  readonly isLimited: boolean;
  /** Ceilings beside the principal's own list. */
  readonly ceilings: readonly View[];
  /** The list whose answer is the principal's own. */
  readonly own: View;
  readonly parties: Parties;

  constructor(own: View, ceilings: readonly View[], parties: Parties, { maxTtl, uses }: Limits) {
    this.words = own.words;
    this.labels = own.labels;
    this.base = own.base;
    this.length = own.length;
    this.generated = own.generated;
    this.maxTtl = maxTtl;
    this.uses = uses;
    this.isLimited = Math.min(maxTtl, uses) < Number.POSITIVE_INFINITY;
    this.ceilings = ceilings.length === 0 ? NONE : ceilings;
    this.own = own;
    this.parties = parties;
  }
}

const NONE: readonly never[] = [];

export interface Limits {
  readonly maxTtl: number;
  readonly uses: number;
}

/** null: there is none. undefined: nobody has this id. */
export function agentShortcut(snapshot: Snapshot, id: string): Shortcut | null | undefined {
  const agent = snapshot.agents.get(id);
  if (agent === undefined) return undefined;
  const ceilings = ceilingsOf(agent, true);
  if (!stands(agent) || !ceilings.every(isPlain) || !isPlain(agent.policies)) return null;
  const own = agent.policies.view;
  // WHY not its own list again: it has just answered.
  return new Shortcut(own, others([own], ceilings), { user: null, groups: [], chain: [agent], delegation: DIRECT }, limitsOf([agent]));
}

export function userShortcut(snapshot: Snapshot, id: string): Shortcut | null | undefined {
  const user = snapshot.users.get(id);
  if (user === undefined) return undefined;
  if (!stands(user) || !isPlain(user.policies)) return null;
  return new Shortcut(user.policies.view, [], { user, groups: user.groups, chain: [], delegation: DIRECT }, limitsOf([]));
}

/** Those of an agent, in order; `direct` where it acts for itself. */
export function ceilingsOf({ type, ceiling, direct: binds, factsCeiling }: Agent, direct: boolean): PolicyList[] {
  return [type?.ceiling ?? null, binds || !direct ? ceiling : null, factsCeiling].filter((list) => list !== null);
}

/** Whenever it is asked. */
export function stands({ active, expires, dangling }: Agent | User): boolean {
  return active && dangling === null && expires === Number.POSITIVE_INFINITY;
}

/** Its policies all exist, and no pattern waits for the request to be known. */
export function isPlain({ view, unknown }: PolicyList): boolean {
  return unknown === null && view.templated.length === 0;
}

/** The views of the lists that are not among those before, each once. */
export function others(before: readonly View[], lists: readonly PolicyList[]): View[] {
  const views = new Set(lists.map(({ view }) => view));
  for (const view of before) views.delete(view);
  return [...views];
}

/** Infinite where nobody limits. */
export function limitsOf(chain: readonly Agent[]): Limits {
  const bounds = chain.flatMap((agent) => (agent.type === null ? [agent] : [agent, agent.type]));
  return {
    maxTtl: Math.min(...bounds.map(({ maxTtl }) => maxTtl)),
    uses: Math.min(...bounds.map(({ uses }) => uses)),
  };
}
