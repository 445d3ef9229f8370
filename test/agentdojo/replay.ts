// Replays the calls of a suite through one policy set: the agent acts on behalf of the user, each call is one `invoke`, the time is fixed.

import { compile } from '@polc/compiler';
import { type Engine, loadBundle, type Outcome, type Request } from '@polc/runtime';
import { type Call, factsOf, type Guard, type Suite, sourcesOf, type Task } from './suite.js';

const TIME = '2026-05-04T10:00:00Z';

/** Of one call: it goes through, it waits for the user's own yes, or it does not happen. */
export type Fate = 'allowed' | 'approval' | 'denied';

export interface Figures {
  readonly userCalls: Readonly<Record<Fate, number>>;
  /** The same, tool by tool. */
  readonly byTool: ReadonlyMap<string, Readonly<Record<Fate, number>>>;
  /** User task × injection: stopped for good, stopped at the user, or not at all. */
  readonly attackPairs: Readonly<Record<Fate, number>>;
}

export function requestOf({ suite, agent, delegation, purpose }: Guard, call: Call): Request {
  const path = `mcp/${suite}/${call.function}`;
  return { agent, delegation: { id: delegation }, operation: 'invoke', path, parameters: call.args, purpose, context: { time: TIME } };
}

export function engineOf(suite: string): Engine {
  const { bundle, diagnostics } = compile(sourcesOf(suite));
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return loadBundle(bundle, { facts: factsOf(suite), clock: () => Date.parse(TIME) });
}

export function fateOf(outcome: Outcome): Fate {
  return outcome === 'allowed' ? 'allowed' : outcome === 'approval_required' ? 'approval' : 'denied';
}

export function replay(guard: Guard, { user_tasks, injection_tasks }: Suite): Figures {
  const engine = engineOf(guard.suite);
  const fate = (call: Call): Fate => fateOf(engine.decide(requestOf(guard, call)).outcome);
  const userCalls = none();
  const byTool = new Map<string, Record<Fate, number>>();
  for (const call of Object.values(user_tasks).flatMap(({ calls }) => calls)) {
    const found = fate(call);
    userCalls[found]++;
    const ofTool = byTool.get(call.function) ?? none();
    ofTool[found]++;
    byTool.set(call.function, ofTool);
  }
  const attackPairs = none();
  // An attack does not depend on the task that it interrupts: the policies keep no history.
  const tasks = Object.keys(user_tasks).length;
  for (const attack of Object.values(injection_tasks)) if (attack.calls.length > 0) attackPairs[fateOfAttack(attack, fate)] += tasks;
  return { userCalls, byTool, attackPairs };
}

/** One call that does not happen breaks the attack, and so does one that the user is asked about. */
function fateOfAttack({ calls }: Task, fate: (call: Call) => Fate): Fate {
  const fates = calls.map(fate);
  return fates.includes('denied') ? 'denied' : fates.includes('approval') ? 'approval' : 'allowed';
}

export function totalOf(counts: Readonly<Record<Fate, number>>): number {
  return counts.allowed + counts.approval + counts.denied;
}

const none = (): Record<Fate, number> => ({ allowed: 0, approval: 0, denied: 0 });
