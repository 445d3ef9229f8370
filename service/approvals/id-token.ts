// The ID token that says who answered (OpenID Connect Core §3.1.3.7, CIBA §10.1.1): the provider's signature, issuer, audience, end, and the request that it is of.

import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { CibaError } from './ciba-error.js';

export interface ExpectedToken {
  readonly keys: JSONWebKeySet;
  readonly issuer: string;
  readonly clientId: string;
  /** `auth_req_id`. */
  readonly request: string;
  /** `sub` of whoever was asked. */
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const REQUEST_CLAIM = 'urn:openid:params:jwt:claim:auth_req_id';
/** Seconds by which two clocks may differ. */
const TOLERANCE = 5;

/** @throws CibaError bad_token, wrong_subject */
export async function checkIdToken(token: unknown, { keys, issuer, clientId, request, subject, now }: ExpectedToken): Promise<JWTPayload> {
  if (typeof token !== 'string') throw new CibaError('bad_token', 'there is no ID token');
  let claims: JWTPayload;
  try {
    const options = { algorithms: ALGORITHMS, issuer, audience: clientId, currentDate: new Date(now), clockTolerance: TOLERANCE };
    ({ payload: claims } = await jwtVerify(token, createLocalJWKSet(keys), { ...options, requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'] }));
  } catch (error) {
    throw new CibaError('bad_token', `the ID token is not good: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const party = claims.azp ?? (Array.isArray(claims.aud) && claims.aud.length > 1 ? null : clientId);
  if (party !== clientId) throw new CibaError('bad_token', 'the ID token is for another client');
  const of = claims[REQUEST_CLAIM] ?? request;
  if (of !== request) throw new CibaError('bad_token', 'the ID token is of another request');
  if (claims.sub !== subject) throw new CibaError('wrong_subject', `${JSON.stringify(claims.sub)} answered, not who was asked`);
  return claims;
}
