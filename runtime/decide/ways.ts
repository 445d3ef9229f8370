// One way along the hops of a chain (grammar/spec.md §10.2): each delegation, with its consent, cuts what the ones before it have left.

import type { DelegationFacts, Way } from './case.js';

export interface Followed {
  readonly facts: DelegationFacts;
  /** Milliseconds: when the first of its delegations and consents ends. */
  readonly ends: number;
  /** As long as the way. */
  readonly rooms: readonly Room[];
}

/** What is left at a hop. */
export interface Room {
  /** Agents that come after this hop's. */
  readonly after: number;
  readonly depth: number;
  /** null: any. */
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
}

/** `taken` has at least one hop; `rooted` in a user. */
export function follow(taken: readonly Way[], rooted: boolean): Followed {
  let scopes: readonly string[] | null = null;
  let purposes: readonly string[] | null = null;
  let sessions: readonly string[] | null = null;
  let depth = Number.POSITIVE_INFINITY;
  let ends = Number.POSITIVE_INFINITY;
  let explicit = true;
  let consentedAt: number | null = null;
  const rooms = taken.map(([delegation, consent], i): Room => {
    depth = Math.min(delegation.maxDepth, depth - 1);
    purposes = cut(purposes, delegation.purposes);
    sessions = cut(sessions, delegation.sessions);
    scopes = cut(scopes, consent === null ? delegation.scopes : cut(delegation.scopes, consent.scopes));
    explicit &&= delegation.explicit;
    ends = Math.min(ends, delegation.expires, consent?.until ?? Number.POSITIVE_INFINITY);
    if (consent !== null) consentedAt = Math.min(consentedAt ?? consent.from, consent.from);
    return { after: taken.length - 1 - i, depth, purposes, sessions };
  });
  const { id } = (taken.at(-1) as Way)[0];
  const mode = rooted ? 'on-behalf-of' : 'agent-to-agent';
  return { facts: { mode, id, scopes: scopes ?? [], purposes, sessions, explicit, consentedAt, ways: taken }, ends, rooms };
}

/** null is everything. */
function cut(outer: readonly string[] | null, inner: readonly string[] | null): readonly string[] | null {
  if (outer === null || inner === null) return inner ?? outer;
  return inner.filter((one) => outer.includes(one));
}
