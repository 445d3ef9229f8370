// Which policies a log may narrow: those of the agents that it shows, and the bare lists that it shows. A policy that somebody else holds too, of whom the
// log has nothing, is left as it is: narrowing it would take from them what nobody has looked at.

import { type Engine, foldName } from '@polc/runtime';
import type { LogEntry } from './entry.js';

export interface Candidates {
  /** Names of policies, each with who holds it. */
  readonly policies: ReadonlyMap<string, readonly string[]>;
  /** Policies that the log shows and that stay as they are, with the reason. */
  readonly left: readonly { readonly policy: string; readonly why: string }[];
  /** Policies that are selected over together. */
  readonly lists: readonly (readonly string[])[];
  /** Of the log's bare requests. */
  readonly bareLists: readonly (readonly string[])[];
}

export interface CandidateOptions {
  /** One agent's policies only; null: those of every agent of the log, and bare ones. */
  readonly agent: string | null;
  /** Narrow what others hold too. */
  readonly shared: boolean;
}

interface Holder {
  readonly kind: 'agent' | 'user' | 'agent type';
  readonly id: string;
  readonly lists: readonly (readonly string[])[];
  /** Something of its is in the log, or it cannot ask at all. */
  readonly seen: boolean;
}

export function candidatesOf(engine: Engine, entries: readonly LogEntry[], { agent, shared }: CandidateOptions): Candidates {
  const seen = principalsOf(engine, entries);
  const holders = holdersOf(engine, seen);
  const bareLists = [
    ...new Map(entries.flatMap(({ request: { policies } }) => (isList(policies) ? [[JSON.stringify(policies), policies] as const] : []))).values(),
  ];
  const wanted = new Set(holders.flatMap(({ kind, id, lists }) => (kind === 'agent' && seen.agents.has(id) && (agent ?? id) === id ? lists.flat() : [])));
  const known = new Set([...engine.tables.policyByName.keys()]);
  if (agent === null) for (const name of bareLists.flat().map(foldName)) if (known.has(name)) wanted.add(name);
  const policies = new Map<string, readonly string[]>();
  const left: Candidates['left'][number][] = [];
  for (const policy of wanted) {
    const own = holders.filter(({ lists }) => lists.some((list) => list.includes(policy)));
    const others = own.filter((holder) => !holder.seen);
    if (others.length === 0 || shared) policies.set(policy, own.map(wordsOf));
    else
      left.push({
        policy,
        why: `${others.slice(0, 3).map(wordsOf).join(', ')}${others.length > 3 ? ' and others' : ''} may use it too, of whom this log has nothing`,
      });
  }
  if (agent === null) {
    const users = new Set(holders.flatMap(({ kind, id, lists }) => (kind === 'user' && seen.users.has(id) ? lists.flat() : [])));
    for (const policy of users) if (!wanted.has(policy)) left.push({ policy, why: 'only users hold it' });
  }
  return { policies, left, lists: [...holders.flatMap(({ lists }) => lists), ...bareLists.map((list) => list.map(foldName))], bareLists };
}

const isList = (policies: unknown): policies is readonly string[] => Array.isArray(policies) && policies.every((name) => typeof name === 'string');

const wordsOf = ({ kind, id }: Holder) => `${kind} ${id}`;

function holdersOf({ snapshot, tables }: Engine, seen: Principals): Holder[] {
  const named = (list: { readonly view: { readonly policies: readonly number[] } } | null) =>
    list === null ? [] : [list.view.policies.map((number) => (tables.policies[number] as { readonly name: string }).name)];
  const agents = snapshot.agents.all().map((each) => ({ ...each, seen: !each.active || seen.agents.has(each.id) }));
  const types = new Map(agents.flatMap(({ type }) => (type === null ? [] : [[type.id, type] as const])));
  return [
    ...agents.map(
      ({ id, policies, ceiling, factsCeiling, seen: isSeen }): Holder => ({
        kind: 'agent',
        id,
        lists: [...named(policies), ...named(ceiling), ...named(factsCeiling)],
        seen: isSeen,
      }),
    ),
    ...snapshot.users.all().map(({ id, policies, active }): Holder => ({ kind: 'user', id, lists: named(policies), seen: !active || seen.users.has(id) })),
    ...[...types.values()].map(
      ({ id, ceiling }): Holder => ({
        kind: 'agent type',
        id,
        lists: named(ceiling),
        seen: agents.every((one) => one.type?.id !== id || one.seen),
      }),
    ),
  ];
}

interface Principals {
  readonly agents: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

function principalsOf({ snapshot }: Engine, entries: readonly LogEntry[]): Principals {
  const agents = new Set<unknown>();
  const users = new Set<unknown>();
  const add = (principal: string) => (principal.startsWith('user:') ? users : agents).add(principal.slice(principal.indexOf(':') + 1));
  for (const { request } of entries) {
    const { agent, user, delegation } = request;
    if (agent !== undefined) agents.add(agent);
    if (user !== undefined) users.add(user.id);
    if (delegation === undefined || delegation === null) continue;
    if (delegation.user !== undefined) users.add(delegation.user);
    if (Array.isArray(delegation.chain)) for (const each of delegation.chain) agents.add(each);
    const known = typeof delegation.id === 'string' ? snapshot.delegations.get(delegation.id) : undefined;
    if (known !== undefined) add(known.from);
  }
  return { agents: agents as Set<string>, users: users as Set<string> };
}
