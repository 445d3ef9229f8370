// Transaction tokens (draft-ietf-oauth-transaction-tokens) at the door, from a header of their own.

import { describe, expect, it } from 'vitest';
import { accessToken, faultOf, ISSUER, jwks, jws, makeDoor, makeSigner, NOW, SERVER, START, shown } from './token-kit.js';

const signer = makeSigner('ES256');
const stranger = makeSigner('ES256');
const rsa = makeSigner('RS256', 'rsa');
const settings = { issuer: ISSUER, audiences: [SERVER, 'polc'], keys: { jwks: jwks(signer, rsa) } };

describe('a transaction token', () => {
  const at = makeDoor([settings, { issuer: 'https://tts.example', audiences: ['example.org'], keys: { jwks: jwks(rsa) }, types: ['txntoken+jwt'] }]);
  const claims = { iss: 'https://tts.example', aud: 'example.org', sub: 'alice', iat: NOW, exp: NOW + 60, txn: 'x9', scope: 'pay', req_wl: 'gateway' };
  const token = (more: object = {}, header: object = {}) => jws({ alg: 'RS256', typ: 'txntoken+jwt', kid: 'rsa', ...header }, { ...claims, ...more }, rsa);
  const show = (text: string, scheme: 'Txn-Token' | 'Bearer' | 'DPoP' = 'Txn-Token') => at.present(shown(text, { scheme }));

  it('is read whole, from its own header', async () => {
    expect(await show(token({ tctx: { purpose: 'pay', amount: 3 }, rctx: { req_ip: '::1' }, act: { sub: 'worker' } }))).toEqual({
      ...{ kind: 'txn', issuer: 'https://tts.example', subject: 'alice', clientId: 'gateway', actors: [{ issuer: 'https://tts.example', subject: 'worker' }] },
      ...{ groups: [], authorizationDetails: null, purpose: 'pay', expires: START + 60_000, jti: null, txn: 'x9', confirmation: null },
    });
  });

  it('need not name its issuer, where there is one for its domain', async () => {
    expect(await show(token({ iss: undefined }))).toMatchObject({ kind: 'txn', issuer: 'https://tts.example' });
    expect(await faultOf(show(token({ iss: undefined, aud: 'example.com' })))).toBe('unknown_issuer');
    const two = ['https://a.example', 'https://b.example'].map((issuer) => ({
      issuer,
      audiences: ['example.org'],
      keys: { jwks: jwks(rsa) },
      types: ['txntoken+jwt'] as const,
    }));
    expect(await faultOf(makeDoor(two).present(shown(token({ iss: undefined }), { scheme: 'Txn-Token' })))).toBe('unknown_issuer');
  });

  it.each([
    ['wrong_type', 'where access tokens are shown', token(), 'Bearer'],
    ['wrong_type', 'where bound ones are shown', token(), 'DPoP'],
    ['wrong_type', 'that is an access token', accessToken(signer), 'Txn-Token'],
    ['wrong_type', 'of one who makes access tokens', token({ iss: ISSUER }), 'Txn-Token'],
    ['wrong_type', 'that is an access token of one who makes none', accessToken(rsa, { iss: 'https://tts.example' }), 'Bearer'],
    ['wrong_audience', 'of another domain', token({ aud: 'example.com' }), 'Txn-Token'],
    ['expired', 'that has ended', token({ exp: NOW - 10 }), 'Txn-Token'],
    ...['aud', 'exp', 'iat', 'txn', 'sub', 'scope', 'req_wl'].map(
      (claim) => ['bad_claims', `without ${claim}`, token({ [claim]: undefined }), 'Txn-Token'] as const,
    ),
    ['bad_claims', 'with a context in one text', token({ tctx: 'pay' }), 'Txn-Token'],
    ['bad_claims', 'with surroundings in a list', token({ rctx: [] }), 'Txn-Token'],
    ['bad_claims', 'with an actor that is none', token({ act: { act: { sub: 'x' } } }), 'Txn-Token'],
    ['bad_signature', 'signed by a stranger', jws({ alg: 'ES256', typ: 'txntoken+jwt', kid: 'rsa' }, claims, stranger), 'Txn-Token'],
  ] as const)('is refused as %s: one %s', async (expected, _, text, scheme) => {
    expect(await faultOf(show(text, scheme))).toBe(expected);
  });
});
