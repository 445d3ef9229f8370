// Ephemeral grants: for one action, by one agent, with one key, so long and so often; whatever else is shown is refused.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GrantedAction, Grants, openSqlite, type Store, verifyGrant } from '@polc/service';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'polc-grants-'));
const START = Date.parse('2026-05-04T10:00:00Z');
const { privateKey: key } = generateKeyPairSync('ed25519');
let count = 0;
let now = START;
let store: Store;
let grants: Grants;

const clock = () => now;
const settings = { issuer: 'https://polc.example', audience: 'example.org', key, keyId: 'k1', clock };

beforeEach(async () => {
  now = START;
  store = await openSqlite(join(folder, `${count++}.db`));
  await store.migrate();
  grants = new Grants(store, settings);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ACTION: GrantedAction = {
  ...{ agent: 'bot', user: 'alice', chain: ['planner', 'bot'], operation: 'update', path: 'mcp/bank/transfer' },
  ...{ parameters: { amount: 5, to: 'bob' }, purpose: 'pay', session: { id: 'B' } },
};
const KEY = { jkt: 'thumb' };
const fault = async (token: string, action = ACTION, holder: Parameters<Grants['redeem']>[2] = null, by = grants) => {
  const answer = await by.redeem(token, action, holder);
  return 'fault' in answer ? answer.fault : 'spent';
};
const signed = (by: KeyObject, header: object, claims: object) =>
  new SignJWT({ ...claims } as Record<string, unknown>).setProtectedHeader({ alg: 'EdDSA', typ: 'txntoken+jwt', kid: 'k1', ...header } as never).sign(by);

describe('a grant', () => {
  it('is a transaction token for the action that was allowed', async () => {
    const { id, token, expiresIn, uses } = await grants.issue(ACTION, { maxTtl: 90.5, uses: 3 }, 'decision-1');
    expect([expiresIn, uses]).toEqual([90, 3]);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'txntoken+jwt', kid: 'k1' });
    expect(decodeJwt(token)).toEqual({
      ...{ iss: 'https://polc.example', aud: 'example.org', iat: START / 1000, exp: START / 1000 + 90, jti: id, txn: 'decision-1', sub: 'alice' },
      ...{ scope: 'update', req_wl: 'bot', act: { sub: 'bot', act: { sub: 'planner' } }, uses: 3 },
      tctx: {
        ...{ operation: 'update', path: 'mcp/bank/transfer', purpose: 'pay', chain: ['planner', 'bot'] },
        ...{ parameters: expect.stringMatching(/^sha256:/), session: expect.stringMatching(/^sha256:/) },
      },
    });
    expect(JSON.stringify(decodeJwt(token))).not.toContain('bob');
  });

  it('is good for just that action, in any order of its parameters', async () => {
    const { token } = await grants.issue(ACTION, { maxTtl: null, uses: 100 }, 'd');
    expect(await fault(token, { ...ACTION, parameters: { to: 'bob', amount: 5 } })).toBe('spent');
    const others: readonly Partial<GrantedAction>[] = [
      { agent: 'other' },
      { user: 'bob' },
      { user: null },
      { chain: ['bot'] },
      { chain: ['bot', 'planner'] },
      { operation: 'read' },
      { path: 'mcp/bank/transfer/' },
      { parameters: { amount: 6, to: 'bob' } },
      { parameters: { amount: 5, to: 'bob', more: true } },
      { parameters: null },
      { purpose: null },
      { session: { id: 'C' } },
      { session: null },
    ];
    for (const other of others) expect(await fault(token, { ...ACTION, ...other }), JSON.stringify(other)).toBe('other_action');
    expect((await store.grant(decodeJwt(token).jti as string))?.spent).toBe(1);
  });

  it('ends with its time, and after its uses', async () => {
    const one = await grants.issue(ACTION, { maxTtl: 10, uses: null }, 'd');
    expect([await fault(one.token), await fault(one.token)]).toEqual(['spent', 'used_up']);
    const other = await grants.issue(ACTION, { maxTtl: 10, uses: 9 }, 'd');
    now += 9_999;
    expect(await fault(other.token)).toBe('spent');
    now += 1;
    expect(await fault(other.token)).toBe('expired');
    // No ceiling lengthens it.
    expect((await grants.issue(ACTION, { maxTtl: 86_400, uses: null }, 'd')).expiresIn).toBe(600);
    const none = await grants.issue(ACTION, { maxTtl: 0.9, uses: null }, 'd');
    expect([none.expiresIn, await fault(none.token)]).toEqual([0, 'expired']);
  });

  it('is refused once it is revoked, and where it was never issued', async () => {
    const { id, token } = await grants.issue(ACTION, { maxTtl: null, uses: 5 }, 'd');
    expect(await fault(token)).toBe('spent');
    expect([await grants.revoke(id), await grants.revoke(id)]).toEqual([true, false]);
    expect(await fault(token)).toBe('revoked');
    const elsewhere = await openSqlite(join(folder, `${count++}.db`));
    await elsewhere.migrate();
    expect(await fault(token, ACTION, null, new Grants(elsewhere, settings))).toBe('unknown');
    await elsewhere.close();
  });

  it('that is bound to a key is nobody’s without it', async () => {
    const { token } = await grants.issue(ACTION, { maxTtl: null, uses: 5 }, 'd', KEY);
    expect(decodeJwt(token).cnf).toEqual(KEY);
    expect(await fault(token)).toBe('other_key');
    expect(await fault(token, ACTION, { jkt: 'another' })).toBe('other_key');
    expect(await fault(token, ACTION, { 'x5t#S256': 'thumb' })).toBe('other_key');
    expect(await fault(token, ACTION, KEY)).toBe('spent');
  });

  it('is spent once by all who try at once, on whatever node', async () => {
    const other = await openSqlite(join(folder, `${count - 1}.db`));
    const nodes = [grants, new Grants(other, settings)];
    for (let i = 0; i < 20; i++) {
      const { token } = await grants.issue(ACTION, { maxTtl: null, uses: 1 }, 'd');
      const answers = await Promise.all(Array.from({ length: 6 }, (_, j) => fault(token, ACTION, null, nodes[j % 2] as Grants)));
      expect(answers.filter((answer) => answer === 'spent')).toHaveLength(1);
    }
    await other.close();
  });

  it('is checked offline with the public keys alone', async () => {
    const { token } = await grants.issue(ACTION, { maxTtl: 60, uses: 1 }, 'd');
    const { keys } = grants.keys();
    expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: 'k1', alg: 'EdDSA', use: 'sig' }]);
    const verifier = { keys: { keys }, issuer: settings.issuer, audience: settings.audience, clock };
    expect(await verifyGrant(token, ACTION, null, verifier)).toMatchObject({ claims: { req_wl: 'bot' } });
    expect(await verifyGrant(token, ACTION, null, { ...verifier, audience: 'other.org' })).toEqual({ fault: 'malformed' });
    expect(await verifyGrant(token, ACTION, null, { ...verifier, issuer: 'https://other.example' })).toEqual({ fault: 'malformed' });
    expect(await verifyGrant(token, ACTION, null, { ...verifier, keys: { keys: [] } })).toEqual({ fault: 'malformed' });
  });

  it('that somebody else made is none', async () => {
    const { token } = await grants.issue(ACTION, { maxTtl: 60, uses: 5 }, 'd');
    const claims = decodeJwt(token);
    const { privateKey: stranger } = generateKeyPairSync('ed25519');
    const hmac = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'pkcs8', format: 'der' });
    const forged = [
      await signed(stranger, {}, claims),
      await signed(key, { typ: 'JWT' }, claims),
      await signed(key, { typ: 'at+jwt' }, claims),
      await signed(key, { kid: 'k2' }, claims),
      await signed(key, {}, { ...claims, jti: undefined }),
      await signed(key, {}, { ...claims, exp: undefined }),
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'txntoken+jwt', kid: 'k1' }).sign(hmac),
      `${token}x`,
      token.slice(0, -1),
      token.split('.').slice(0, 2).join('.'),
      '',
      'a.b.c',
    ];
    for (const text of forged) expect(await fault(text), text).toBe('malformed');
    expect(await fault(await signed(key, {}, { ...claims, tctx: { ...(claims.tctx as object), path: 'x' } }))).toBe('other_action');
    expect(await fault(token)).toBe('spent');
  });
});
