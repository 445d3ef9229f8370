// Whom the door trusts: what is wrong with it is found when the door is made.

import { describe, expect, it } from 'vitest';
import type { TokenDoor } from '../../service/tokens/token-door.js';
import { TokenSettingsError } from '../../service/tokens/token-settings.js';
import { accessToken, faultOf, ISSUER, jwks, makeDoor, makeSigner, SERVER, START, shown } from './token-kit.js';

const signer = makeSigner('ES256');
const stranger = makeSigner('ES256');
const rsa = makeSigner('RS256', 'rsa');
const settings = { issuer: ISSUER, audiences: [SERVER, 'polc'], keys: { jwks: jwks(signer, rsa) } };

const fault = (token: unknown, at: TokenDoor) => faultOf(at.present(shown(token)));

describe('settings of the door', () => {
  const fine = settings;
  it.each([
    ['issuers[0].issuer', { ...fine, issuer: '' }],
    ['issuers[0].issuer', { ...fine, issuer: 'spiffe://example.org' }],
    ['issuers[0].audiences', { ...fine, audiences: [] }],
    ['issuers[0].audiences', { ...fine, audiences: [''] }],
    ['issuers[0].leeway', { ...fine, leeway: -1 }],
    ['issuers[0].leeway', { ...fine, leeway: 301 }],
    ['issuers[0].algorithms', { ...fine, algorithms: ['HS256'] }],
    ['issuers[0].algorithms', { ...fine, algorithms: ['none'] }],
    ['issuers[0].algorithms', { ...fine, algorithms: [] }],
    ['issuers[0].dpop.algorithms', { ...fine, dpop: { algorithms: ['HS256'] } }],
    ['issuers[0].dpop.window', { ...fine, dpop: { window: 0 } }],
    ['issuers[0].types', { ...fine, types: ['JWT' as never] }],
    ['issuers[0].types', { ...fine, types: [] }],
    ['issuers[0].keys', { ...fine, keys: { uri: 'http://issuer.example/jwks' } }],
    ['issuers[0].keys', { ...fine, keys: { uri: 'http://127.0.0.1.example/jwks' } }],
    ['issuers[0].keys', { ...fine, keys: { uri: 'file:///etc/passwd' } }],
    ['issuers[0].keys', { ...fine, keys: { uri: 'jwks' } }],
    ['issuers[0].keys', { ...fine, keys: { uri: 'https://issuer.example/jwks', timeout: 0 } }],
    ['issuers[0].keys', { ...fine, keys: { jwks: { keys: [{ ...signer.jwk, d: 'AA' }] } } }],
    ['issuers[0].keys', { ...fine, keys: { jwks: { keys: [{ kty: 'oct', k: 'AA' }] } } }],
    ['issuers[0].keys', { ...fine, keys: { jwks: {} as never } }],
    // Written wrong, each of them would be a check that nobody makes.
    ['issuers[0].dpop.require', { ...fine, dpop: { require: true } as never }],
    ['issuers[0].mayActRequird', { ...fine, mayActRequird: true } as never],
    ['issuers[0].algorithm', { ...fine, algorithm: ['ES256'] } as never],
    ['issuers[0].actorIssuers', { ...fine, actorIssuers: 'https://other.example' as never }],
    ['issuers[0].audiences', { ...fine, audiences: SERVER as never }],
    ['issuers[0].keys.max_age', { ...fine, keys: { uri: 'https://issuer.example/jwks', max_age: 1 } as never }],
  ])('with a wrong %s make no door', (member, issuer) => {
    expect(() => makeDoor([issuer])).toThrow(expect.objectContaining({ name: 'TokenSettingsError', code: 'invalid', member }));
  });

  it('with one issuer twice, or with no trust domain’s name, make no door', () => {
    expect(() => makeDoor([fine, fine])).toThrow(TokenSettingsError);
    const domain = { trustDomain: 'Example.org', audiences: ['x'], bundle: { jwks: { keys: [] } } };
    expect(() => makeDoor([], { now: START }, [domain])).toThrow(TokenSettingsError);
    expect(() => makeDoor([], { now: START }, [{ ...domain, trustDomain: 'example.org' }])).not.toThrow();
  });

  it('count as they were when the door was made', async () => {
    const jwk = { ...signer.jwk };
    const keys = { jwks: { keys: [jwk] } };
    const at = makeDoor([{ ...settings, keys }]);
    expect(await fault(accessToken(signer), at)).toBe('fine');
    Object.assign(jwk, stranger.jwk);
    keys.jwks.keys.splice(0);
    expect([await fault(accessToken(signer), at), await fault(accessToken(stranger), at)]).toEqual(['fine', 'bad_signature']);
  });
});
