// JWT-SVIDs at the door: tokens of workloads, and all that only looks like one.

import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import type { TokenDoor } from '../../service/tokens/token-door.js';
import { base64url, faultOf, jws, makeDoor, makeSigner, NOW, SERVER, START, shown, thumbprint } from './token-kit.js';

const signer = makeSigner('ES256');
const stranger = makeSigner('ES256');
const bundleOf = (...entries: readonly object[]) => ({ jwks: { keys: entries as JWK[] } });
const tokenEntry = { ...signer.jwk, use: 'jwt-svid' };
const domain = (bundle = bundleOf(tokenEntry), more: object = {}) => ({ trustDomain: 'example.org', audiences: [SERVER, 'polc'], bundle, ...more });
const doorTo = (...entries: readonly object[]) => makeDoor([], { now: START }, [domain(bundleOf(...entries)), { ...domain(), trustDomain: 'example.com' }]);

describe('a JWT-SVID', () => {
  const door = makeDoor([], { now: START }, [domain(), domain(bundleOf({ ...stranger.jwk, use: 'jwt-svid' }), { trustDomain: 'example.com' })]);
  const CLAIMS = { sub: 'spiffe://example.org/ns/a/worker', aud: SERVER, exp: NOW + 60 };
  const svid = (claims: object = {}, header: object = {}, by = signer) => jws({ alg: by.alg, kid: 'k1', ...header }, { ...CLAIMS, ...claims }, by);
  const fault = (token: string, at: TokenDoor = door) => faultOf(at.present(shown(token)));

  it('says which workload it is of', async () => {
    expect(await door.present(shown(svid({ jti: 'j', iat: NOW, iss: 'https://spire.example' })))).toEqual({
      ...{ kind: 'jwt-svid', issuer: 'spiffe://example.org', subject: 'spiffe://example.org/ns/a/worker', clientId: null, actors: [], groups: [] },
      ...{ authorizationDetails: null, purpose: null, expires: START + 60_000, jti: 'j', txn: null, confirmation: null },
    });
  });

  it.each([
    ['with a type', svid({}, { typ: 'JWT' })],
    ['with the other type', svid({}, { typ: 'JOSE' })],
    ['without the name of its key', svid({}, { kid: undefined })],
    ['for several', svid({ aud: ['other', 'polc'] })],
    ['that ended just now', svid({ exp: NOW - 4 })],
  ])('%s is good', async (_, token) => {
    expect(await fault(token)).toBe('fine');
  });

  it.each([
    ['wrong_type', 'of another type', svid({}, { typ: 'jwt' })],
    ['wrong_type', 'of the type of proofs', svid({}, { typ: 'dpop+jwt' })],
    ['unknown_issuer', 'of the type of access tokens', svid({ iss: 'spiffe://example.org' }, { typ: 'at+jwt' })],
    ['wrong_type', 'without subject', svid({ sub: undefined })],
    ['wrong_type', 'with a subject that is no SPIFFE id', svid({ sub: 'https://example.org/worker' })],
    ['wrong_type', 'with a scheme in capitals', svid({ sub: 'SPIFFE://example.org/worker' })],
    ...[
      ...['spiffe://', 'spiffe://example.org', 'spiffe://example.org/', 'spiffe://example.org//a', 'spiffe://example.org/a/', 'spiffe://example.org/a/../b'],
      ...['spiffe://example.org/%77orker', 'spiffe://example.org/a%2Fb', 'spiffe://Example.org/a', 'spiffe://u@example.org/a', 'spiffe://example.org:80/a'],
      ...[
        'spiffe://example.org/a?b',
        'spiffe://example.org/a#b',
        'spiffe://example.org/a b',
        'spiffe://example.org/ä',
        `spiffe://example.org/${'a'.repeat(2_048)}`,
      ],
    ].map((sub) => ['bad_claims', `of ${sub.slice(0, 40)}`, svid({ sub })] as const),
    ['unknown_issuer', 'of another trust domain', svid({ sub: 'spiffe://example.net/worker' })],
    ['unknown_issuer', 'of a trust domain within this one', svid({ sub: 'spiffe://a.example.org/worker' })],
    ['bad_signature', 'of a trust domain with other keys', svid({ sub: 'spiffe://example.com/worker' })],
    ['bad_signature', 'signed with a key of another trust domain', svid({}, {}, stranger)],
    ['bad_signature', 'signed by nobody', `${base64url('{"alg":"none"}')}.${base64url(JSON.stringify(CLAIMS))}.`],
    ['bad_signature', 'signed with EdDSA', jws({ alg: 'EdDSA', kid: 'k1' }, CLAIMS, makeSigner('EdDSA'))],
    ['bad_signature', 'of a key that there is not', svid({}, { kid: 'k2' })],
    ['malformed', 'with a header that it must not have', svid({}, { jku: 'https://evil.example' })],
    ['malformed', 'with a certificate', svid({}, { x5c: ['AA'] })],
    ['malformed', 'with something critical', svid({}, { crit: ['exp'], exp: 1 })],
    ['wrong_audience', 'for another', svid({ aud: 'other' })],
    ['bad_claims', 'for nobody', svid({ aud: [] })],
    ['bad_claims', 'without audience', svid({ aud: undefined })],
    ['bad_claims', 'without end', svid({ exp: undefined })],
    ['bad_claims', 'with an end in words', svid({ exp: 'never' })],
    ['expired', 'that has ended', svid({ exp: NOW - 5 })],
    ['not_yet', 'that has not begun', svid({ nbf: NOW + 6 })],
    ['not_yet', 'that was not yet made', svid({ iat: NOW + 6 })],
    ['bad_claims', 'with an actor', svid({ act: { sub: 'x' } })],
    ['bad_claims', 'with details', svid({ authorization_details: [] })],
    ['unbound', 'bound to a key', svid({ cnf: { jkt: thumbprint(signer.jwk) } })],
  ] as const)('is refused as %s: one %s', async (expected, _, token) => {
    expect(await fault(token)).toBe(expected);
  });

  it('is not shown as bound, or as a transaction', async () => {
    expect(await faultOf(door.present(shown(svid(), { scheme: 'DPoP' })))).toBe('unbound');
    expect(await faultOf(door.present(shown(svid(), { scheme: 'Txn-Token' })))).toBe('wrong_type');
  });

  it.each([
    ['without use', { ...signer.jwk }],
    ['of issuers', { ...signer.jwk, use: 'sig' }],
    ['for certificates', { ...signer.jwk, use: 'x509-svid' }],
    ['without name', { ...signer.jwk, kid: undefined, use: 'jwt-svid' }],
    ['with a use in capitals', { ...signer.jwk, use: 'JWT-SVID' }],
    ['of a kind that nobody knows', { ...tokenEntry, kty: 'future' }],
  ])('is refused where its key in the bundle is one %s', async (_, entry) => {
    expect(await fault(svid(), doorTo(entry))).toBe('bad_signature');
    expect(await fault(svid(), doorTo(entry, tokenEntry))).toBe('fine');
  });

  it('is refused where neither it nor the key that signed it has a name', async () => {
    const token = svid({}, { kid: undefined });
    expect(await fault(token, doorTo({ ...tokenEntry, kid: undefined }))).toBe('bad_signature');
    expect(await fault(token, doorTo(tokenEntry))).toBe('fine');
  });

  it('of a bundle without keys is refused', async () => {
    expect(await fault(svid(), doorTo())).toBe('bad_signature');
  });

  it('is no access token of an issuer with the same keys, and none is one', async () => {
    const issuer = { issuer: 'https://issuer.example', audiences: [SERVER], keys: { jwks: { keys: [signer.jwk] } } };
    const both = makeDoor([issuer], { now: START }, [domain()]);
    const claims = { ...CLAIMS, iss: issuer.issuer, client_id: 'c', jti: 'j', iat: NOW };
    expect(await both.present(shown(jws({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' }, claims, signer)))).toMatchObject({
      kind: 'at+jwt',
      issuer: 'https://issuer.example',
    });
    expect(await both.present(shown(jws({ alg: 'ES256', kid: 'k1' }, claims, signer)))).toMatchObject({ kind: 'jwt-svid', issuer: 'spiffe://example.org' });
  });
});
