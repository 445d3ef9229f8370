// Who stands behind the request, and for each hop every delegation that joins the two, with what was looked at.

import type { Case, Way } from '../decide/case.js';
import type { Verdict } from '../decide/decide.js';
import { footingsOf, namesOf } from '../decide/standing.js';
import type { Agent, Delegation, Snapshot, User } from '../facts/snapshot.js';
import type { ExplainedDelegation, ExplainedPrincipal, ExplainedStanding } from './types.js';

export function explainStanding({ one, outcome, words, layers }: Verdict, snapshot: Snapshot, trustedGroups: boolean): ExplainedStanding | null {
  if (one === null || one.bare) return null;
  const named = namesOf(one.request, snapshot);
  const said = layers.length > 0 ? [] : faultsOf(one, snapshot, trustedGroups);
  const faults = said.length > 0 || words === null ? said : [{ outcome, text: words }];
  if ('outcome' in named) return { principals: [], hops: [], faults };
  const { user, agents, delegation } = named;
  const principals = [
    ...(user === null ? [] : [principalOf(`user:${user}`, snapshot.users.get(user))]),
    ...agents.map((id) => principalOf(`agent:${id}`, snapshot.agents.get(id))),
  ];
  const ways = one.parties.delegation?.ways ?? [];
  const hops = one.request.delegation === undefined ? [] : principals.slice(1);
  return {
    principals,
    hops: hops.map(({ id }, i) => {
      const from = (principals[i] as ExplainedPrincipal).id;
      const found = delegation === null ? snapshot.between(from, id.slice('agent:'.length)) : [delegation];
      return { from, to: id, delegations: found.map((each) => delegationOf(each, ways[i], one.now)) };
    }),
    faults,
  };
}

function faultsOf(one: Case, snapshot: Snapshot, trustedGroups: boolean): ExplainedStanding['faults'] {
  const footings = footingsOf(one.request, snapshot, trustedGroups, one.now);
  const faults = 'outcome' in footings ? [footings] : footings.flatMap((footing) => footing.faults);
  const all = faults.map(({ outcome, words: text }) => ({ outcome, text }));
  return all.filter(({ text }, i) => all.findIndex((other) => other.text === text) === i);
}

function principalOf(id: string, known: Agent | User | undefined): ExplainedPrincipal {
  if (known === undefined || known.dangling !== null) return { id, status: 'not registered', expires: null };
  return { id, status: known.active ? 'active' : 'suspended', expires: textOf(known.expires) };
}

function delegationOf(delegation: Delegation, taken: Way | undefined, now: number | null): ExplainedDelegation {
  const { id, active, expires, maxDepth, purposes, sessions, scopes, explicit, consents } = delegation;
  return {
    ...{ id, active, expires: textOf(expires), max_depth: maxDepth, purposes: purposes?.slice() ?? null, sessions: sessions?.slice() ?? null },
    scopes: scopes.slice(),
    consent: explicit ? 'explicit' : 'implied',
    consents: consents.map(({ scopes, from, until }) => ({
      ...{ scopes: scopes.slice(), from: textOf(from), until: textOf(until) },
      in_force: now !== null && from <= now && now < until,
    })),
    taken: taken?.[0] === delegation,
  };
}

/** RFC 3339; null where there is no end. */
export function textOf(milliseconds: number | null): string | null {
  return milliseconds === null || !(Math.abs(milliseconds) <= 8.64e15) ? null : new Date(milliseconds).toISOString();
}
