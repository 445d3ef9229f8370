// Delegations and consents: who may act for whom, with whose consent, as decisions see it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { AgentRegistry, DelegationRegistry, declaredIn, factsOf, openSqlite, policySetOf, type Store } from '@polc/service';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'polc-delegations-'));
let count = 0;
let now = Date.parse('2026-05-04T10:00:00Z');
let store: Store;
let agents: AgentRegistry;
let delegations: DelegationRegistry;

const { bundle } = compile([
  {
    file: 'set.hcl',
    text: `
policy "reading" { path "logs/*" { capabilities = ["read"] } }
scope "log-view" { path "logs/*" { capabilities = ["read"] } }
scope "code-read" { path "code/*" { capabilities = ["read"] } }
user "alice" { policies = ["reading"] }
agent "filed" { policies = ["reading"] }
delegation "filed-delegation" { from = "user:alice"  to = "filed"  scopes = ["log-view"] }
`,
  },
]);
const base = loadBundle(bundle as Uint8Array, { clock: () => now });
const policies = policySetOf(base);

beforeEach(async () => {
  now = Date.parse('2026-05-04T10:00:00Z');
  store = await openSqlite(join(folder, `${count++}.db`));
  await store.migrate();
  agents = new AgentRegistry(store, () => policies);
  delegations = new DelegationRegistry(
    store,
    () => policies,
    () => now,
  );
  await agents.register('agent', { id: 'bot', policies: ['reading'] });
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = (more: object = {}) => ({ id: 'd', from: 'user:alice', to: 'bot', scopes: ['log-view'], ...more });
const outcome = async (agent = 'bot', path = 'logs/x', said: object = {}) => {
  const engine = base.withFacts(factsOf(await store.since(0), declaredIn(base), String(await store.version())));
  return engine.decide({ agent, delegation: { user: 'alice', chain: [agent] }, operation: 'read', path, ...said }).outcome;
};

describe('a delegation', () => {
  it('lets an agent act once it was consented to, until the consent is withdrawn', async () => {
    expect(await outcome()).toBe('unknown_principal');
    await delegations.create(entry());
    expect(await outcome()).toBe('consent_missing');
    const consent = await delegations.consent({ delegation: 'd', scopes: ['log-view'], text: 'Bot may read your logs', method: 'form' }, 'user:alice');
    expect(consent.body).toMatchObject({
      ...{ delegation: 'd', scopes: ['log-view'], text: 'Bot may read your logs', method: 'form', given_by: 'user:alice' },
      ...{ given_at: '2026-05-04T10:00:00.000Z', text_digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    expect(await outcome()).toBe('allowed');
    expect(await outcome('bot', 'code/x')).toBe('user_policies');
    now += 1_000;
    const withdrawn = await delegations.withdraw(consent.id, 'user:alice');
    expect(withdrawn.body).toMatchObject({ withdrawn_at: '2026-05-04T10:00:01.000Z', withdrawn_by: 'user:alice' });
    expect(await outcome()).toBe('expired');
    now += 1_000;
    expect((await delegations.withdraw(consent.id, 'user:admin')).body).toEqual(withdrawn.body);
    await expect(delegations.withdraw('none', 'user:alice')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends when its consent does', async () => {
    await delegations.create(entry());
    await delegations.consent({ delegation: 'd', scopes: ['log-view'], expires: '2026-05-04T10:01:00Z' }, 'user:alice');
    now += 59_999;
    expect(await outcome()).toBe('allowed');
    now += 1;
    expect(await outcome()).toBe('expired');
  });

  it('is for the sessions that it names, and for any where it names none', async () => {
    await delegations.create(entry({ consent: 'implied', sessions: ['B'] }));
    expect(await outcome('bot', 'logs/x', { session: { id: 'B' } })).toBe('allowed');
    expect(await outcome('bot', 'logs/x', { session: { id: 'A' } })).toBe('session_not_allowed');
    expect(await outcome()).toBe('session_not_allowed');
    await delegations.create(entry({ id: 'e', consent: 'implied' }));
    expect(await outcome()).toBe('allowed');
  });

  it('is over once it is revoked, in files or not', async () => {
    await delegations.create(entry({ consent: 'implied' }));
    expect(await outcome()).toBe('allowed');
    await delegations.revoke('d');
    expect(await outcome()).toBe('suspended');
    await expect(delegations.consent({ delegation: 'd', scopes: ['log-view'] }, 'user:alice')).rejects.toMatchObject({ code: 'invalid' });
    await delegations.consent({ delegation: 'filed-delegation', scopes: ['log-view'] }, 'user:alice');
    expect(await outcome('filed')).toBe('allowed');
    await delegations.revoke('filed-delegation');
    expect(await outcome('filed')).toBe('suspended');
    expect((await delegations.get('filed-delegation'))?.body).toEqual({ id: 'filed-delegation', status: 'revoked' });
    await expect(delegations.revoke('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['an agent that there is not', entry({ to: 'none' }), 'unknown_name', 'to'],
    ['a user that there is not', entry({ from: 'user:bob' }), 'unknown_name', 'from'],
    ['a scope that there is not', entry({ scopes: ['log-veiw'] }), 'unknown_name', 'scopes'],
    ['no scopes', entry({ scopes: [] }), 'invalid', 'scopes'],
    ['nobody to act for', entry({ from: 'alice' }), 'invalid', 'from'],
    ['an agent that acts for itself', entry({ from: 'agent:bot' }), 'invalid', 'to'],
    ['sessions of which there are none', entry({ sessions: [] }), 'invalid', 'sessions'],
    ['a session twice', entry({ sessions: ['s', 's'] }), 'invalid', 'sessions'],
    ['a depth below zero', entry({ max_depth: -1 }), 'invalid', 'max_depth'],
    ['no timestamp', entry({ expires: 'soon' }), 'invalid', null],
    ['an id of the files', entry({ id: 'filed-delegation' }), 'owned_by_files', null],
  ])('is refused with %s', async (_, made, code, member) => {
    await expect(delegations.create(made)).rejects.toMatchObject({ name: 'RegistryError', code, member });
  });

  it('is created once', async () => {
    await delegations.create(entry());
    await expect(delegations.create(entry())).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a consent', () => {
  it.each([
    ['by somebody else', { delegation: 'd', scopes: ['log-view'] }, 'user:mallory', 'invalid', 'delegation'],
    ['to more than the delegation covers', { delegation: 'd', scopes: ['log-view', 'code-read'] }, 'user:alice', 'invalid', 'scopes'],
    ['to nothing', { delegation: 'd', scopes: [] }, 'user:alice', 'invalid', 'scopes'],
    ['that has expired', { delegation: 'd', scopes: ['log-view'], expires: '2026-05-04T10:00:00Z' }, 'user:alice', 'invalid', 'expires'],
    ['until nobody knows when', { delegation: 'd', scopes: ['log-view'], expires: 'later' }, 'user:alice', 'invalid', 'expires'],
    ['that says when it was given', { delegation: 'd', scopes: ['log-view'], given_at: '2020-01-01T00:00:00Z' }, 'user:alice', 'invalid', 'given_at'],
  ])('is refused %s', async (_, given, by, code, member) => {
    await delegations.create(entry());
    await expect(delegations.consent(given, by)).rejects.toMatchObject({ name: 'RegistryError', code, member });
    expect(await delegations.consents({ limit: 10 })).toEqual([]);
    expect(await outcome()).toBe('consent_missing');
  });

  it('is to a delegation that is there', async () => {
    await expect(delegations.consent({ delegation: 'none', scopes: ['log-view'] }, 'user:alice')).rejects.toMatchObject({
      name: 'StoreError',
      code: 'not_found',
    });
  });
});
