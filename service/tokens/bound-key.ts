// Whether whoever shows a token may: one that is bound to a key is nobody's without it (RFC 9449 §7, RFC 8705 §3).

import { createHash } from 'node:crypto';
import type { JsonValue } from '@polc/runtime';
import type { Confirmation } from '../grants/grant-claims.js';
import { isObject } from '../is-object.js';
import { checkProof, type Proof } from './dpop-proof.js';
import type { Shown } from './presented.js';
import { canonicalBytes } from './read-jws.js';
import { TokenError } from './token-error.js';
import type { DpopSettings, TokenSettings } from './token-settings.js';

/** Keys that a token is bound to: all of them are wanted. */
export interface Binding {
  readonly jkt: string | null;
  readonly x5t: string | null;
}

export interface BoundToken {
  readonly text: string;
  readonly binding: Binding;
  readonly dpop: DpopSettings & { readonly leeway: number };
}

/** `cnf` (RFC 7800 §3.1); undefined: it is bound to none. @throws TokenError bad_claims, unbound */
export function readBinding(cnf: JsonValue | undefined): Binding {
  if (cnf === undefined) return { jkt: null, x5t: null };
  if (!isObject(cnf) || Object.keys(cnf).length === 0) throw new TokenError('bad_claims', '"cnf" is no confirmation');
  const { jkt, 'x5t#S256': x5t, ...others } = cnf;
  // WHY: a key of which nobody here can tell whether it was shown was not shown.
  if (Object.keys(others).length > 0) throw new TokenError('unbound', 'it is bound in a way that is not known here');
  return { jkt: digestIn(jkt), x5t: digestIn(x5t) };
}

function digestIn(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || canonicalBytes(value)?.length !== 32) throw new TokenError('bad_claims', '"cnf" holds no SHA-256');
  return value;
}

/** RFC 8705 §3.1: of a certificate's DER. */
export const thumbprintOf = (certificate: Uint8Array) => createHash('sha256').update(certificate).digest('base64url');

/**
 * Answers with the key that was shown for them; null where they are bound to none.
 * @param tokens shown in one request by one who holds the keys of all; the proof is for the first that is bound to one
 * @throws TokenError unbound, bad_proof, nonce_wanted, replayed, unavailable
 */
export async function checkBindings(
  tokens: readonly BoundToken[],
  shown: Omit<Shown, 'token'>,
  first: TokenSettings['first'],
  now: number,
): Promise<Confirmation | null> {
  for (const { binding, dpop } of tokens) {
    if (dpop.required && binding.jkt === null) throw new TokenError('unbound', 'it is bound to no key, and tokens of its issuer have to be');
    if (binding.x5t !== null && (shown.certificate === null || thumbprintOf(shown.certificate) !== binding.x5t)) {
      throw new TokenError('unbound', 'it is bound to a certificate that was not shown');
    }
  }
  const proved = tokens.find(({ binding }) => binding.jkt !== null);
  if (proved === undefined) {
    if (shown.scheme === 'DPoP') throw new TokenError('unbound', 'it was shown as bound to a key, and is not');
    // Beside a transaction token a proof may be for the access token.
    if (shown.scheme === 'Bearer' && shown.dpop.length > 0) throw new TokenError('bad_proof', 'there is a proof for a token that is bound to no key');
    const x5t = tokens.map(({ binding }) => binding.x5t).find((thumbprint) => thumbprint !== null);
    return x5t === undefined ? null : { 'x5t#S256': x5t };
  }
  if (shown.scheme === 'Bearer') throw new TokenError('unbound', 'it is bound to a key, and was shown as if it were not');
  if (shown.dpop.length === 0) throw new TokenError('unbound', 'it is bound to a key of which there is no proof');
  const proof = await checkProof(shown, proved.text, proved.dpop, now);
  if (tokens.some(({ binding: { jkt } }) => jkt !== null && jkt !== proof.thumbprint)) throw new TokenError('unbound', 'it is bound to another key');
  await checkNew(proof, first, now);
  return { jkt: proof.thumbprint };
}

/** INVARIANT: last of all, so that nobody fills the store who holds no token and no key. */
async function checkNew({ id, expires }: Proof, first: TokenSettings['first'], now: number): Promise<void> {
  const isNew = await first('dpop', id, expires, now).catch((cause: unknown) => {
    throw new TokenError('unavailable', 'it cannot be told whether the proof was seen before', cause);
  });
  if (!isNew) throw new TokenError('replayed', 'the proof was seen before');
}
