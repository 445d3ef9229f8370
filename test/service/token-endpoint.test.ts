// Token exchange at the server: two tokens for a grant of one action, or an OAuth error; and a person asked through a real identity provider.

import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenDoor } from '../../service/tokens/token-door.js';
import { type IdentityProvider, SECRET_CLIENT, startIdentityProvider } from './identity-provider.js';
import { type Answered, call, type Running, run } from './running.js';
import { accessToken, ISSUER, jwks, makeSigner, memory, proof, SERVER, sha256, thumbprint } from './token-kit.js';

const POLICIES = `
policy "staff" { path "secret/data/*" { capabilities = ["read", "update"] } }
policy "reviewer" {
  path "secret/data/code/*" { capabilities = ["read"] }
  path "secret/data/release" {
    capabilities = ["update"]
    approval {
      by     = ["user:carol"]
      within = "10m"
    }
  }
}
scope "code" { path "secret/data/*" { capabilities = ["read", "update"] } }
user "alice" { policies = ["staff"] }
agent "bot" {
  policies = ["reviewer"]
  identity {
    jwt {
      issuer  = "${ISSUER}"
      subject = "bot-client"
    }
  }
}
delegation "alice-bot" {
  from    = "user:alice"
  to      = "bot"
  scopes  = ["code"]
  consent = "implied"
}
`;

const TXN = 'urn:ietf:params:oauth:token-type:txn_token';
const ACCESS = 'urn:ietf:params:oauth:token-type:access_token';
const signer = makeSigner('EdDSA');
const clientKey = makeSigner('ES256', 'client');
let running: Running;
let idp: IdentityProvider;

/** Their times count from now. */
const token = (claims: object) => {
  const now = Math.floor(Date.now() / 1000);
  return accessToken(signer, { iat: now - 5, exp: now + 300, ...claims });
};
const alice = (more: object = {}) => token({ sub: 'alice', jti: 'a', ...more });
const bot = (more: object = {}) => token({ sub: 'bot-client', jti: 'b', ...more });
const DETAILS = { operation: 'read', path: 'secret/data/code/x', parameters: { repo: 'frontend' } };

async function exchange(parameters: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const all = {
    ...{ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', requested_token_type: TXN, request_details: JSON.stringify(DETAILS) },
    ...{ subject_token: alice(), subject_token_type: ACCESS, actor_token: bot(), actor_token_type: ACCESS, ...parameters },
  };
  const body = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '-')).toString();
  return running.call('POST', '/v1/token', body, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
}

beforeAll(async () => {
  idp = await startIdentityProvider({ groups: { carol: [] }, hints: { carol: 'carol' } }, { ...clientKey.jwk, alg: 'ES256', use: 'sig' });
  const door = new TokenDoor({ issuers: [{ issuer: ISSUER, audiences: [SERVER], keys: { jwks: jwks(signer) } }], first: memory() });
  const authentication = { method: 'client_secret_basic', secret: SECRET_CLIENT.secret } as const;
  const service = { issuer: () => 'https://polc.test', audience: () => 'polc.test' };
  running = await run(POLICIES, { service, server: { door, userIssuers: [ISSUER], ciba: { issuer: idp.issuer, clientId: SECRET_CLIENT.id, authentication } } });
});
afterAll(async () => {
  await running.end();
  await idp.stop();
});

describe('a token exchange', () => {
  it('gives a grant for the one action, to the subject and its actor', async () => {
    const { status, json, headers } = await exchange({});
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(json).toEqual({ access_token: expect.any(String), issued_token_type: TXN, token_type: 'N_A', expires_in: expect.any(Number), scope: 'read' });
    expect(decodeJwt(json.access_token)).toMatchObject({ sub: 'alice', req_wl: 'bot', scope: 'read', act: { sub: 'bot' }, tctx: { path: DETAILS.path } });
    const action = { agent: 'bot', delegation: { user: 'alice', chain: ['bot'] }, ...DETAILS };
    const redeem = async (one: object) => (await running.call('POST', '/v1/grants/redeem', { token: json.access_token, action: one })).json;
    expect(await redeem({ ...action, agent: 'bot', delegation: undefined })).toEqual({ redeemed: false, fault: 'other_action' });
    expect(await redeem(action)).toMatchObject({ redeemed: true });
    expect(await redeem(action)).toEqual({ redeemed: false, fault: 'used_up' });
  });

  it('takes one token in which the actor stands, and an agent that acts for nobody', async () => {
    const one = await exchange({ subject_token: alice({ act: { sub: 'bot-client' } }), actor_token: '-', actor_token_type: '-' });
    expect(decodeJwt(one.json.access_token)).toMatchObject({ sub: 'alice', req_wl: 'bot' });
    const own = await exchange({ subject_token: bot(), actor_token: '-', actor_token_type: '-', audience: 'polc.test' });
    expect(decodeJwt(own.json.access_token)).toMatchObject({ sub: 'bot', req_wl: 'bot' });
  });

  it('binds the grant to the key that the actor has shown', async () => {
    const bound = bot({ cnf: { jkt: thumbprint(clientKey.jwk) } });
    const { base } = running.server;
    const dpop = proof(clientKey, bound, { htm: 'POST', htu: `${base}/v1/token`, iat: Math.floor(Date.now() / 1000), ath: sha256(bound) });
    const { json } = await exchange({ actor_token: bound }, { dpop });
    expect(decodeJwt(json.access_token).cnf).toEqual({ jkt: thumbprint(clientKey.jwk) });
    const action = { agent: 'bot', delegation: { user: 'alice', chain: ['bot'] }, ...DETAILS };
    const redeem = async (holder?: object) =>
      (await running.call('POST', '/v1/grants/redeem', { token: json.access_token, action, ...(holder && { holder }) })).json;
    expect(await redeem()).toEqual({ redeemed: false, fault: 'other_key' });
    expect(await redeem({ jkt: thumbprint(clientKey.jwk) })).toMatchObject({ redeemed: true });
    // The proof is good once, and a bound token is nobody's without one.
    expect((await exchange({ actor_token: bound }, { dpop })).json.error).toBe('invalid_grant');
    expect((await exchange({ actor_token: bound })).json.error).toBe('invalid_grant');
  });

  it.each([
    ['another grant type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['another kind of token', { requested_token_type: ACCESS }, 'invalid_request'],
    ['another audience', { audience: 'https://other' }, 'invalid_target'],
    ['no details', { request_details: '-' }, 'invalid_request'],
    ['details that are none', { request_details: '[1]' }, 'invalid_request'],
    ['a principal among the details', { request_details: JSON.stringify({ ...DETAILS, agent: 'bot' }) }, 'invalid_request'],
    ['a scope that is not the operation', { scope: 'update' }, 'invalid_request'],
    ['an actor without a type', { actor_token_type: '-' }, 'invalid_request'],
    ['a forged token', { subject_token: accessToken(makeSigner('EdDSA'), { sub: 'alice' }) }, 'invalid_grant'],
    ['an expired token', { subject_token: accessToken(signer, { sub: 'alice' }) }, 'invalid_grant'],
    ['somebody who is not registered', { actor_token: token({ sub: 'nobody', jti: 'n' }) }, 'invalid_grant'],
    ['an actor that it may not be', { subject_token: alice({ may_act: { sub: 'other' } }) }, 'invalid_grant'],
    ['what is denied', { request_details: JSON.stringify({ ...DETAILS, path: 'secret/data/other' }) }, 'access_denied'],
    ['a user who acts alone', { actor_token: '-', actor_token_type: '-' }, 'invalid_request'],
  ])('is refused as OAuth refuses: %s', async (_, parameters, error) => {
    const { status, json } = await exchange(parameters as Readonly<Record<string, string>>);
    expect([status, json]).toEqual([400, { error, error_description: expect.stringMatching(/^[^\n]{1,200}$/) }]);
  });

  it('gives an agent of Vault’s registry nothing by a token that is not narrowed, unless its registration says so', async () => {
    const { data: entity } = (await running.call('POST', '/v1/identity/entity', { policies: ['reviewer'] })).json;
    const registration = { id: 'vaulted', display_name: 'vaulted', entity_id: entity.id, ceiling_policies: ['reviewer'], no_default_ceiling_policy: true };
    await running.call('POST', '/v1/agent-registry/register', registration);
    const identity = { jwt: { issuer: ISSUER, subject: 'vaulted' } };
    expect((await running.call('PATCH', '/v1/agents/vaulted', { identity })).status).toBe(200);
    const ask = async (claims: object) =>
      (await exchange({ subject_token: token({ sub: 'vaulted', jti: 'v', ...claims }), actor_token: '-', actor_token_type: '-' })).json;
    expect(await ask({})).toEqual({ error: 'access_denied', error_description: 'rar_no_match' });
    const details = [{ type: 'vault:path_access', path: 'secret/data/code/*', capabilities: ['read'] }];
    expect((await ask({ authorization_details: details })).scope).toBe('read');
    await running.call('POST', '/v1/agent-registry/registration/id/vaulted', { optional_authorization_details: true });
    expect((await ask({})).scope).toBe('read');
  });

  it('is refused with a parameter twice, in another form, and to whoever may not', async () => {
    const twice = await running.call('POST', '/v1/token', 'scope=a&scope=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(twice.json.error).toBe('invalid_request');
    expect((await running.call('POST', '/v1/token', {})).json.error).toBe('invalid_request');
    const key = await running.keyFor({ id: 'powerless', user: 'alice' });
    const { status, json } = await exchange({}, { authorization: `Bearer ${key}` });
    expect([status, json.error]).toEqual([403, 'access_denied']);
    expect((await call(running.server.base, null, 'POST', '/v1/token', 'x=y', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(401);
  });
});

describe('an approval through the identity provider', () => {
  const RELEASE = { agent: 'bot', operation: 'update', path: 'secret/data/release', parameters: { version: 7 } };
  const decide = async (request: object) => (await running.call('POST', '/v1/decide', request)).json.outcome;

  it('is pending, then approved, allows once, and nothing else', async () => {
    const { json } = await running.call('POST', '/v1/approvals', RELEASE);
    const [{ id }] = json.approvals;
    const ask = async () => (await running.call('POST', `/v1/approvals/${id}/ask`, { user: 'carol' })).status;
    expect(await Promise.all([ask(), ask()])).toEqual([202, 202]);
    await expect.poll(() => idp.asked.length, { timeout: 10_000 }).toBe(1);
    expect(await decide(RELEASE)).toBe('approval_required');
    // Who waits for the answer is not asked for it again and again.
    expect(await ask()).toBe(202);
    await idp.asked[0]?.approve();
    await expect.poll(async () => (await running.call('GET', `/v1/approvals/${id}`)).json.state, { timeout: 20_000, interval: 100 }).toBe('approved');
    expect(idp.asked).toHaveLength(1);
    expect(await decide({ ...RELEASE, parameters: { version: 8 } })).toBe('approval_required');
    expect(await decide(RELEASE)).toBe('allowed');
    expect(await decide(RELEASE)).toBe('approval_required');
    const { entries } = (await running.call('GET', '/v1/audit/entries?type=change&limit=1000')).json;
    const said = entries
      .filter(({ kind, subject }: { kind: string; subject: string }) => kind === 'approval' && subject === id)
      .map(({ action }: { action: string }) => action);
    expect(said.reverse()).toEqual(['open', 'ask', 'approve']);
  }, 30_000);

  it('is asked of nobody by whoever may not, nor where there is no such approval', async () => {
    expect((await running.call('POST', '/v1/approvals/none/ask', { user: 'carol' })).status).toBe(404);
    const key = await running.keyFor({ id: 'powerless-2', user: 'alice' });
    expect((await running.call('POST', '/v1/approvals/none/ask', { user: 'carol' }, { authorization: `Bearer ${key}` })).status).toBe(403);
  });
});
