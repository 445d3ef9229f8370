// Actor claims (RFC 8693 §4.1, §4.4): who acts for the subject, and who may.

import { type JsonObject, type JsonValue, spiffeFault } from '@polc/runtime';
import { isObject } from '../is-object.js';
import { nameIn, nameOrNull } from './check-claims.js';
import type { Named } from './presented.js';
import { TokenError } from './token-error.js';

/** As many agents as a chain may have (grammar/spec.md §9). */
const MAX_ACTORS = 16;
/** Of a token, not of somebody: within an actor they would say when or where it is one, and nobody would look. */
const NOT_OF_ACTORS = ['exp', 'nbf', 'iat', 'aud', 'jti'];
const SPIFFE = 'spiffe://';

/**
 * The current actor first. `claim`: undefined where the token has none.
 * @param issuers others than the token's own that it may name subjects of
 * @throws TokenError bad_claims, not_allowed_actor
 */
export function readActors(claim: JsonValue | undefined, of: Named, issuers: readonly string[]): readonly Named[] {
  const actors: Named[] = [];
  for (let act = claim; act !== undefined; act = act.act) {
    if (!isObject(act)) throw new TokenError('bad_claims', 'an actor is an object');
    const alien = foreignMember(act);
    if (alien !== null) throw new TokenError('bad_claims', `an actor has no ${JSON.stringify(alien)}`);
    const issuer = nameOrNull(act, 'iss') ?? of.issuer;
    const subject = nameIn(act, 'sub');
    if (issuer !== of.issuer && !issuers.includes(issuer)) throw new TokenError('not_allowed_actor', 'its issuer does not speak for the issuer of an actor');
    if (issuer.startsWith(SPIFFE) && !isOfTrustDomain(subject, issuer)) throw new TokenError('bad_claims', 'an actor is no workload of its trust domain');
    actors.push({ issuer, subject });
  }
  checkCircle([of, ...actors]);
  return actors;
}

/** @throws TokenError bad_claims */
export function checkCircle(chain: readonly Named[]): void {
  if (chain.length > MAX_ACTORS + 1) throw new TokenError('bad_claims', `it has more than ${MAX_ACTORS} actors`);
  if (new Set(chain.map(({ issuer, subject }) => JSON.stringify([issuer, subject]))).size < chain.length) {
    throw new TokenError('bad_claims', 'somebody acts for himself');
  }
}

/** `issuer`: `spiffe://` and the trust domain. */
export const isOfTrustDomain = (subject: string, issuer: string) => spiffeFault(subject) === null && subject.startsWith(`${issuer}/`);

const foreignMember = (act: JsonObject) => NOT_OF_ACTORS.find((member) => Object.hasOwn(act, member)) ?? null;

/**
 * Whether the subject lets this actor act for it (RFC 8693 §4.4).
 * WHY: all members of `may_act` name the actor together; one that were left out would let in others.
 * @param issuer the subject token's, whose subject `may_act` names when it has no `iss`
 * @param claims of the actor token, whoever it says made it
 * @throws TokenError bad_claims, not_allowed_actor
 */
export function checkMayAct(mayAct: JsonValue, issuer: string, claims: JsonObject, actorIssuer: string): void {
  if (!isObject(mayAct) || foreignMember(mayAct) !== null || !(Object.hasOwn(mayAct, 'sub') || Object.hasOwn(mayAct, 'client_id'))) {
    throw new TokenError('bad_claims', '"may_act" names nobody');
  }
  const known: JsonObject = { ...claims, iss: actorIssuer };
  const named: JsonObject = { iss: issuer, ...mayAct };
  for (const [member, value] of Object.entries(named)) {
    if (typeof value !== 'string') throw new TokenError('bad_claims', `"may_act" has no text as ${JSON.stringify(member)}`);
    if (known[member] !== value) throw new TokenError('not_allowed_actor', '"may_act" names another actor');
  }
}
