// JWT-SVIDs (SPIFFE JWT-SVID): the workload of a trust domain, by a token signed with a key of the domain's bundle.

import { isOfTrustDomain } from './actor-chain.js';
import { readBinding } from './bound-key.js';
import { checkAudience, checkTimes, nameOrNull } from './check-claims.js';
import type { Jws } from './read-jws.js';
import { checkSignature } from './signing-keys.js';
import { TokenError } from './token-error.js';
import type { TrustDomain } from './trust-domain.js';
import { DEFAULT_LEEWAY, type Verified } from './verify-token.js';

/** JWT-SVID §2.1. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'];
/** §2: no other may be there. */
const HEADERS = ['alg', 'kid', 'typ'];
/** Of delegation: no trust domain says who acts for whom, and who does not read it would take the one for the other. */
const NOT_OF_SVIDS = ['act', 'may_act', 'authorization_details'];

/** @throws TokenError */
export async function verifyJwtSvid(jws: Jws, domains: readonly TrustDomain[], now: number): Promise<Verified> {
  const { header, claims } = jws;
  if (header.typ !== undefined && header.typ !== 'JWT' && header.typ !== 'JOSE') throw new TokenError('wrong_type', 'it is no JWT-SVID by its type');
  const { sub } = claims;
  if (typeof sub !== 'string' || !sub.startsWith('spiffe://'))
    throw new TokenError('wrong_type', 'it is neither an access token by its type, nor of a workload');
  const { domain, issuer } = domainOf(sub, domains);
  const alien = Object.keys(header).find((name) => !HEADERS.includes(name));
  if (alien !== undefined) throw new TokenError('malformed', `a JWT-SVID has no ${JSON.stringify(alien.slice(0, 32))} in its header`);
  await checkSignature(jws, { get: async () => (await domain.bundle.get()).keys, newer: async () => (await domain.bundle.newer())?.keys ?? null }, ALGORITHMS);
  const { audiences, leeway = DEFAULT_LEEWAY } = domain.settings;
  checkAudience(claims, audiences);
  const expires = checkTimes(claims, now, leeway);
  const foreign = NOT_OF_SVIDS.find((claim) => Object.hasOwn(claims, claim));
  if (foreign !== undefined) throw new TokenError('bad_claims', `a JWT-SVID has no ${JSON.stringify(foreign)}`);
  return {
    text: jws.text,
    presented: { kind: 'jwt-svid', issuer, subject: sub, jti: nameOrNull(claims, 'jti'), expires, ...NOTHING_MORE },
    ...{ sub, claims },
    binding: readBinding(claims.cnf),
    dpop: { leeway },
    mayActRequired: false,
  };
}

/** What no SVID says. */
export const NOTHING_MORE = { clientId: null, actors: [], groups: [], authorizationDetails: null, purpose: null, txn: null, confirmation: null } as const;

/**
 * The trust domain of a workload, by whose bundle alone its SVIDs are judged (SPIFFE Trust Domain and Bundle §3).
 * @throws TokenError bad_claims, unknown_issuer
 */
export function domainOf(id: string, domains: readonly TrustDomain[]): { readonly domain: TrustDomain; readonly issuer: string } {
  const issuer = `spiffe://${id.slice('spiffe://'.length).split('/', 1)[0]}`;
  if (!isOfTrustDomain(id, issuer)) throw new TokenError('bad_claims', 'it holds no SPIFFE id of a workload');
  const domain = domains.find(({ settings: { trustDomain } }) => issuer === `spiffe://${trustDomain}`);
  if (domain === undefined) throw new TokenError('unknown_issuer', 'its trust domain is not known here');
  return { domain, issuer };
}
