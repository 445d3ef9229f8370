// The service over HTTP in polc's own form: what is registered decides, what is taken back denies, whoever may not is refused, and all of it is written down.
// Long: one service runs through all of it, and what is written down at the end is of all that was done before.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditEntry, COMMAND, readEntries, verifyGrant } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, bundleOf, call, type Running, run } from './running.js';

const POLICIES = `
agent_type "autonomous" {
  max_ttl = "5m"
  uses    = 1
}
policy "code-review" {
  path "secret/data/code-repos/*" { capabilities = ["read", "list"] }
  path "secret/data/release" {
    capabilities = ["update"]
    approval {
      by     = ["group:leads"]
      within = "10m"
    }
  }
}
policy "staff" {
  path "secret/data/*" { capabilities = ["read", "list", "update"] }
}
policy "asks-for-itself" { path "polc/decide/agents/{{self.id}}" { capabilities = ["update"] } }
policy "approver" { path "polc/approvals/+" { capabilities = ["update"] } }
policy "consents" { path "polc/consents/+" { capabilities = ["create", "delete"] } }
policy "enforcement" {
  path "polc/decide/agents/+" { capabilities = ["update"] }
  path "polc/grants/redeem" { capabilities = ["update"] }
}
policy "registrar" {
  path "polc/agents/+" {
    capabilities = ["create", "update"]
    parameters {
      id       = optional(string)
      policies = list(string(glob: "code-*"))
    }
  }
}
scope "code-read" { path "secret/data/code-repos/*" { capabilities = ["read"] } }
scope "release" { path "secret/data/release" { capabilities = ["update"] } }
group "leads" { policies = ["staff"] }
user "filed" { policies = ["staff"] }
`;

let running: Running;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const post = (path: string, body: object, key = running.key) => running.call('POST', path, body, bearer(key));
const get = (path: string, key = running.key) => running.call('GET', path, undefined, bearer(key));
const decide = async (request: object, key = running.key) => (await post('/v1/decide', request, key)).json;
const entries = () => [...readEntries(join(running.folder, 'audit'))].map(({ entry }) => entry as unknown as AuditEntry);

beforeAll(async () => {
  running = await run(POLICIES);
});
afterAll(() => running.end());

const READ = { operation: 'read', path: 'secret/data/code-repos/x' };

describe('an agent', () => {
  it('is decided for from its registration until its suspension, at the next decision', async () => {
    expect((await decide({ agent: 'reviewer', ...READ })).outcome).toBe('unknown_principal');
    const { status, json } = await post('/v1/agents', {
      id: 'reviewer',
      type: 'autonomous',
      owner: 'team-a',
      policies: ['code-review'],
      metadata: { purpose: 'review' },
    });
    expect([status, json]).toEqual([201, expect.objectContaining({ id: 'reviewer', owner: 'team-a', version: expect.any(Number) })]);
    expect(await decide({ agent: 'reviewer', ...READ })).toMatchObject({
      allowed: true,
      obligations: { max_ttl: 300, uses: 1 },
      decision_id: expect.any(String),
    });
    expect((await post('/v1/agents/reviewer/suspend', {})).json.status).toBe('suspended');
    expect((await decide({ agent: 'reviewer', ...READ })).outcome).toBe('suspended');
    await post('/v1/agents/reviewer/resume', {});
    expect((await decide({ agent: 'reviewer', ...READ })).outcome).toBe('allowed');
  });

  it('is changed only from what was read, and says what is wrong', async () => {
    await post('/v1/agents', { id: 'changing', policies: ['code-review'] });
    const { version } = (await get('/v1/agents/changing')).json;
    const patch = (body: object, match: number) => running.call('PATCH', '/v1/agents/changing', body, { ...bearer(running.key), 'if-match': `"${match}"` });
    expect((await patch({ owner: 'a' }, version)).status).toBe(200);
    expect((await patch({ owner: 'b' }, version)).json).toMatchObject({ status: 409, code: 'conflict' });
    expect((await post('/v1/agents', { id: 'changing' })).status).toBe(409);
    expect((await post('/v1/agents', { id: 'x', policies: ['nonsense'] })).json).toMatchObject({ status: 400, code: 'unknown_name', member: 'policies' });
    expect((await post('/v1/agents', { id: 'a/b' })).status).toBe(400);
    expect((await post('/v1/users', { id: 'filed', policies: [] })).json.code).toBe('owned_by_files');
    expect((await get('/v1/agents/none')).json).toMatchObject({ status: 404, code: 'not_found' });
    expect((await running.call('DELETE', '/v1/agents/changing')).status).toBe(204);
    expect((await get('/v1/agents?limit=10')).json.agents.map(({ id }: { id: string }) => id)).not.toContain('changing');
  });
});

describe('a delegation', () => {
  const ON_BEHALF = { agent: 'helper', delegation: { id: 'd1' }, ...READ };

  it('holds while both layers, the consent and the delegation do', async () => {
    await post('/v1/users', { id: 'alice', policies: ['staff'] });
    await post('/v1/agents', { id: 'helper', policies: ['code-review'] });
    expect((await post('/v1/delegations', { id: 'd1', from: 'user:alice', to: 'helper', scopes: ['code-read'] })).status).toBe(201);
    expect((await decide(ON_BEHALF)).outcome).toBe('consent_missing');
    const { status, json } = await post('/v1/consents', {
      delegation: 'd1',
      scopes: ['code-read'],
      text: 'May helper read your repositories?',
      by: 'user:alice',
    });
    expect([status, json]).toEqual([201, expect.objectContaining({ given_by: 'user:alice', text_digest: expect.stringMatching(/^sha256:/) })]);
    const decision = await decide(ON_BEHALF);
    expect([decision.outcome, decision.layers.map(({ layer }: { layer: string }) => layer)]).toEqual(['allowed', ['user_policies', 'ceiling', 'scope']]);
    expect((await decide({ ...ON_BEHALF, path: 'secret/data/other' })).allowed).toBe(false);
    await post(`/v1/consents/${json.id}/withdraw`, { by: 'user:alice' });
    expect((await decide(ON_BEHALF)).outcome).toBe('expired');
  });

  it('ends with what rests on it: its consents, and grants', async () => {
    await post('/v1/consents', { delegation: 'd1', scopes: ['code-read'], by: 'user:alice' });
    const { grant } = (await post('/v1/grants', ON_BEHALF)).json;
    expect(grant).toMatchObject({ id: expect.any(String), uses: 1 });
    expect((await post('/v1/delegations/d1/revoke', {})).json.status).toBe('revoked');
    expect((await decide(ON_BEHALF)).outcome).toBe('suspended');
    expect((await post('/v1/grants/redeem', { token: grant.token, action: ON_BEHALF })).json).toEqual({ redeemed: false, fault: 'suspended' });
    const { grants } = (await get('/v1/grants?agent=helper')).json;
    expect(grants.find(({ id }: { id: string }) => id === grant.id).revoked_at).toEqual(expect.any(String));
    const { consents } = (await get('/v1/consents')).json;
    expect(
      consents
        .filter(({ delegation }: { delegation: string }) => delegation === 'd1')
        .every(({ withdrawn_at }: object & { withdrawn_at?: string }) => withdrawn_at),
    ).toBe(true);
  });
});

describe('a grant', () => {
  const ASKED = { agent: 'granted', ...READ, parameters: { repo: 'frontend' }, purpose: 'review', session: { id: 'B' } };
  beforeAll(() => post('/v1/agents', { id: 'granted', type: 'autonomous', policies: ['code-review'], ephemeral: { max_ttl: '2m', uses: 2 } }));

  it('is for just the action that was allowed, as long and as often as every ceiling lets it', async () => {
    const { status, json } = await post('/v1/grants', ASKED);
    expect([status, json.grant]).toEqual([201, expect.objectContaining({ expires_in: 120, uses: 1, token_type: 'N_A' })]);
    const keys = (await get('/.well-known/jwks.json')).json;
    const action = {
      agent: 'granted',
      user: null,
      chain: ['granted'],
      operation: 'read',
      path: ASKED.path,
      parameters: ASKED.parameters,
      purpose: 'review',
      session: { id: 'B' },
    };
    const verifier = { keys, issuer: 'https://polc.test', audience: 'polc.test' };
    expect(await verifyGrant(json.grant.token, action, null, verifier)).toMatchObject({ claims: { txn: json.decision_id, req_wl: 'granted' } });
    const redeem = (action: object) => post('/v1/grants/redeem', { token: json.grant.token, action });
    expect((await redeem({ ...ASKED, parameters: { repo: 'backend' } })).json).toEqual({ redeemed: false, fault: 'other_action' });
    expect((await redeem({ ...ASKED, path: `/${ASKED.path}` })).json).toMatchObject({ redeemed: true, decision_id: json.decision_id });
    expect((await redeem(ASKED)).json).toEqual({ redeemed: false, fault: 'used_up' });
  });

  it('is not given for what is denied, nor redeemed once it is revoked or its agent suspended', async () => {
    expect((await post('/v1/grants', { ...ASKED, path: 'secret/data/other' })).json).toMatchObject({ allowed: false, grant: null });
    expect((await post('/v1/grants', { user: { id: 'filed' }, ...READ })).status).toBe(400);
    const first = (await post('/v1/grants', ASKED)).json.grant;
    await post(`/v1/grants/${first.id}/revoke`, {});
    expect((await post('/v1/grants/redeem', { token: first.token, action: ASKED })).json.fault).toBe('revoked');
    const second = (await post('/v1/grants', ASKED)).json.grant;
    await post('/v1/agents/granted/suspend', {});
    expect((await post('/v1/grants/redeem', { token: second.token, action: ASKED })).json.fault).toBe('suspended');
    await post('/v1/agents/granted/resume', {});
    expect((await post('/v1/grants/redeem', { token: second.token, action: ASKED })).json.fault).toBe('revoked');
  });
});

describe('an approval', () => {
  const RELEASE = { agent: 'releaser', operation: 'update', path: 'secret/data/release', parameters: { version: 1 } };

  it('allows the very request once, whoever deploys meanwhile', async () => {
    await post('/v1/agents', { id: 'releaser', policies: ['code-review'], owner: 'user:dave' });
    await post('/v1/users', { id: 'carol', groups: ['leads'], policies: ['approver'] });
    await post('/v1/users', { id: 'dave', groups: ['leads'], policies: ['approver'] });
    await post('/v1/users', { id: 'erin', policies: ['approver'] });
    const [carol, dave, erin] = [
      await running.keyFor({ id: 'carol', user: 'carol' }),
      await running.keyFor({ id: 'dave', user: 'dave' }),
      await running.keyFor({ id: 'erin', user: 'erin' }),
    ];
    expect((await decide(RELEASE)).outcome).toBe('approval_required');
    const { status, json } = await post('/v1/approvals', RELEASE);
    const [approval] = json.approvals;
    expect([status, approval]).toEqual([201, expect.objectContaining({ state: 'pending', shown: expect.objectContaining(RELEASE) })]);
    const answer = (key: string) => post(`/v1/approvals/${approval.id}/answer`, { answer: 'approve', reason: 'fine' }, key);
    expect((await answer(erin)).json).toMatchObject({ status: 403, code: 'not_yours' });
    expect((await answer(dave)).json).toMatchObject({ status: 403, code: 'own_action' });
    expect((await answer(await running.keyFor({ id: 'nobody', policies: ['consents'] }))).status).toBe(403);
    expect((await answer(carol)).json.state).toBe('approved');
    await running.service.replacePolicies(bundleOf(ADMIN, POLICIES, 'policy "unrelated" { path "x" { capabilities = ["read"] } }'), COMMAND);
    expect((await decide({ ...RELEASE, parameters: { version: 2 } })).outcome).toBe('approval_required');
    // Asking why uses nothing up.
    expect((await post('/v1/explain', RELEASE)).json.outcome).toBe('approval_required');
    expect((await decide(RELEASE)).outcome).toBe('allowed');
    expect((await decide(RELEASE)).outcome).toBe('approval_required');
    expect((await get(`/v1/approvals/${approval.id}`)).json).toMatchObject({
      used_by: expect.any(String),
      answers: [{ by: 'user:carol', answer: 'approve', reason: 'fine' }],
    });
  });
});

describe('a caller', () => {
  it('asks in the form that its credential gives it, and in no other', async () => {
    await post('/v1/agents', { id: 'selfish', policies: ['code-review', 'asks-for-itself'] });
    const key = await running.keyFor({ id: 'selfish', agent: 'selfish' });
    expect((await decide(READ, key)).outcome).toBe('allowed');
    expect((await decide({ agent: 'selfish', ...READ }, key)).outcome).toBe('allowed');
    for (const other of [
      { agent: 'reviewer', ...READ },
      { agent: 'selfish', delegation: { id: 'd1' }, ...READ },
      { user: { id: 'filed' }, ...READ },
      { policies: ['staff'], ...READ },
      { agent: 'selfish', policies: ['staff'], ...READ },
      { ...READ, context: { ip: '10.0.0.1' } },
      { ...READ, attributes: { clearance: 9 } },
      { ...READ, target: { sensitivity: 'low' } },
      { ...READ, approvals: [] },
    ]) {
      const { status, json } = await post('/v1/decide', other, key);
      expect([status, json.code], JSON.stringify(other)).toEqual([403, 'forbidden']);
    }
  });

  it('gives away what its policies let it, and nothing else', async () => {
    const key = await running.keyFor({ id: 'registrar', policies: ['registrar'] });
    expect((await post('/v1/agents', { id: 'given', policies: ['code-review'] }, key)).status).toBe(201);
    for (const body of [
      { id: 'taken', policies: ['staff'] },
      { id: 'taken', policies: ['code-review', 'polc-admin'] },
      { id: 'taken', policies: ['code-review'], ceiling: { policies: ['staff'] } },
      { id: 'taken' },
    ])
      expect((await post('/v1/agents', body, key)).json).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await get('/v1/agents/taken')).status).toBe(404);
    const change = (body: object) => running.call('PATCH', '/v1/agents/given', body, bearer(key));
    expect([(await change({ policies: ['staff'] })).status, (await change({ policies: [] })).status]).toEqual([403, 200]);
  });

  it('may what its policies say, and learns nothing of what it may not see', async () => {
    const key = await running.keyFor({ id: 'pep', policies: ['enforcement'] });
    expect((await decide({ agent: 'reviewer', ...READ }, key)).allowed).toBe(true);
    for (const [method, path, body] of [
      ['POST', '/v1/agents', { id: 'x' }],
      ['GET', '/v1/agents/reviewer'],
      ['GET', '/v1/agents/none'],
      ['GET', '/v1/agents'],
      ['POST', '/v1/callers', { id: 'x', policies: ['polc-admin'] }],
      ['POST', '/v1/consents', { delegation: 'd1', scopes: ['code-read'], by: 'user:alice' }],
      ['GET', '/v1/audit/entries'],
      ['GET', '/metrics'],
      ['POST', '/v1/policies/reload', {}],
      ['GET', '/v1/identity/entity/id/none'],
    ] as const) {
      const { status, json } = await running.call(method, path, body, bearer(key));
      expect([status, json?.code], `${method} ${path}`).toEqual([403, 'forbidden']);
    }
  });

  it('is gone with its key: rotated, suspended, removed', async () => {
    const made = (await post('/v1/callers', { id: 'rotating', policies: ['enforcement'] })).json;
    expect(JSON.stringify(made)).not.toMatch(/hash/);
    const status = async (key: string) => (await post('/v1/decide', { agent: 'reviewer', ...READ }, key)).status;
    expect(await status(made.key)).toBe(200);
    const { key } = (await post('/v1/callers/rotating/rotate', {})).json;
    expect([await status(made.key), await status(key)]).toEqual([401, 200]);
    await post('/v1/callers/rotating/suspend', {});
    expect(await status(key)).toBe(401);
    await post('/v1/callers/rotating/resume', {});
    expect(await status(key)).toBe(200);
    await running.call('DELETE', '/v1/callers/rotating');
    expect(await status(key)).toBe(401);
    expect(readFileSync(join(running.folder, 'audit', 'audit-0000000000000000.jsonl'), 'utf8')).not.toContain(key.split('_').at(-1));
  });
});

describe('a user', () => {
  it('consents for itself, and for nobody else', async () => {
    await post('/v1/users', { id: 'frank', policies: ['consents', 'staff'] });
    const frank = await running.keyFor({ id: 'frank', user: 'frank' });
    await post('/v1/delegations', { id: 'd2', from: 'user:frank', to: 'helper', scopes: ['code-read'] });
    const given = await post('/v1/consents', { delegation: 'd2', scopes: ['code-read'] }, frank);
    expect([given.status, given.json.given_by]).toEqual([201, 'user:frank']);
    expect((await post('/v1/consents', { delegation: 'd2', scopes: ['code-read'], by: 'user:alice' }, frank)).status).toBe(403);
    expect((await post('/v1/consents', { delegation: 'd2', scopes: ['code-read'] })).json).toMatchObject({ status: 400, member: 'by' });
  });
});

describe('Vault’s registry', () => {
  it('registers an entity once, bounds it by its ceilings on behalf of others, and answers as Vault does', async () => {
    expect((await post('/v1/agent-registry/register', { display_name: 'obo', entity_id: 'e1', no_default_ceiling_policy: true })).json.code).toBe(
      'unknown_name',
    );
    const { data: entity } = (await post('/v1/identity/entity', { name: 'bob', policies: ['staff'] })).json;
    const registration = { display_name: 'obo', entity_id: entity.id, ceiling_policies: ['code-review'], no_default_ceiling_policy: true };
    expect((await post('/v1/agent-registry/register', { ...registration, no_default_ceiling_policy: false })).json).toMatchObject({
      code: 'unknown_name',
      member: 'ceiling.policies',
    });
    const { data } = (await post('/v1/agent-registry/register', registration)).json;
    expect(data).toEqual({ id: expect.any(String), display_name: 'obo' });
    expect((await post('/v1/agent-registry/register', { ...registration, display_name: 'other' })).status).toBe(409);
    expect((await get('/v1/agent-registry/registration/display-name/obo')).json.data).toMatchObject({
      ...registration,
      id: data.id,
      creation_time: expect.any(String),
    });
    expect((await get(`/v1/agent-registry/registration/entity-id/${entity.id}`)).json.data.id).toBe(data.id);
    expect((await get('/v1/agent-registry/registration/id')).json.data).toEqual({ keys: [data.id], key_info: { [data.id]: { display_name: 'obo' } } });
    // Directly Vault does not ask the ceiling.
    expect((await decide({ agent: data.id, operation: 'update', path: 'secret/data/x' })).allowed).toBe(true);
    expect((await running.call('DELETE', `/v1/identity/entity/id/${entity.id}`)).status).toBe(400);
    expect((await running.call('DELETE', `/v1/agent-registry/registration/id/${data.id}`)).status).toBe(204);
    expect((await decide({ agent: data.id, operation: 'update', path: 'secret/data/x' })).outcome).toBe('unknown_principal');
  });
});

describe('what is written down', () => {
  it('has every decision and every change, with who it was, and no string that somebody sent', async () => {
    await decide({ agent: 'reviewer', ...READ, parameters: { repo: 'very-secret-value' }, session: { id: 'S' } });
    const all = entries();
    const last = all.at(-1);
    expect(last).toMatchObject({
      ...{ type: 'decision', api: 'native', caller: 'caller:admin', credential: 'api_key', address: expect.stringMatching(/127\.0\.0\.1/) },
      asked: { agent: 'reviewer', path: READ.path, session: 'S', parameters: { repo: expect.stringMatching(/^hmac-sha256:/) } },
      ...{ allowed: true, outcome: 'allowed', layers: expect.any(Array), revision: expect.stringMatching(/^sha256:/), sealed: expect.any(String) },
    });
    const text = JSON.stringify(all);
    expect(text).not.toContain('very-secret-value');
    expect(text).not.toContain('May helper read your repositories?');
    const seen = new Set(all.flatMap((entry) => (entry.type === 'change' ? [`${entry.kind} ${entry.action}`] : [entry.type])));
    for (const what of [
      'decision',
      'service',
      'agent register',
      'agent suspend',
      'delegation create',
      'delegation revoke',
      'consent give',
      'consent withdraw',
      'grant issue',
    ]) {
      expect(seen, what).toContain(what);
    }
    for (const what of [
      'grant redeem',
      'grant refuse',
      'grant revoke',
      'approval open',
      'approval approve',
      'caller create',
      'caller rotate',
      'policies replace',
    ]) {
      expect(seen, what).toContain(what);
    }
  });

  it('is found by those who may, with a proof, and the log holds', async () => {
    const { json } = await get('/v1/audit/entries?agent=reviewer&outcome=suspended');
    expect(json.entries).toHaveLength(1);
    const [{ index }] = json.entries;
    const { entry, proof } = (await get(`/v1/audit/proofs/${index}`)).json;
    expect([JSON.parse(entry).outcome, proof]).toEqual(['suspended', expect.stringMatching(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/)]);
    expect((await get('/v1/audit/proofs/99999999')).status).toBe(404);
    expect((await get('/v1/audit/entries?since=yesterday')).json.member).toBe('since');
  });
});

describe('the operations', () => {
  it('say that it runs, may be asked, and what it did', async () => {
    expect((await running.call('GET', '/health/live', undefined, { authorization: '' })).json).toEqual({ status: 'alive' });
    expect((await running.call('GET', '/health/ready', undefined, { authorization: '' })).json).toEqual({ status: 'ready' });
    const { text } = await get('/metrics');
    expect(text).toMatch(/polc_decisions_total\{api="native",outcome="allowed"\} [1-9]/);
    expect(text).toMatch(/polc_facts_age_seconds [0-9.e-]+\n/);
    const { paths, openapi } = (await get('/openapi.json')).json;
    expect([openapi, Object.keys(paths).length]).toEqual(['3.1.0', expect.any(Number)]);
    expect(paths['/access/v1/evaluation'].post.requestBody.content['application/json'].schema.required).toEqual(['subject', 'action', 'resource']);
  });

  it('say of each endpoint how it is asked: what a body is, and where nobody asks for a credential', async () => {
    type Operation = { readonly security?: readonly object[]; readonly requestBody?: { readonly content: object } };
    const { paths, security } = (await get('/openapi.json')).json as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
      readonly security: readonly object[];
    };
    expect(security).toHaveLength(3);
    expect(Object.keys(paths['/v1/policies']?.put?.requestBody?.content ?? {})).toEqual(['application/octet-stream']);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    expect(operations.filter((one) => one.security?.length === 0)).toHaveLength(5);
    for (const { path, method, security: own } of operations.filter((one) => one.method === 'get' && !one.path.includes('{'))) {
      const { status } = await call(running.server.base, null, method.toUpperCase(), path);
      expect(own === undefined, path).toBe(status === 401);
    }
    const refused = await running.call('PUT', '/v1/policies', {});
    expect(refused).toMatchObject({ status: 400, json: { code: 'invalid', detail: 'a bundle comes as application/octet-stream' } });
  });

  it('answer what is not there with nothing of the inside', async () => {
    expect((await get('/v1/nothing')).json).toMatchObject({ status: 404, code: 'not_found' });
    expect((await running.call('PUT', '/v1/agents/reviewer', {})).status).toBe(404);
    expect((await post('/v1/agents', { id: '__proto__', owner: 'x' })).status).toBe(201);
    expect((await get('/v1/agents/__proto__')).json.owner).toBe('x');
  });
});
