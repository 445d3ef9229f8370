// What the requests of one principal must pass, found once: for those that stand whatever the request says, and whose lists are plain. Everything
// else has no shortcut, and goes the long way (decide/decide.ts).

import type { Parties } from '../decide/case.js';
import { DIRECT } from '../decide/standing.js';
import type { Agent, Snapshot, User } from '../facts/snapshot.js';
import type { PolicyList } from '../policy-lists.js';
import type { View } from '../view.js';

export interface Shortcut {
  /** The list whose answer is the principal's own. */
  readonly own: View;
  /** Ceilings beside it. */
  readonly ceilings: readonly View[];
  readonly parties: Parties;
  /** Seconds; infinite where nothing limits. */
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
  return {
    own,
    // WHY not its own list again: it has just answered.
    ceilings: others([own], ceilings),
    parties: { user: null, groups: [], chain: [agent], delegation: DIRECT },
    ...limitsOf([agent]),
  };
}

export function userShortcut(snapshot: Snapshot, id: string): Shortcut | null | undefined {
  const user = snapshot.users.get(id);
  if (user === undefined) return undefined;
  if (!stands(user) || !isPlain(user.policies)) return null;
  const parties = { user, groups: user.groups, chain: [], delegation: DIRECT };
  return { own: user.policies.view, ceilings: [], parties, maxTtl: Number.POSITIVE_INFINITY, uses: Number.POSITIVE_INFINITY };
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

export function limitsOf(chain: readonly Agent[]): { readonly maxTtl: number; readonly uses: number } {
  const bounds = chain.flatMap((agent) => (agent.type === null ? [agent] : [agent, agent.type]));
  return {
    maxTtl: bounds.reduce((least, { maxTtl }) => Math.min(least, maxTtl), Number.POSITIVE_INFINITY),
    uses: bounds.reduce((least, { uses }) => Math.min(least, uses), Number.POSITIVE_INFINITY),
  };
}
