// Who asks, by every kind of credential, over real connections: certificates of callers and of workloads, tokens, and several at once; and what each may.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, expectRefused, hexOf, openCast, READ, WRITE } from './credential-cast.js';
import { intermediate, MACHINES, NOWADAYS, openCredentialScene, seconds } from './credential-scene.js';
import { makeRoot } from './token-certificates.js';
import { accessToken, base64url, ISSUER, jws, makeSigner, SERVER } from './token-kit.js';

let { scene, certificates, must, listing, deciding, lastDecision } = {} as Cast;
beforeAll(async () => {
  ({ scene, certificates, must, listing, deciding, lastDecision } = await openCast());
});
afterAll(() => scene.end());

describe('a certificate of a caller', () => {
  it('is known by its thumbprint', async () => {
    expect((await listing({ certificate: certificates.gateway })).status).toBe(200);
    expect((await deciding({ certificate: certificates.gateway }, { agent: 'plain', ...READ })).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'caller:gateway', credential: 'mtls', agent: 'plain', vouched: null });
  });

  it('of an agent asks for that agent, and in no other name', async () => {
    expect((await deciding({ certificate: certificates.robot })).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'agent:robot', credential: 'mtls', agent: 'robot' });
    expect((await deciding({ certificate: certificates.robot }, { agent: 'plain', ...READ })).status).toBe(403);
    expect((await listing({ certificate: certificates.robot })).status).toBe(403);
  });

  it.each([
    ['of another authority', async () => scene.leaf(await makeRoot({ subject: 'CN=callers', uris: [], ...NOWADAYS }), { uris: [] })],
    ['of no authority', () => scene.leaf(null, { uris: [] })],
    ['that has ended', () => scene.leaf(scene.callers, { uris: [], until: Date.now() - 60_000 - Date.parse('2026-05-04T10:00:00Z') })],
    ['that is not yet', () => scene.leaf(scene.callers, { uris: [], since: Date.parse('2026-05-04T10:00:00Z') - Date.now() - 60_000 })],
  ])('%s lets nobody in, though it is registered', async (_, make) => {
    const certificate = await make();
    await must('/v1/callers', { id: hexOf(certificate).slice(0, 8), policies: ['lists-agents'], x509_sha256: hexOf(certificate) });
    expectRefused(await listing({ certificate }));
  });

  it('counts until its caller is suspended', async () => {
    const certificate = await scene.leaf(scene.callers, { uris: [] });
    await must('/v1/callers', { id: 'for-a-time', policies: ['lists-agents'], x509_sha256: hexOf(certificate) });
    expect((await listing({ certificate })).status).toBe(200);
    await must('/v1/callers/for-a-time/suspend', {});
    expectRefused(await listing({ certificate }));
  });

  it('is needed where nothing else is shown, and one that nobody is registered by is nobody', async () => {
    expectRefused(await listing({}));
    expectRefused(await listing({ certificate: await scene.leaf(scene.callers, { uris: [] }) }));
  });

  it('that is not good is nobody, also where anybody may ask', async () => {
    const open = await openCredentialScene({ anonymous: ['lists-agents'] });
    try {
      expect((await open.ask('GET', '/v1/agents', {})).status).toBe(200);
      expectRefused(await open.ask('GET', '/v1/agents', { certificate: certificates.gateway }));
      expectRefused(await open.ask('GET', '/v1/agents', { authorization: 'Bearer polc_x' }));
    } finally {
      await open.end();
    }
  });
});

describe('an X509-SVID', () => {
  it('asks for the agent of its SPIFFE id', async () => {
    expect((await deciding({ certificate: await scene.leaf(scene.domain) })).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'agent:worker', credential: 'mtls', agent: 'worker' });
  });

  it('of a caller asks for what that caller may', async () => {
    const certificate = await scene.leaf(scene.domain, { uris: ['spiffe://example.org/mesh'] });
    expect((await listing({ certificate })).status).toBe(200);
    expect((await deciding({ certificate }, { agent: 'plain', ...READ })).json.allowed).toBe(true);
    expect(lastDecision().caller).toBe('caller:mesh');
  });

  it('comes with those between it and its root, also in a connection that goes on from another', async () => {
    const between = await intermediate(scene.domain);
    const shown = { certificate: await scene.leaf(between), chain: [between] };
    const first = await deciding(shown);
    expect(first.json.allowed).toBe(true);
    const again = await deciding({ ...shown, ...(first.session === null ? {} : { session: first.session }) });
    expect(again.json.allowed).toBe(true);
    expectRefused(await deciding({ certificate: shown.certificate }));
  });

  it.each([
    ['of a workload that nobody is registered by', () => scene.leaf(scene.domain, { uris: ['spiffe://example.org/other'] })],
    ['of another trust domain', () => scene.leaf(scene.domain, { uris: ['spiffe://example.com/worker'] })],
    ['of another root', async () => scene.leaf(await makeRoot(NOWADAYS))],
    ['of no root', () => scene.leaf(null)],
    ['of the authority of callers', () => scene.leaf(scene.callers)],
    ['of two workloads', () => scene.leaf(scene.domain, { uris: ['spiffe://example.org/worker', 'spiffe://example.org/mesh'] })],
    ['that has ended', () => scene.leaf(scene.domain, { until: Date.now() - 60_000 - Date.parse('2026-05-04T10:00:00Z') })],
  ])('%s lets nobody in', async (_, make) => {
    expectRefused(await deciding({ certificate: await make() }));
  });
});

describe('a token', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is of a registered caller by its issuer and subject', async () => {
    const token = scene.token(scene.machines, { sub: 'service-1' });
    expect((await listing(bearer(token))).status).toBe(200);
    expect((await deciding(bearer(token), { agent: 'plain', ...READ })).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'caller:service', credential: 'jwt', vouched: { kind: 'at+jwt', issuer: MACHINES, bound: false } });
  });

  it('is of an agent by its identity, and of a user of an issuer of users', async () => {
    expect((await deciding(bearer(scene.token(scene.machines, { sub: 'machine-1' })))).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'agent:machine', agent: 'machine', user: null });
    expect((await deciding(bearer(scene.token(scene.people, { sub: 'alice' })))).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'user:alice', agent: null, user: 'alice' });
    expectRefused(await deciding(bearer(scene.token(scene.machines, { sub: 'alice' }))));
  });

  it('of somebody for whom an agent acts is decided in that form, and so are the rights of whoever shows it', async () => {
    const token = scene.token(scene.people, { sub: 'alice', act: { iss: MACHINES, sub: 'machine-1' } });
    const { json } = await deciding(bearer(token));
    expect([json.allowed, json.layers.map(({ layer }: { readonly layer: string }) => layer)]).toEqual([true, ['user_policies', 'ceiling', 'scope']]);
    expect(lastDecision()).toMatchObject({ caller: 'agent:machine', agent: 'machine', user: 'alice', chain: ['machine'], vouched: { issuer: ISSUER } });
    // The scope lets it read; the user and the agent alone could do more.
    expect((await deciding(bearer(token), WRITE)).json.allowed).toBe(false);
    expect((await scene.ask('GET', '/v1/users', bearer(token))).status).toBe(403);
    expect((await scene.ask('GET', '/v1/users', bearer(scene.token(scene.people, { sub: 'alice' })))).status).toBe(200);
    for (const other of [{ agent: 'machine' }, { user: { id: 'alice' } }, { agent: 'machine', delegation: { user: 'mallory', chain: ['machine'] } }]) {
      expect((await deciding(bearer(token), { ...other, ...READ })).status).toBe(403);
    }
  });

  it('that is narrowed narrows whoever shows it', async () => {
    const details = (path: string) => [{ type: 'vault:path_access', path, capabilities: ['read', 'update'] }];
    const token = (sub: string, path: string) => bearer(scene.token(scene.machines, { sub, authorization_details: details(path) }));
    for (const sub of ['machine-1', 'acts-1']) {
      // It covers neither the decision nor the right to ask for it.
      expect((await deciding(token(sub, 'secret/data/other'))).status).toBe(403);
      expect((await deciding(token(sub, 'secret/data/x'))).status).toBe(403);
      const both = bearer(
        scene.token(scene.machines, { sub, authorization_details: [...details('polc/decide/agents/machine'), ...details('secret/data/other')] }),
      );
      expect([(await deciding(both)).json.allowed, (await deciding(both, { ...READ, path: 'secret/data/other' })).json.allowed]).toEqual([false, true]);
    }
    // What a caller's own policies say nothing narrows.
    expectRefused(await listing(token('service-1', 'polc/*')));
  });

  it('of a workload is a JWT-SVID', async () => {
    const svid = (sub: string) => jws({ alg: 'ES256', kid: 'w1' }, { sub, aud: SERVER, exp: seconds() + 60 }, scene.workloads);
    expect((await deciding(bearer(svid('spiffe://example.org/worker')))).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'agent:worker', vouched: { kind: 'jwt-svid', issuer: 'spiffe://example.org' } });
    expect((await listing(bearer(svid('spiffe://example.org/mesh')))).status).toBe(200);
    expectRefused(await deciding(bearer(svid('spiffe://example.org/other'))));
  });

  it('of a caller who is suspended, or has expired, is not of the user of that name', async () => {
    expectRefused(await listing(bearer(scene.token(scene.people, { sub: 'mallory' }))));
    expectRefused(await listing(bearer(scene.token(scene.machines, { sub: 'expired-1' }))));
  });

  it.each<readonly [string, () => string]>([
    ['forged', () => scene.token({ ...makeSigner('ES256', 'p1') }, { sub: 'alice' })],
    ['signed by another issuer', () => scene.token(scene.machines, { sub: 'alice', iss: ISSUER })],
    ['of an issuer that is not known', () => scene.token(scene.people, { sub: 'alice', iss: 'https://evil.example' })],
    ['that has ended', () => scene.token(scene.people, { sub: 'alice', exp: seconds() - 60 })],
    ['that is not yet', () => scene.token(scene.people, { sub: 'alice', nbf: seconds() + 60 })],
    ['for somebody else', () => scene.token(scene.people, { sub: 'alice', aud: 'https://other.example' })],
    [
      'signed by nobody',
      () => `${base64url('{"alg":"none","typ":"at+jwt"}')}.${base64url(JSON.stringify({ iss: ISSUER, sub: 'alice', aud: SERVER, exp: seconds() + 60 }))}.`,
    ],
    ['signed with its issuer’s public key as a secret', () => `${base64url('{"alg":"HS256","typ":"at+jwt","kid":"p1"}')}.${base64url('{"sub":"alice"}')}.AAAA`],
    ['of another type', () => scene.token(scene.people, { sub: 'alice' }, { typ: 'JWT' })],
    ['of a transaction', () => scene.token(scene.people, { sub: 'alice', txn: 't', scope: 's', req_wl: 'w' }, { typ: 'txntoken+jwt' })],
    ['without an end', () => scene.token(scene.people, { sub: 'alice', exp: undefined })],
    ['of somebody who is not registered', () => scene.token(scene.machines, { sub: 'nobody' })],
    ['with an actor that is not registered', () => scene.token(scene.people, { sub: 'alice', act: { iss: MACHINES, sub: 'nobody' } })],
    ['with an actor of an issuer that may name none', () => scene.token(scene.machines, { sub: 'machine-1', act: { iss: ISSUER, sub: 'x' } })],
    ['of another day', () => accessToken(scene.people)],
    ['cut off', () => scene.token(scene.people, { sub: 'alice' }).slice(0, -4)],
  ])('%s lets nobody in', async (_, make) => {
    const version = await scene.running.store.version();
    const token = make();
    for (const answer of [await deciding(bearer(token)), await scene.ask('POST', '/v1/agents', bearer(token), { id: 'x' })]) {
      expectRefused(answer);
      expect(answer.text).not.toContain(token.slice(-20));
    }
    expect(await scene.running.store.version()).toBe(version);
  });
});

describe('a request with a certificate and something else', () => {
  it('is of whoever the token or the key says', async () => {
    const token = `Bearer ${scene.token(scene.people, { sub: 'alice' })}`;
    expect((await deciding({ certificate: certificates.gateway, authorization: token })).json.allowed).toBe(true);
    expect(lastDecision()).toMatchObject({ caller: 'user:alice', credential: 'jwt' });
    expect((await listing({ certificate: certificates.gateway, authorization: token })).status).toBe(403);
    expect((await listing({ certificate: certificates.robot, authorization: `Bearer ${scene.running.key}` })).status).toBe(200);
  });

  it('is of nobody where the token or the key is not good', async () => {
    for (const authorization of ['Bearer polc_x', `Bearer ${scene.token(scene.people, { sub: 'alice', exp: 1 })}`, '', 'Basic eDp5']) {
      expectRefused(await listing({ certificate: certificates.gateway, authorization }));
    }
  });
});
