// Who stands behind a request (grammar/spec.md §9, §10.2): its principals, registered and active, and every way in which delegations in force join them.

import type { Outcome } from '../decision.js';
import { isList } from '../expression/value.js';
import type { Agent, Consent, Delegation, Snapshot, User } from '../facts/snapshot.js';
import type { JsonValue, Request } from '../request.js';
import { own, type Parties, type Way } from './case.js';
import { follow, type Room } from './ways.js';

export interface Fault {
  readonly outcome: Outcome;
  readonly words: string;
}

/** One way to stand: the parties, and when the first of what was looked at ends, in milliseconds. */
export interface Footing {
  readonly parties: Parties;
  readonly ends: number;
  /** What is wrong with it, first with its first hop. */
  readonly faults: readonly Fault[];
}

/** Ways that are tried, and agents of a chain. */
const MAX_FOOTINGS = 64;
export const MAX_CHAIN = 16;

const fault = (outcome: Outcome, words: string): Fault => ({ outcome, words });
const malformed = (words: string) => fault('malformed_request', words);

interface Named {
  readonly user: string | null;
  readonly agents: readonly string[];
  /** The one delegation that the request names by its id. */
  readonly delegation: Delegation | null;
}

/** At least one, or what is wrong with all of them. */
export function footingsOf(request: Request, snapshot: Snapshot, trustedGroups: boolean, now: number | null): readonly Footing[] | Fault {
  const named = namesOf(request, snapshot);
  if ('outcome' in named) return named;
  const user = named.user === null ? null : (snapshot.users.get(named.user) ?? unknown('user', named.user));
  if (user !== null && 'outcome' in user) return user;
  const userFault = user === null ? null : principalFault('user', user, now);
  if (userFault !== null) return userFault;
  const chain: Agent[] = [];
  for (const id of named.agents) {
    const agent = snapshot.agents.get(id);
    if (agent === undefined) return unknown('agent', id);
    const agentFault = principalFault('agent', agent, now);
    if (agentFault !== null) return agentFault;
    chain.push(agent);
  }
  const groups = user === null ? [] : groupsOf(user, request, snapshot, trustedGroups);
  const ends = Math.min(user?.expires ?? Number.POSITIVE_INFINITY, ...chain.map(({ expires }) => expires));
  if (request.delegation === undefined) return [{ parties: { user, groups, chain, delegation: DIRECT }, ends, faults: [] }];
  return combine({ user, groups, chain, delegation: DIRECT }, hopsOf(named, chain, snapshot, now), request, ends, now);
}

export const DIRECT = { mode: 'direct', id: null, scopes: [], purposes: null, sessions: null, explicit: false, consentedAt: null, ways: [] } as const;

/** Whom the request names, from its form. */
export function namesOf({ user, agent, delegation, ...rest }: Request, snapshot: Snapshot): Named | Fault {
  const given = user?.id;
  if (user !== undefined && typeof given !== 'string') return malformed('user needs an id');
  if (agent === undefined) return { user: given as string, agents: [], delegation: null };
  if (delegation === undefined) return rest.policies === undefined ? { user: null, agents: [agent], delegation: null } : malformed('policies stand alone');
  for (const name in delegation)
    if (name !== 'id' && name !== 'user' && name !== 'chain') return malformed(`${JSON.stringify(name)} is not a member of a delegation`);
  const named = 'id' in delegation ? byId(delegation, agent, snapshot) : byChain(delegation, agent);
  if ('outcome' in named) return named;
  return given === undefined || given === named.user ? named : malformed('user is not the user of the delegation');
}

function byId({ id, user, chain }: { readonly [name: string]: JsonValue }, agent: string, snapshot: Snapshot): Named | Fault {
  if (typeof id !== 'string' || user !== undefined || chain !== undefined) return malformed('a delegation has an id, or a chain');
  const delegation = snapshot.delegations.get(id);
  if (delegation === undefined) return unknown('delegation', id);
  if (delegation.to !== agent) return malformed(`the delegation ${JSON.stringify(id)} is not to this agent`);
  const root = delegation.from.slice(delegation.from.indexOf(':') + 1);
  return delegation.from.startsWith('user:') ? { user: root, agents: [agent], delegation } : { user: null, agents: [root, agent], delegation };
}

function byChain({ user = null, chain = null }: { readonly [name: string]: JsonValue }, agent: string): Named | Fault {
  const least = user === null ? 2 : 1;
  if (user !== null && typeof user !== 'string') return malformed('the user of a delegation is an id');
  if (!isList(chain) || chain.length < least || chain.length > MAX_CHAIN || !chain.every((id) => typeof id === 'string')) {
    return malformed(`the chain of a delegation is a list of ${least} to ${MAX_CHAIN} agents`);
  }
  if (chain.at(-1) !== agent) return malformed('the chain does not end in the agent');
  if (new Set(chain).size !== chain.length) return malformed('the chain names an agent twice');
  return { user, agents: chain as readonly string[], delegation: null };
}

function unknown(kind: string, id: string): Fault {
  return fault('unknown_principal', `no ${kind} ${JSON.stringify(id)} is registered`);
}

function principalFault(kind: string, { id, active, expires, dangling }: User | Agent, now: number | null): Fault | null {
  if (dangling !== null) return fault('unknown_principal', `${dangling} of the ${kind} ${JSON.stringify(id)} does not exist`);
  if (!active) return fault('suspended', `the ${kind} ${JSON.stringify(id)} is suspended`);
  return isOver(expires, now) ? fault('expired', `the ${kind} ${JSON.stringify(id)} has expired`) : null;
}

/** What has an end is over when nobody knows the time. */
function isOver(ends: number, now: number | null): boolean {
  return ends !== Number.POSITIVE_INFINITY && (now === null || ends <= now);
}

/** Registered groups; those of the request beside them where the schema trusts them. */
function groupsOf(user: User, { user: asked }: Request, snapshot: Snapshot, trusted: boolean): readonly string[] {
  const more = asked?.groups;
  if (!trusted || more === undefined || !isList(more) || !more.every((id) => typeof id === 'string')) return user.groups;
  return snapshot.closure([...user.groups, ...(more as readonly string[])]);
}

interface Hop {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
}

function hopsOf({ user, agents, delegation }: Named, chain: readonly Agent[], snapshot: Snapshot, now: number | null): Hop[] {
  const rooted = user !== null;
  const principals = [...(rooted ? [`user:${user}`] : []), ...agents.map((id) => `agent:${id}`)];
  return chain.slice(rooted ? 0 : 1).map(({ id }, i) => {
    const from = principals[i] as string;
    const found = delegation === null ? snapshot.between(from, id) : [delegation];
    return { from, to: id, ways: found.flatMap((one) => waysOf(one, now)) };
  });
}

/** Its consents in force; without any, one that says why. */
function waysOf(delegation: Delegation, now: number | null): Way[] {
  const { explicit, consents } = delegation;
  const inForce = consents.filter((consent) => isInForce(consent, now));
  if (!explicit || consents.length === 0) return [[delegation, null]];
  if (inForce.length > 0) return inForce.map((consent): Way => [delegation, consent]);
  // One that ended before it began never was in force.
  return [[delegation, consents.find(({ from, until }) => now === null || now < until || until <= from) ?? (consents[0] as Consent)]];
}

/** Every combination of ways, the last hop's changing first. */
function combine(base: Parties, hops: readonly Hop[], request: Request, ends: number, now: number | null): readonly Footing[] | Fault {
  const gap = hops.findIndex(({ ways }) => ways.length === 0);
  if (gap >= 0) return faultAtGap(base, hops, gap, request, now);
  const total = hops.reduce((product, { ways }) => product * ways.length, 1);
  return Array.from({ length: Math.min(total, MAX_FOOTINGS) }, (_, number) => {
    let rest = number;
    const taken = [...hops].reverse().map(({ ways }) => {
      const way = ways[rest % ways.length] as Way;
      rest = Math.floor(rest / ways.length);
      return way;
    });
    return footing(base, taken.reverse(), request, ends, now);
  });
}

/** A hop that nothing joins is found where it stands: what is wrong with those before it is said first. */
function faultAtGap(base: Parties, hops: readonly Hop[], gap: number, request: Request, now: number | null): Fault {
  const { from, to } = hops[gap] as Hop;
  const before = hops.slice(0, gap).map(({ ways }) => ways[0] as Way);
  const rooms = before.length === 0 ? [] : follow(before, base.user !== null).rooms;
  for (const [i, [delegation, consent]] of before.entries()) {
    const room = { ...(rooms[i] as Room), after: hops.length - 1 - i };
    const found = hopFault(delegation, consent, room, request, now);
    if (found !== null) return found;
  }
  return fault('unknown_principal', `no delegation from ${from} to agent:${to} is registered`);
}

function isInForce(consent: Consent, now: number | null): boolean {
  return now !== null && consent.from <= now && now < consent.until;
}

/** One combination: each hop cut to the one before. */
function footing(base: Parties, taken: readonly Way[], request: Request, principalsEnd: number, now: number | null): Footing {
  const { facts, ends, rooms } = follow(taken, base.user !== null);
  const faults = taken.flatMap(([delegation, consent], i) => hopFault(delegation, consent, rooms[i] as Room, request, now) ?? []);
  return { parties: { ...base, delegation: facts }, ends: Math.min(principalsEnd, ends), faults };
}

function hopFault(delegation: Delegation, consent: Consent | null, room: Room, request: Request, now: number | null): Fault | null {
  const { after, depth, purposes, sessions } = room;
  const name = `the delegation ${JSON.stringify(delegation.id)}`;
  if (!delegation.active) return fault('suspended', `${name} is revoked`);
  if (isOver(delegation.expires, now)) return fault('expired', `${name} has expired`);
  if (after > depth) return fault('delegation_too_deep', `${name} passes through ${depth} more agents, not ${after}`);
  if (!admits(purposes, request.purpose)) {
    return fault('purpose_not_allowed', `${name} is for ${purposes?.join(', ') || 'no purpose'}, not ${request.purpose ?? 'a request without one'}`);
  }
  // WHY those that it is for are not named: who knows the id of a session may speak for it.
  if (!admits(sessions, own(request.session, 'id'))) return fault('session_not_allowed', `${name} is for other sessions`);
  if (!delegation.explicit || (consent !== null && isInForce(consent, now))) return null;
  return consent !== null && now !== null && consent.from < consent.until && consent.until <= now
    ? fault('expired', `the consent to ${name} is over`)
    : fault('consent_missing', `no consent to ${name} is in force`);
}

/** Whether what a request says, of whatever kind it is, is among what delegations allow; null: anything is. */
export function admits(allowed: readonly string[] | null, said: unknown): boolean {
  return allowed === null || allowed.includes(said as string);
}
