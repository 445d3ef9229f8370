// Issuers, tokens, proofs and a door for the tests of the token door. Tokens are made from their very texts, so that they can be wrong in any way.

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';
import type { Shown } from '../../service/tokens/presented.js';
import { TokenDoor } from '../../service/tokens/token-door.js';
import type { Refused } from '../../service/tokens/token-error.js';
import type { IssuerSettings, TokenSettings, TrustDomainSettings } from '../../service/tokens/token-settings.js';

export const START = Date.parse('2026-05-04T10:00:00Z');
export const ISSUER = 'https://issuer.example';
export const SERVER = 'https://polc.example';
export const NOW = START / 1000;

export interface Signer {
  readonly alg: string;
  readonly key: KeyObject;
  readonly jwk: JWK;
}

/** Of the algorithms that tests need; `size`: of RSA. */
export function makeSigner(alg: string, kid = 'k1', size = 2048): Signer {
  const { privateKey: key, publicKey } =
    alg === 'EdDSA'
      ? generateKeyPairSync('ed25519')
      : alg.startsWith('ES')
        ? generateKeyPairSync('ec', { namedCurve: { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg] as string })
        : generateKeyPairSync('rsa', { modulusLength: size });
  return { alg, key, jwk: { ...(publicKey.export({ format: 'jwk' }) as JWK), kid } };
}

export const base64url = (text: string | Uint8Array) => Buffer.from(text).toString('base64url');

export function signature(data: string, { alg, key }: Signer): string {
  if (alg === 'EdDSA') return base64url(sign(null, Buffer.from(data), key));
  const hash = `sha${alg.slice(2)}`;
  const more = alg.startsWith('PS') ? { padding: 6, saltLength: Number(alg.slice(2)) / 8 } : { dsaEncoding: 'ieee-p1363' as const };
  return base64url(sign(hash, Buffer.from(data), { key, ...more }));
}

/** Header and claims: what is to be written as JSON, or the very text. */
export function jws(header: object | string, claims: object | string, signer: Signer): string {
  const [head, body] = [header, claims].map((part) => base64url(typeof part === 'string' ? part : JSON.stringify(part)));
  return `${head}.${body}.${signature(`${head}.${body}`, signer)}`;
}

export const CLAIMS = {
  ...{ iss: ISSUER, aud: SERVER, sub: 'alice', client_id: 'app', jti: 't1' },
  ...{ iat: NOW - 10, exp: NOW + 300 },
};

/** An access token; members that are undefined are left out. */
export const accessToken = (signer: Signer, claims: object = {}, header: object = {}) =>
  jws({ alg: signer.alg, typ: 'at+jwt', kid: signer.jwk.kid, ...header }, { ...CLAIMS, ...claims }, signer);

export const jwks = (...signers: readonly Signer[]): JSONWebKeySet => ({ keys: signers.map(({ jwk }) => jwk) });

export function thumbprint({ kty, crv, x, y, n, e }: JWK): string {
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('base64url');

/** Of GET on `https://polc.example/access/v1/evaluation`, as `shown` says. */
export function proof(signer: Signer, token: string, claims: object = {}, header: object = {}): string {
  const { kid: _, ...jwk } = signer.jwk;
  const body = { jti: `p${count++}`, htm: 'GET', htu: `${SERVER}/access/v1/evaluation`, iat: NOW, ath: sha256(token), ...claims };
  return jws({ alg: signer.alg, typ: 'dpop+jwt', jwk, ...header }, body, signer);
}
let count = 0;

export const shown = (token: unknown, more: Partial<Shown> = {}): Shown => ({
  ...{ scheme: 'Bearer', token: token as string, dpop: [], method: 'GET', url: `${SERVER}/access/v1/evaluation?a=b`, certificate: null },
  ...more,
});

/** Remembers like a store. */
export function memory(): TokenSettings['first'] {
  const seen = new Map<string, number>();
  return async (use, id, expires, now) => {
    const key = `${use} ${id}`;
    const known = (seen.get(key) ?? 0) > now;
    if (!known) seen.set(key, expires);
    return !known;
  };
}

export interface Clock {
  now: number;
}

export function makeDoor(
  issuers: readonly IssuerSettings[],
  clock: Clock = { now: START },
  trustDomains: readonly TrustDomainSettings[] = [],
  first = memory(),
): TokenDoor {
  return new TokenDoor({ issuers, trustDomains, first, clock: () => clock.now });
}

/** The word for why it is refused; `fine` where it is not. */
export async function faultOf(answer: Promise<object | Refused>): Promise<string> {
  const given = await answer;
  return 'fault' in given ? (given.fault as string) : 'fine';
}
