// Whom a credential is of, among those who are registered: the principal of a request (grammar/spec.md §9), in the form that the credential gives it.

import type { JsonObject } from '@polc/runtime';
import type { Named, Presented } from './presented.js';

/** Who is registered under what; null: nobody. */
export interface Identities {
  agentOf(issuer: string, subject: string): string | null;
  agentOfSpiffe(id: string): string | null;
  /** Hex of the SHA-256 of a certificate's DER. */
  agentOfCertificate(sha256: string): string | null;
  userOf(issuer: string, subject: string): string | null;
}

/** These members of a request and no others; nothing in it is asked of whoever sends the request. */
export type TokenPrincipal = (
  | { readonly agent: string }
  | { readonly user: { readonly id: string } }
  | { readonly agent: string; readonly delegation: { readonly user: string; readonly chain: readonly string[] } | { readonly chain: readonly string[] } }
) & { readonly authorization_details?: readonly JsonObject[] };

export interface PrincipalRefused {
  readonly fault: 'unknown_principal' | 'ambiguous_principal';
  readonly message: string;
}

export function principalOf(presented: Presented, identities: Identities): TokenPrincipal | PrincipalRefused {
  const { actors, authorizationDetails } = presented;
  const details = authorizationDetails === null ? {} : { authorization_details: authorizationDetails };
  const roots = new Set([agentOf(presented, identities), agentOfShown(presented, identities)].filter((id) => id !== null));
  const user = isOfWorkload(presented) ? null : identities.userOf(presented.issuer, presented.subject);
  if (roots.size + (user === null ? 0 : 1) > 1) return ambiguous('it is registered as more than one');
  const [root] = roots;
  if (root === undefined && user === null) return unknown('its subject is not registered');
  if (actors.length === 0) return root === undefined ? { user: { id: user as string }, ...details } : { agent: root, ...details };
  const chain = root === undefined ? [] : [root];
  // The last to act is named first in a token, and stands last in a chain.
  for (const actor of actors.toReversed()) {
    const agent = agentOf(actor, identities);
    if (agent === null) return unknown('an actor of it is not a registered agent');
    chain.push(agent);
  }
  if (new Set(chain).size < chain.length) return ambiguous('an agent is in its chain twice');
  const agent = chain.at(-1) as string;
  return { agent, delegation: user === null ? { chain } : { user, chain }, ...details };
}

const unknown = (message: string) => ({ fault: 'unknown_principal', message }) as const;
const ambiguous = (message: string) => ({ fault: 'ambiguous_principal', message }) as const;

const isOfWorkload = ({ issuer }: Named) => issuer.startsWith('spiffe://');

/** WHY: a SPIFFE id is one only where its trust domain vouches for it; any issuer may have a subject of that name. */
function agentOf(named: Named, identities: Identities): string | null {
  return isOfWorkload(named) ? identities.agentOfSpiffe(named.subject) : identities.agentOf(named.issuer, named.subject);
}

/** By the certificate itself: of a token it says who holds the key, not who the subject is. */
function agentOfShown({ kind, confirmation }: Presented, identities: Identities): string | null {
  if (kind !== 'x509-svid' || confirmation === null || !('x5t#S256' in confirmation)) return null;
  return identities.agentOfCertificate(Buffer.from(confirmation['x5t#S256'], 'base64url').toString('hex'));
}
