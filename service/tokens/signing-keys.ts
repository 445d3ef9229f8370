// Public keys of an issuer (RFC 7517), and which of them may have signed a token.

import type { JsonObject } from '@polc/runtime';
import type { JWK } from 'jose';
import { isObject } from '../is-object.js';
import type { KeySource, Reading } from './key-source.js';
import { isSignedBy, type Jws } from './read-jws.js';
import { TokenError } from './token-error.js';

const MAX_KEYS = 100;
/** Signatures that are tried for one token. */
const MAX_TRIED = 8;
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

export const isPrivate = (key: object) => PRIVATE.some((member) => Object.hasOwn(key, member));

/** Entries of a JWKS; null: it is none. */
export function entriesOf({ keys }: JsonObject): readonly JsonObject[] | null {
  return Array.isArray(keys) && keys.length <= MAX_KEYS && keys.every(isObject) ? keys : null;
}

/** All of them: one that is for something else, or private, verifies nothing. */
export function readSigningKeys(document: JsonObject): Reading<readonly JWK[]> | null {
  const entries = entriesOf(document);
  return entries === null ? null : { value: entries as readonly JWK[], maxAge: null };
}

/** The type of key that an algorithm goes with (RFC 7518 §6.1). */
export const familyOf = (alg: string) => (alg.startsWith('E') ? (alg.startsWith('ES') ? 'EC' : 'OKP') : 'RSA');

/** @throws TokenError bad_signature, unavailable */
export async function checkSignature(jws: Jws, source: KeySource<readonly JWK[]>, algorithms: readonly string[]): Promise<void> {
  const { alg, kid } = jws.header;
  if (!algorithms.includes(alg)) throw new TokenError('bad_signature', `the algorithm ${JSON.stringify(alg.slice(0, 32))} is not allowed`);
  if (kid !== undefined && typeof kid !== 'string') throw new TokenError('malformed', 'the name of its key is no text');
  const fits = (key: JWK) => key.kty === familyOf(alg) && (kid === undefined || key.kid === kid) && (key.alg === undefined || key.alg === alg);
  let keys = (await source.get()).filter(fits);
  if (keys.length === 0) keys = ((await source.newer()) ?? []).filter(fits);
  if (keys.length === 0) throw new TokenError('bad_signature', 'its issuer has no such key');
  // Keys may share a name (RFC 7517 §4.5), and a token need not say one.
  if (keys.length > MAX_TRIED) throw new TokenError('bad_signature', 'it does not say which of too many keys signed it');
  if (!(await isSignedBy(jws, keys, algorithms))) throw new TokenError('bad_signature', 'its signature is not right');
}
