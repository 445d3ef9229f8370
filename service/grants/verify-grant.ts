// A grant checked by whoever is shown it: the signature and the ends offline, with the issuer's public keys; how often it was used only the issuer knows.

import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { type Confirmation, contextOf, GRANT_TYPE, type GrantClaims, type GrantedAction } from './grant-claims.js';

export interface GrantVerifier {
  /** RFC 7517. */
  readonly keys: JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export type GrantFault =
  /** It is none, is another's, or was changed. */
  | 'malformed'
  | 'expired'
  /** It is from a clock that is ahead of this one. */
  | 'not_yet'
  /** It is for something else than what is done with it. */
  | 'other_action'
  /** It is bound to a key that was not shown. */
  | 'other_key';

export type GrantAnswer = { readonly claims: GrantClaims } | { readonly fault: GrantFault };

/** Seconds by which clocks may differ. */
const SKEW = 60;

/** `action`: what is about to be done; `holder`: the key that was shown for it, null for none. Never throws for what a token may hold. */
export async function verifyGrant(token: string, action: GrantedAction, holder: Confirmation | null, verifier: GrantVerifier): Promise<GrantAnswer> {
  const now = (verifier.clock ?? Date.now)();
  let claims: GrantClaims;
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(verifier.keys), {
      algorithms: ['EdDSA', 'Ed25519'],
      typ: GRANT_TYPE,
      issuer: verifier.issuer,
      audience: verifier.audience,
      currentDate: new Date(now),
      requiredClaims: ['iat', 'exp', 'jti', 'txn', 'sub', 'scope', 'req_wl', 'tctx'],
    });
    claims = payload as unknown as GrantClaims;
  } catch (error) {
    return { fault: error instanceof errors.JWTExpired ? 'expired' : 'malformed' };
  }
  // WHY: by this clock it would be good for longer than it may be.
  if (claims.iat > now / 1000 + SKEW) return { fault: 'not_yet' };
  if (!isHeldBy(claims.cnf, holder)) return { fault: 'other_key' };
  const same = JSON.stringify(members(claims.tctx)) === JSON.stringify(members(contextOf(action)));
  const subject = action.user ?? action.chain[0] ?? action.agent;
  return same && claims.req_wl === action.agent && claims.sub === subject ? { claims } : { fault: 'other_action' };
}

const members = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** One that is bound is nobody's without the key (RFC 9449 §7.2: no downgrade to a bearer token). */
function isHeldBy(bound: Confirmation | undefined, holder: Confirmation | null): boolean {
  if (bound === undefined) return true;
  return holder !== null && JSON.stringify(members(bound)) === JSON.stringify(members(holder));
}
