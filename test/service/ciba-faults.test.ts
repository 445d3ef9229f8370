// What a provider, or somebody between, may do wrong: nothing of it approves anything.

import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { CibaScene } from './ciba-scene.js';
import { SECRET_CLIENT } from './identity-provider.js';

const scene = new CibaScene();
const REQUEST = 'urn:openid:params:jwt:claim:auth_req_id';
const now = () => Math.floor(scene.clock() / 1000);
const { privateKey: strange } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const without = (claims: JWTPayload, name: string) => Object.fromEntries(Object.entries(claims).filter(([member]) => member !== name));

/** How it ends when the ID token is what is made of the one that the provider has signed. */
async function endsWith(token: (claims: JWTPayload, request: string) => unknown, more = {}): Promise<string> {
  let request = '';
  scene.alter('/backchannel', (body) => {
    request = String(body.auth_req_id);
  });
  scene.alter('/token', async (body) => {
    body.id_token = await token(decodeJwt(String(body.id_token)), request);
  });
  const approval = await scene.open();
  scene.meanwhile = [scene.approves];
  const end = await scene.ends(approval, 'user:carol', more);
  expect(await scene.stateOf(approval)).toBe(end === 'approve' ? 'approved' : 'pending');
  expect(await scene.approvals.factsFor(approval.action)).toHaveLength(end === 'approve' ? 1 : 0);
  return end;
}

describe('an ID token', () => {
  it.each<[string, (claims: JWTPayload, request: string) => JWTPayload]>([
    ['as the provider makes it', (claims) => claims],
    ['of just this request', (claims, request) => ({ ...claims, [REQUEST]: request })],
    ['for several, of which this client is the party', (claims) => ({ ...claims, aud: [SECRET_CLIENT.id, 'other'], azp: SECRET_CLIENT.id })],
    ['whose end is as near as clocks differ', (claims) => ({ ...claims, exp: now() - 3 })],
  ])('%s is good', async (_, change) => {
    expect(await endsWith((claims, request) => scene.idp.sign(change(claims, request)))).toBe('approve');
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['of another issuer', (claims) => ({ ...claims, iss: `${claims.iss}/` })],
    ['of no issuer', (claims) => without(claims, 'iss')],
    ['for another client', (claims) => ({ ...claims, aud: 'other' })],
    ['for nobody', (claims) => without(claims, 'aud')],
    ['for several, none of them the party', (claims) => ({ ...claims, aud: [SECRET_CLIENT.id, 'other'] })],
    ['of another party', (claims) => ({ ...claims, azp: 'other' })],
    ['that has ended', (claims) => ({ ...claims, exp: now() - 10 })],
    ['that never ends', (claims) => without(claims, 'exp')],
    ['of no time', (claims) => without(claims, 'iat')],
    ['that is not yet good', (claims) => ({ ...claims, nbf: now() + 60 })],
    ['of nobody', (claims) => without(claims, 'sub')],
    ['of another request', (claims) => ({ ...claims, [REQUEST]: 'other' })],
    ['of a request that is no text', (claims) => ({ ...claims, [REQUEST]: 7 })],
  ])('%s is not', async (_, change) => {
    expect(await endsWith((claims) => scene.idp.sign(change(claims)))).toBe('bad_token');
  });

  it.each<[string, (claims: JWTPayload) => unknown]>([
    ['that is not there', () => undefined],
    ['that is no text', () => ({})],
    ['that is none', () => 'x.y.z'],
    ['that nobody has signed', (claims) => new UnsecuredJWT(claims).encode()],
    ['signed by another key', (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'provider-1' }).sign(strange)],
    ['signed by a key that the provider has not', (claims) => scene.idp.sign(claims, { kid: 'other' })],
    ['signed with the secret', (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(createSecretKey(SECRET_CLIENT.secret, 'utf8'))],
    ['cut off', (claims) => scene.idp.sign(claims).then((token) => token.slice(0, -4))],
  ])('%s is not', async (_, token) => {
    expect(await endsWith(token)).toBe('bad_token');
  });

  it.each([['finance'], [['finance', 7]], [{ finance: true }]])('with the groups %j is not', async (groups) => {
    expect(await endsWith((claims) => scene.idp.sign({ ...claims, groups }), { groupsClaim: 'groups' })).toBe('bad_token');
  });

  it('of somebody else is his answer, not that of who was asked', async () => {
    expect(await endsWith((claims) => scene.idp.sign({ ...claims, sub: 'mallory' }))).toBe('wrong_subject');
    scene.idp.between = null;
    scene.meanwhile = [scene.approves];
    const approval = await scene.open();
    expect(await scene.ends(approval, 'user:carol', { accountOf: () => ({ hint: 'mallory', subject: 'carol' }) })).toBe('wrong_subject');
    expect(await scene.stateOf(approval)).toBe('pending');
  });

  it('is no answer of one who may not answer', async () => {
    const accountOf = () => ({ hint: 'carol', subject: 'carol' });
    const approval = await scene.open({ by: ['user:alice', 'user:carol'] });
    scene.meanwhile = [scene.approves, scene.denies, scene.approves];
    expect(await scene.ends(approval, 'user:alice', { accountOf })).toBe('own_action');
    expect(await scene.ends(approval, 'user:alice', { accountOf })).toBe('own_action');
    expect(await scene.ends(approval, 'user:zoe', { accountOf })).toBe('not_yours');
    expect(await scene.stateOf(approval)).toBe('pending');
  });
});

describe('metadata', () => {
  const WELL_KNOWN = '/.well-known/openid-configuration';
  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { issuer: 'https://idp.example' }],
    ['of an issuer spelled otherwise', { issuer: 'http://127.0.0.1/' }],
    ['of no issuer', { issuer: undefined }],
    ['without polling', { backchannel_token_delivery_modes_supported: ['ping'] }],
    ['without CIBA', { backchannel_token_delivery_modes_supported: undefined, backchannel_authentication_endpoint: undefined }],
    ['without an endpoint', { backchannel_authentication_endpoint: undefined }],
    ['without keys', { jwks_uri: undefined }],
    ['with an endpoint that is no address', { token_endpoint: '/token' }],
    ['with an endpoint in the clear', { token_endpoint: 'http://idp.example/token' }],
    ['with an endpoint that only looks near', { jwks_uri: 'http://127.0.0.1.idp.example/jwks' }],
  ])('%s is refused', async (_, change) => {
    scene.alter(WELL_KNOWN, (body) => Object.assign(body, change));
    expect(await scene.ends(await scene.open())).toBe('misconfigured');
    expect(scene.idp.calls).toEqual([`GET ${WELL_KNOWN}`]);
  });

  it.each<[string, number, unknown]>([
    ['that is not there', 404, { error: 'not_found' }],
    ['that is no JSON', 200, '<html>'],
    ['that is no object', 200, '[]'],
  ])('%s is refused', async (_, status, body) => {
    scene.idp.between = async (context) => {
      context.status = status;
      context.body = body as string;
    };
    expect(await scene.ends(await scene.open())).toBe('misconfigured');
  });

  it.each(['http://idp.example', 'ftp://127.0.0.1', 'idp.example', ''])('of the issuer %j is not fetched', async (issuer) => {
    expect(await scene.ends(await scene.open(), 'user:carol', { issuer })).toBe('misconfigured');
  });
});

describe('a provider', () => {
  it.each<[string, Record<string, unknown>]>([
    ['no request', { auth_req_id: undefined }],
    ['an empty request', { auth_req_id: '' }],
    ['no end', { expires_in: undefined }],
    ['an end that is no number', { expires_in: '600' }],
    ['a pause of nothing', { interval: 0 }],
    ['a pause back in time', { interval: -5 }],
    ['a pause that is no number', { interval: '5' }],
  ])('that answers with %s is not gone on with', async (_, change) => {
    scene.alter('/backchannel', (body) => Object.assign(body, change));
    expect(await scene.ends(await scene.open())).toBe('misconfigured');
    expect(scene.tokenCalls).toBe(0);
  });

  it('refuses whom it does not know, and a client that it does not know, in its own words', async () => {
    const approval = await scene.open();
    expect(await scene.ask(approval, 'user:zoe')).toMatchObject({ fault: 'refused', message: expect.stringContaining('unknown_user_id') });
    const authentication = { method: 'client_secret_basic', secret: 'wrong' } as const;
    expect(await scene.ask(approval, 'user:carol', { authentication })).toMatchObject({ fault: 'refused', message: expect.stringContaining('invalid_client') });
    expect(await scene.stateOf(approval)).toBe('pending');
  });

  it('that has no account for an approver is not asked', async () => {
    const approval = await scene.open();
    expect(await scene.ends(approval, 'user:carol', { accountOf: () => null })).toBe('unknown_approver');
    expect([await scene.ends(approval, 'agent:bot'), await scene.ends(approval, 'carol')]).toEqual(['unknown_approver', 'unknown_approver']);
    expect(await scene.ends({ ...approval, id: 'none' })).toBe('not_found');
    expect(scene.idp.calls).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a word that is not known', { error: 'come_back' }],
    ['no word', {}],
    ['a word that is none', { error: 7 }],
    ['a grant that it knows no longer', { error: 'invalid_grant' }],
  ])('that answers a poll with %s is asked no more', async (_, body) => {
    scene.idp.between = async (context, next) => {
      if (context.path !== '/token') return next();
      context.status = 400;
      context.body = body;
    };
    const approval = await scene.open();
    expect([await scene.ends(approval), scene.tokenCalls, await scene.stateOf(approval)]).toEqual(['refused', 1, 'pending']);
  });

  it('that sends elsewhere, or without end, is not followed', async () => {
    const approval = await scene.open({ within: 30 });
    scene.idp.between = async (context) => {
      if (context.path === '/elsewhere') context.body = {};
      else context.redirect('/elsewhere');
    };
    expect(await scene.ends(approval)).toBe('unreachable');
    expect(scene.idp.calls).not.toContain('GET /elsewhere');
    scene.idp.between = async (context) => {
      context.body = { long: 'x'.repeat(2_000_000) };
    };
    expect(await scene.ends(approval)).toBe('unreachable');
  });

  it('that does not answer in time is as good as gone', async () => {
    scene.idp.between = () => new Promise((resolve) => setTimeout(resolve, 300));
    expect(await scene.ends(await scene.open({ within: 6 }), 'user:carol', { timeout: 30 })).toBe('unreachable');
  });

  it('whose keys are gone is asked for them again, and without them nobody has answered', async () => {
    let times = 0;
    scene.idp.between = async (context, next) => {
      if (context.path !== '/jwks' || times++ > 0) return next();
      context.status = 503;
    };
    scene.meanwhile = [scene.approves];
    expect(await scene.ends(await scene.open())).toBe('approve');
    expect(times).toBe(2);
    const other = await scene.open({ name: 'other' });
    scene.alter('/jwks', (body) => Object.assign(body, { keys: 'none' }));
    scene.meanwhile = [scene.approves];
    expect([await scene.ends(other), await scene.stateOf(other)]).toEqual(['misconfigured', 'pending']);
  });
});
