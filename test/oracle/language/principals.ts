// Who a request is for, once it stands (spec.md §9, §10.2), and what follows from the registry alone: groups and policy lists.

import type { Request } from '@polc/runtime';
import type { Agent, Consent, Delegation, Group, Model, Registry, User } from './model.js';

export type Form = 'policies' | 'user' | 'agent' | 'delegation';

/** A hop of a chain, cut to its parent's and to its consent's. */
export interface Hop {
  readonly delegation: Delegation;
  readonly consent: Consent | null;
  readonly scopes: readonly string[];
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
}

/** One request, as decided: path and operation are normal, the principals stand. `now` is the engine's clock, in milliseconds. */
export interface Situation {
  readonly model: Model;
  readonly registry: Registry;
  readonly request: Request;
  readonly form: Form;
  readonly operation: string;
  readonly path: string;
  readonly now: number;
  readonly user: User | null;
  /** Root first; the last is the current actor. */
  readonly agents: readonly Agent[];
  readonly hops: readonly Hop[];
  /** The digest of the action that is asked for: also where a layer asks something else of itself. */
  readonly action: string;
}

/** "its groups in order, and of the groups these belong to"; each once. An unknown one is among them. */
export function closureOf(groups: readonly string[], known: ReadonlyMap<string, Group>): readonly string[] {
  const found = [...new Set(groups)];
  for (const id of found) {
    for (const parent of known.get(id)?.groups ?? []) if (!found.includes(parent)) found.push(parent);
  }
  return found;
}

/** §6 user: "its `policies`, then those of its groups in order, …; each policy once"; §8: trusted groups of the request are the user's too. */
export function policiesOfUser(user: User, { model, registry, request }: Situation): readonly string[] {
  const groups = closureOf([...user.groups, ...(model.schema.trustedGroups ? groupsOf(request) : [])], registry.groups);
  return [...new Set([...user.policies, ...groups.flatMap((id) => registry.groups.get(id)?.policies ?? [])])];
}

/** The groups a request says its user has. */
export function groupsOf(request: Request): readonly string[] {
  const groups = request.user?.groups;
  return areTexts(groups) ? groups : [];
}

export function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
