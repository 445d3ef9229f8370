// Tokens of OAuth issuers: access tokens (RFC 9068) and transaction tokens (draft-ietf-oauth-transaction-tokens), all but the key that they are bound to.

import type { JsonObject, JsonValue } from '@polc/runtime';
import type { JWK } from 'jose';
import { isObject } from '../is-object.js';
import { readActors } from './actor-chain.js';
import { type Binding, readBinding } from './bound-key.js';
import { audienceOf, checkAudience, checkTimes, instantIn, nameIn, nameOrNull } from './check-claims.js';
import type { KeySource } from './key-source.js';
import type { Presented } from './presented.js';
import type { Jws } from './read-jws.js';
import { checkSignature } from './signing-keys.js';
import { TokenError } from './token-error.js';
import { ALGORITHMS, type DpopSettings, type IssuerSettings, type TokenType } from './token-settings.js';

export interface Issuer {
  readonly settings: IssuerSettings;
  readonly keys: KeySource<readonly JWK[]>;
}

/** A token that is good for whoever holds the keys it is bound to. */
export interface Verified {
  readonly text: string;
  readonly presented: Presented;
  /** The subject as actors are named, whatever other claim users go by. */
  readonly sub: string;
  readonly claims: JsonObject;
  readonly binding: Binding;
  readonly dpop: DpopSettings & { readonly leeway: number };
  /** A subject token without `may_act` is not exchanged. */
  readonly mayActRequired: boolean;
}

export const DEFAULT_LEEWAY = 5;
/** Of a decision (grammar/spec.md §9). */
const MAX_DETAILS = 64;
/** Beside `aud`, `exp`, `iat` and `sub` (RFC 9068 §2.2). */
const REQUIRED: Readonly<Record<TokenType, readonly string[]>> = { 'at+jwt': ['iss', 'client_id', 'jti'], 'txntoken+jwt': ['txn', 'scope', 'req_wl'] };

/** @throws TokenError */
export async function verifyToken(jws: Jws, type: TokenType, issuers: readonly Issuer[], now: number): Promise<Verified> {
  const { claims } = jws;
  const { settings, keys } = issuerOf(claims, type, issuers);
  const { issuer, leeway = DEFAULT_LEEWAY, algorithms = ALGORITHMS, dpop = {} } = settings;
  await checkSignature(jws, keys, algorithms);
  for (const claim of REQUIRED[type]) nameIn(claims, claim);
  instantIn(claims, 'iat');
  checkAudience(claims, settings.audiences);
  const expires = checkTimes(claims, now, leeway);
  const sub = nameIn(claims, 'sub');
  const presented: Presented = {
    ...(type === 'at+jwt'
      ? { kind: 'at+jwt', clientId: nameIn(claims, 'client_id'), purpose: null }
      : { kind: 'txn', clientId: nameIn(claims, 'req_wl'), purpose: purposeIn(claims) }),
    issuer,
    subject: settings.userClaim === undefined ? sub : nameIn(claims, settings.userClaim),
    actors: readActors(renamed(claims, 'act', settings.actorClaim), { issuer, subject: sub }, settings.actorIssuers ?? []),
    groups: groupsIn(claims),
    authorizationDetails: detailsIn(renamed(claims, 'authorization_details', settings.authorizationDetailsClaim)),
    expires,
    jti: nameOrNull(claims, 'jti'),
    txn: nameOrNull(claims, 'txn'),
    confirmation: null,
  };
  const { mayActRequired = false } = settings;
  return { text: jws.text, presented, sub, claims, binding: readBinding(claims.cnf), dpop: { ...dpop, leeway }, mayActRequired };
}

/** By its name; a transaction token need not have one, and is then of the only issuer of such for its trust domain. */
function issuerOf(claims: JsonObject, type: TokenType, issuers: readonly Issuer[]): Issuer {
  const makers = issuers.filter(({ settings: { types = ['at+jwt'] } }) => types.includes(type));
  if (Object.hasOwn(claims, 'iss') || type === 'at+jwt') {
    const name = nameIn(claims, 'iss');
    const [issuer] = issuers.filter(({ settings }) => settings.issuer === name);
    if (issuer === undefined) throw new TokenError('unknown_issuer', 'its issuer is not known here');
    if (!makers.includes(issuer)) throw new TokenError('wrong_type', 'its issuer is not trusted for tokens of its type');
    return issuer;
  }
  const domains = audienceOf(claims.aud);
  const [issuer, ...others] = makers.filter(({ settings: { audiences } }) => domains.some((domain) => audiences.includes(domain)));
  if (issuer === undefined || others.length > 0) throw new TokenError('unknown_issuer', 'it does not say who made it');
  return issuer;
}

/** WHY: where another claim is read in its place, what stands in the standard's own would narrow the token and be overlooked. */
function renamed(claims: JsonObject, standard: string, name = standard) {
  if (name !== standard && Object.hasOwn(claims, standard)) throw new TokenError('bad_claims', `it has ${JSON.stringify(standard)}, which is not read`);
  return claims[name];
}

function groupsIn({ groups = [] }: JsonObject): readonly string[] {
  if (!Array.isArray(groups) || !groups.every((group) => typeof group === 'string')) throw new TokenError('bad_claims', '"groups" is no list of names');
  return groups as readonly string[];
}

function detailsIn(details: JsonValue | undefined): readonly JsonObject[] | null {
  if (details === undefined) return null;
  const fine = Array.isArray(details) && details.length <= MAX_DETAILS && details.every((detail) => isObject(detail) && typeof detail.type === 'string');
  if (!fine) throw new TokenError('bad_claims', 'its authorization details are no list of objects with a type');
  return details as readonly JsonObject[];
}

function purposeIn({ tctx = {}, rctx = {} }: JsonObject): string | null {
  if (!isObject(tctx) || !isObject(rctx)) throw new TokenError('bad_claims', 'the context of its transaction is no object');
  return typeof tctx.purpose === 'string' ? tctx.purpose : null;
}
