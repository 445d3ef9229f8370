// Credentials that are bound to a key, over real connections: tokens with proofs or certificates, the grants that are given for them, and those that an
// enforcement point was shown.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, expectRefused, openCast, READ, WRITE, x5tOf } from './credential-cast.js';
import { MACHINES, type Shown, seconds } from './credential-scene.js';
import type { Authority } from './token-certificates.js';
import { ISSUER, makeSigner, thumbprint } from './token-kit.js';

const clientKey = makeSigner('ES256', 'client');
let { scene, certificates, deciding, lastDecision } = {} as Cast;
beforeAll(async () => {
  ({ scene, certificates, deciding, lastDecision } = await openCast());
});
afterAll(() => scene.end());

describe('a token that is bound to a key', () => {
  const PATH = '/v1/decide';
  const bound = () => scene.token(scene.machines, { sub: 'machine-1', cnf: { jkt: thumbprint(clientKey.jwk) } });
  const withProof = (token: string, dpop: readonly string[]) => deciding({ authorization: `DPoP ${token}`, dpop });

  it('is good with a proof for this very request, once', async () => {
    const token = bound();
    const dpop = scene.proofOf(clientKey, token, 'POST', PATH);
    expect((await withProof(token, [dpop])).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'agent:machine', vouched: { bound: true } });
    expectRefused(await withProof(token, [dpop]));
  });

  it('is good whatever its query is, which no proof is for (RFC 9449 §4.3)', async () => {
    const token = bound();
    const dpop = [scene.proofOf(clientKey, token, 'GET', '/v1/agents/machine')];
    expect((await scene.ask('GET', '/v1/agents/machine?a=b', { authorization: `DPoP ${token}`, dpop })).status).toBe(403);
  });

  it.each<readonly [string, (token: string) => Shown]>([
    ['as if it were not', (token) => ({ authorization: `Bearer ${token}` })],
    ['as if it were not, with a proof', (token) => ({ authorization: `Bearer ${token}`, dpop: [scene.proofOf(clientKey, token, 'POST', PATH)] })],
    ['without a proof', (token) => ({ authorization: `DPoP ${token}` })],
    ['with two proofs', (token) => ({ authorization: `DPoP ${token}`, dpop: [1, 2].map(() => scene.proofOf(clientKey, token, 'POST', PATH)) })],
    ['with a proof for another method', (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(clientKey, token, 'GET', PATH)] })],
    ['with a proof for another endpoint', (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(clientKey, token, 'POST', '/v1/explain')] })],
    [
      'with a proof for another server',
      (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(clientKey, token, 'POST', '', { htu: `https://polc.example${PATH}` })] }),
    ],
    ['with a proof for another token', (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(clientKey, `${token}x`, 'POST', PATH)] })],
    ['with a proof of another key', (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(makeSigner('ES256'), token, 'POST', PATH)] })],
    [
      'with a proof that is old',
      (token) => ({ authorization: `DPoP ${token}`, dpop: [scene.proofOf(clientKey, token, 'POST', PATH, { iat: seconds() - 120 })] }),
    ],
  ])('is refused %s', async (_, shown) => {
    expectRefused(await deciding(shown(bound())));
  });

  it('is not, where it says so of none', async () => {
    const token = scene.token(scene.machines, { sub: 'machine-1' });
    expectRefused(await withProof(token, [scene.proofOf(clientKey, token, 'POST', PATH)]));
  });
});

describe('a token that is bound to a certificate', () => {
  const bound = (to: Authority) => ({ authorization: `Bearer ${scene.token(scene.machines, { sub: 'machine-1', cnf: { 'x5t#S256': x5tOf(to) } })}` });

  it('is good in a connection with that one, whoever made it', async () => {
    for (const certificate of [certificates.bound, await scene.leaf(null, { uris: [] })]) {
      expect((await deciding({ ...bound(certificate), certificate })).json.allowed).toBe(true);
      expect(lastDecision()).toMatchObject({ caller: 'agent:machine', credential: 'jwt', vouched: { bound: true } });
    }
  });

  it('is refused with another, and without one', async () => {
    expectRefused(await deciding({ ...bound(certificates.bound), certificate: certificates.gateway }));
    expectRefused(await deciding(bound(certificates.bound)));
  });
});

describe('a grant', () => {
  /** Asked for, and then used with what others show. */
  const grantBy = async (shown: Shown) => (await scene.ask('POST', '/v1/grants', shown, READ)).json.grant.token as string;
  const use = async (agent: string, token: string, shown: Shown, holder?: object) =>
    (await scene.ask('POST', '/v1/grants/redeem', shown, { token, action: { agent, ...READ }, ...(holder && { holder }) })).json;

  it('is bound to the certificate with which it was asked for', async () => {
    const token = await grantBy({ certificate: certificates.robot });
    expect(await use('robot', token, { certificate: certificates.gateway })).toEqual({ redeemed: false, fault: 'other_key' });
    expect(await use('robot', token, { authorization: `Bearer ${scene.running.key}` })).toEqual({ redeemed: false, fault: 'other_key' });
    expect(await use('robot', token, { certificate: certificates.robot })).toMatchObject({ redeemed: true });
  });

  it('is bound to the key of the proof with which it was asked for', async () => {
    const shown = (path: string, key = clientKey) => {
      const token = scene.token(scene.machines, { sub: 'machine-1', cnf: { jkt: thumbprint(key.jwk) } });
      return { authorization: `DPoP ${token}`, dpop: [scene.proofOf(key, token, 'POST', path)] };
    };
    const token = await grantBy(shown('/v1/grants'));
    const redeem = '/v1/grants/redeem';
    expect(await use('machine', token, { authorization: `Bearer ${scene.token(scene.machines, { sub: 'machine-1' })}` })).toEqual({
      redeemed: false,
      fault: 'other_key',
    });
    expect(await use('machine', token, shown(redeem, makeSigner('ES256')))).toEqual({ redeemed: false, fault: 'other_key' });
    // An enforcement point says which key it has seen.
    expect(await use('machine', token, { certificate: certificates.gateway }, { jkt: 'A'.repeat(43) })).toEqual({ redeemed: false, fault: 'other_key' });
    expect(await use('machine', token, shown(redeem))).toMatchObject({ redeemed: true });
  });

  it('is bound to the certificate beside a token or a key that is bound to none', async () => {
    for (const [agent, authorization] of [
      ['machine', `Bearer ${scene.token(scene.machines, { sub: 'machine-1' })}`],
      ['plain', `Bearer ${scene.running.key}`],
    ] as const) {
      const shown = { certificate: certificates.bound, authorization };
      const token = (await scene.ask('POST', '/v1/grants', shown, { agent, ...READ })).json.grant.token;
      expect(await use(agent, token, { authorization })).toEqual({ redeemed: false, fault: 'other_key' });
      expect(await use(agent, token, shown)).toMatchObject({ redeemed: true });
    }
  });
});

describe('a credential that an enforcement point was shown', () => {
  const point = () => ({ certificate: certificates.gateway });
  const CALLED = { method: 'GET', url: 'https://resource.example/x?y' };
  const forwarded = (token: string, more: object = {}, request: object = READ) =>
    deciding(point(), { ...request, credential: { scheme: 'Bearer', token, ...CALLED, ...more } });

  it('says for whom is decided, and is written down beside who forwarded it', async () => {
    const token = scene.token(scene.people, { sub: 'alice', act: { iss: MACHINES, sub: 'machine-1' }, jti: 'seen-1', txn: 'txn-1' });
    const { json } = await forwarded(token);
    expect([json.allowed, (await forwarded(token, {}, WRITE)).json.allowed]).toEqual([true, false]);
    expect(lastDecision()).toEqual({
      ...{ caller: 'caller:gateway', credential: 'mtls', agent: 'machine', user: 'alice', chain: ['machine'] },
      vouched: { kind: 'at+jwt', issuer: ISSUER, jti: 'seen-1', txn: 'txn-1', bound: false, prior_actors: [] },
    });
  });

  it('is bound as it was bound there', async () => {
    const token = scene.token(scene.machines, { sub: 'machine-1', cnf: { jkt: thumbprint(clientKey.jwk) } });
    const dpop = [scene.proofOf(clientKey, token, 'GET', '', { htu: 'https://resource.example/x' })];
    expect((await forwarded(token, { scheme: 'DPoP', dpop })).json.allowed).toBe(true);
    expectRefused(await forwarded(token, { scheme: 'DPoP', dpop }));
    expectRefused(await forwarded(token));
    const certified = scene.token(scene.machines, { sub: 'machine-1', cnf: { 'x5t#S256': x5tOf(certificates.bound) } });
    const certificate = (of: Authority) => ({ certificate: Buffer.from(of.der).toString('base64') });
    expect((await forwarded(certified, certificate(certificates.bound))).json.allowed).toBe(true);
    expectRefused(await forwarded(certified, certificate(certificates.gateway)));
    expectRefused(await forwarded(certified));
  });

  it('is refused where it is not good, or somebody else is named beside it', async () => {
    const token = scene.token(scene.people, { sub: 'alice' });
    expectRefused(await forwarded(scene.token(scene.people, { sub: 'alice', exp: 1 })));
    expectRefused(await forwarded('x'));
    for (const named of [{ agent: 'machine' }, { user: { id: 'alice' } }, { policies: ['code'] }, { delegation: { id: 'alice-machine' } }]) {
      expect((await forwarded(token, {}, { ...READ, ...named })).status).toBe(400);
    }
  });

  it('may be shown only by a caller who may ask for whom it is of', async () => {
    const token = scene.token(scene.people, { sub: 'alice' });
    const credential = { scheme: 'Bearer', token, ...CALLED };
    expect((await deciding({ certificate: certificates.robot }, { ...READ, credential })).status).toBe(403);
  });
});
