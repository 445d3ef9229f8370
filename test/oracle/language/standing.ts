// Who stands (spec.md §10.2): facts, principals, and every way to go from hop to hop.

import type { Request } from '@polc/runtime';
import type { Formed } from './form.js';
import type { Agent, Consent, Delegation, Model, Registry, Standing, User } from './model.js';
import type { Outcome } from './outcome.js';
import { closureOf, type Hop } from './principals.js';

export interface Stood {
  readonly user: User | null;
  readonly agents: readonly Agent[];
  readonly hops: readonly Hop[];
  /** "every `expires` that the standing looked at". */
  readonly expiries: readonly number[];
}

/** One answer a combination: "each combination is tried in order, at most 64". */
export function standings(
  formed: Formed,
  model: Model,
  registry: Registry,
  request: Request,
  { now, clock }: { readonly now: number; readonly clock: number },
): readonly (Stood | Outcome)[] {
  if (registry.staleAfter !== null && clock > registry.staleAfter) return ['stale_facts'];
  const principals = principalsOf(formed, model, registry, now);
  if (typeof principals === 'string') return [principals];
  const { user, agents } = principals;
  const stops = [...(user === null ? [] : [{ kind: 'user', id: user.id }]), ...agents.map(({ id }) => ({ kind: 'agent', id }))];
  const hops = stops.slice(1).map(({ id }, i) => optionsOf(stops[i] as Delegation['from'], id, formed.named, registry, now));
  return combine(hops, 64).map((combination) => {
    const walked = walk(combination, registry, request, now);
    if (typeof walked === 'string') return walked;
    // A consent ends with its withdrawal too.
    const consents = walked.flatMap(({ consent }) => (consent === null ? [] : [consent.expires, consent.withdrawnAt]));
    const ends = [...[user, ...agents, ...walked.map(({ delegation }) => delegation)].map((each) => each?.expires ?? null), ...consents];
    return { user, agents, hops: walked, expiries: ends.filter((end) => end !== null) };
  });
}

/** "every principal is registered (`unknown_principal`), active (`suspended`) and not expired (`expired`)": root first. */
function principalsOf({ user, chain }: Formed, model: Model, registry: Registry, now: number): Pick<Stood, 'user' | 'agents'> | Outcome {
  if (chain === null) return 'unknown_principal';
  const found = user === null ? null : (registry.users.get(user) ?? null);
  if (user !== null) {
    // §9.1: "an unknown type or group the principal `unknown_principal`".
    if (found === null || !closureOf(found.groups, registry.groups).every((id) => registry.groups.has(id))) return 'unknown_principal';
    const fault = faultOf(found, now);
    if (fault !== null) return fault;
  }
  const agents: Agent[] = [];
  for (const id of chain) {
    const agent = registry.agents.get(id);
    if (agent === undefined || (agent.type !== null && !model.types.has(agent.type))) return 'unknown_principal';
    const fault = faultOf(agent, now);
    if (fault !== null) return fault;
    agents.push(agent);
  }
  return { user: found, agents };
}

function faultOf({ active, expires }: Standing, now: number): 'suspended' | 'expired' | null {
  if (!active) return 'suspended';
  return expires !== null && !(now < expires) ? 'expired' : null;
}

/** A delegation, and the consent by which it is used. */
interface Option {
  readonly delegation: Delegation;
  readonly consent: Consent | null;
}

/** "Where two principals are joined by several delegations, or a delegation has several consents in force"; null where nothing joins them. */
function optionsOf(from: Delegation['from'], to: string, named: string | null, registry: Registry, now: number): readonly (Option | null)[] {
  const joining = registry.delegations.filter(
    (each) => each.from.kind === from.kind && each.from.id === from.id && each.to === to && (named === null || each.id === named),
  );
  const options = joining.flatMap((delegation): Option[] => {
    const consents = delegation.explicit ? registry.consents.filter((consent) => consent.delegation === delegation.id && isInForce(consent, now)) : [];
    return consents.length === 0 ? [{ delegation, consent: null }] : consents.map((consent) => ({ delegation, consent }));
  });
  return options.length === 0 ? [null] : options;
}

/** "`consents` are in force from `given_at` … until `expires` or `withdrawn_at`". */
function isInForce(consent: Consent, now: number): boolean {
  return consent.givenAt <= now && !hasEnded(consent, now);
}

function hasEnded({ expires, withdrawnAt }: Consent, now: number): boolean {
  return (expires !== null && now >= expires) || (withdrawnAt !== null && now >= withdrawnAt);
}

/** One of each, the last varying fastest. */
function combine<T>(lists: readonly (readonly T[])[], most: number): readonly (readonly T[])[] {
  const [first, ...others] = lists;
  if (first === undefined) return [[]];
  const rests = combine(others, most);
  return first.flatMap((one) => rests.map((rest) => [one, ...rest])).slice(0, most);
}

/** "Each hop's scopes, purposes, sessions, expiry and depth are cut to its parent's, its scopes to its consent's too." */
function walk(combination: readonly (Option | null)[], registry: Registry, { purpose, session }: Request, now: number): readonly Hop[] | Outcome {
  const hops: Hop[] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (const [i, option] of combination.entries()) {
    if (option === null) return 'unknown_principal';
    const { delegation, consent } = option;
    const fault = faultOf(delegation, now);
    if (fault !== null) return fault;
    depth = Math.min(delegation.maxDepth, depth - 1);
    // How many agents come after the one that this hop ends in.
    const after = combination.length - 1 - i;
    if (depth < after) return 'delegation_too_deep';
    const parent = hops.at(-1);
    const purposes = intersect(delegation.purposes, parent?.purposes ?? null);
    if (purposes !== null && (purpose === undefined || !purposes.includes(purpose))) return 'purpose_not_allowed';
    const sessions = intersect(delegation.sessions, parent?.sessions ?? null);
    // A text that is equal to one of them: nothing else of the session counts.
    if (sessions !== null && !sessions.some((each) => each === ownId(session))) return 'session_not_allowed';
    if (delegation.explicit && consent === null) return withoutConsent(delegation, registry, now);
    const scopes = intersect(intersect(delegation.scopes, parent?.scopes ?? null), consent?.scopes ?? null) ?? [];
    hops.push({ delegation, consent, scopes, purposes, sessions });
  }
  return hops;
}

/** "`consent_missing`; `expired` when the only ones were in force before". */
function withoutConsent(delegation: Delegation, registry: Registry, now: number): Outcome {
  const consents = registry.consents.filter((consent) => consent.delegation === delegation.id);
  return consents.length > 0 && consents.every((consent) => wasInForce(consent) && hasEnded(consent, now)) ? 'expired' : 'consent_missing';
}

/** One that ended before it was given never was. */
function wasInForce({ givenAt, expires, withdrawnAt }: Consent): boolean {
  return [expires, withdrawnAt].every((end) => end === null || givenAt < end);
}

/** "the request's `session.id`"; undefined where it says none. */
function ownId(session: Request['session']): unknown {
  return session !== undefined && Object.hasOwn(session, 'id') ? session.id : undefined;
}

/** null is everything. */
function intersect(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return a.filter((each) => b.includes(each));
}
