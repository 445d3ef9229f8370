// Proofs of possession (RFC 9449): that whoever shows a token holds the key that it is bound to, for this one request.

import { createHash } from 'node:crypto';
import type { JsonObject } from '@polc/runtime';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { isObject } from '../is-object.js';
import { checkTimes, instantIn, nameIn } from './check-claims.js';
import type { Shown } from './presented.js';
import { canonicalBytes, isSignedBy, type Jws, readJws, typeOf } from './read-jws.js';
import { targetOf } from './request-target.js';
import { familyOf, isPrivate } from './signing-keys.js';
import { TokenError } from './token-error.js';
import { ALGORITHMS, type DpopSettings } from './token-settings.js';

export interface Proof {
  /** Of its key (RFC 7638). */
  readonly thumbprint: string;
  /** Names the proof among all, whoever made up its `jti`. */
  readonly id: string;
  /** Milliseconds since the epoch: from then on it is too old. */
  readonly expires: number;
}

/** Seconds. */
const WINDOW = 60;
const MAX_JTI = 256;
const MEMBERS = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
/** Of base64url. WHY: whoever sends a proof chooses the key, and with a great one how long it takes to check. 4,096 and 32 bits. */
const LONGEST = { n: 683, e: 6, x: 88, y: 88, crv: 16 };

/**
 * All of RFC 9449 §4.3 but that the proof is new: that costs memory, and is asked of those only that are good otherwise.
 * @throws TokenError bad_proof, nonce_wanted
 */
export async function checkProof(
  { dpop, method, url }: Pick<Shown, 'dpop' | 'method' | 'url'>,
  token: string,
  settings: DpopSettings & { readonly leeway: number },
  now: number,
): Promise<Proof> {
  const [text] = dpop;
  if (text === undefined || dpop.length > 1) throw new TokenError('bad_proof', 'there is not exactly one proof');
  const jws = asProof(() => readJws(text));
  if (typeOf(jws) !== 'dpop+jwt') throw new TokenError('bad_proof', 'it is no proof by its type');
  const key = keyIn(jws.header);
  if (!(await isSignedBy(jws, [key], settings.algorithms ?? ALGORITHMS))) throw new TokenError('bad_proof', 'the signature of the proof is not right');
  const { claims } = jws;
  const jti = asProof(() => nameIn(claims, 'jti'));
  if (jti.length > MAX_JTI) throw new TokenError('bad_proof', `its "jti" has more than ${MAX_JTI} characters`);
  if (claims.htm !== method) throw new TokenError('bad_proof', 'the proof is for another method');
  const target = targetOf(url);
  if (typeof claims.htu !== 'string' || target === null || targetOf(claims.htu) !== target) throw new TokenError('bad_proof', 'the proof is for another URL');
  if (claims.ath !== createHash('sha256').update(token).digest('base64url')) throw new TokenError('bad_proof', 'the proof is for another token');
  const expires = endOf(claims, settings, now);
  checkNonce(claims, settings, now);
  const thumbprint = await calculateJwkThumbprint(key);
  return {
    thumbprint,
    id: createHash('sha256')
      .update(JSON.stringify([thumbprint, jti]))
      .digest('base64url'),
    expires,
  };
}

/** What is wrong with a proof is wrong with the proof, not with the token. */
function asProof<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TokenError('bad_proof', `of the proof: ${(error as Error).message}`, error);
  }
}

/** Only what makes it a public key: the rest of it says nothing here (RFC 7517 §4). */
function keyIn({ alg, jwk }: Jws['header']): JWK {
  const family = familyOf(alg);
  if (!isObject(jwk) || jwk.kty !== family || isPrivate(jwk)) throw new TokenError('bad_proof', 'the proof holds no public key that fits its algorithm');
  const members = MEMBERS[family].map((member) => {
    const value = jwk[member];
    const fine = typeof value === 'string' && value !== '' && value.length <= LONGEST[member as keyof typeof LONGEST];
    if (!fine || (member !== 'crv' && canonicalBytes(value) === null)) throw new TokenError('bad_proof', 'the key of the proof is none');
    return [member, value] as const;
  });
  return { kty: family, ...Object.fromEntries(members) };
}

/** Milliseconds. A second more than it counts, since there are clocks of whole seconds. */
function endOf(claims: JsonObject, { window = WINDOW, leeway }: DpopSettings & { readonly leeway: number }, now: number): number {
  return asProof(() => {
    const end = instantIn(claims, 'iat') + window;
    checkTimes({ ...claims, exp: claims.exp === undefined ? end : Math.min(end, instantIn(claims, 'exp')) }, now, leeway);
    return Math.ceil((end + leeway + 1) * 1000);
  });
}

function checkNonce({ nonce }: JsonObject, settings: DpopSettings, now: number): void {
  if (settings.nonce === undefined || (typeof nonce === 'string' && settings.nonce(nonce, now))) return;
  throw new TokenError('nonce_wanted', 'the proof holds no nonce of this server that counts');
}
