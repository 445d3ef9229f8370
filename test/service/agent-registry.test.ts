// The registry of agents, users and groups: what it takes, what it refuses, and that decisions go by it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { type Engine, loadBundle } from '@polc/runtime';
import { AgentRegistry, declaredIn, FollowedRecords, factsOf, openSqlite, policySetOf, type Store } from '@polc/service';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'polc-registry-'));
let count = 0;
let store: Store;
let registry: AgentRegistry;

const POLICIES = `
agent_type "autonomous" { ceiling_policies = ["reading"]  max_ttl = "5m" }
agent "filed" { type = "autonomous"  policies = ["reading"] }
group "filed-group" { policies = ["reading"] }
policy "reading" { path "secret/*" { capabilities = ["read"] } }
policy "writing" { path "secret/*" { capabilities = ["read", "update"] } }
`;

function engineOf(text: string): Engine {
  const { bundle, diagnostics } = compile([{ file: 'set.hcl', text }]);
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return loadBundle(bundle);
}

const base = engineOf(POLICIES);
const policySet = policySetOf(base);

const open = async () => {
  const opened = await openSqlite(join(folder, `${count}.db`), { interval: 10 });
  await opened.migrate();
  return opened;
};

beforeEach(async () => {
  count++;
  store = await open();
  registry = new AgentRegistry(store, () => policySet);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The engine with what the store holds now. */
const engineNow = async () => base.withFacts(factsOf(await store.since(0), declaredIn(base), String(await store.version())));
const reads = (engine: Engine, agent: string, operation = 'read') => engine.decide({ agent, operation, path: 'secret/x' }).outcome;

describe('an agent', () => {
  it('is one to decisions once it is registered, and none once it is removed', async () => {
    expect(reads(await engineNow(), 'bot')).toBe('unknown_principal');
    await registry.register('agent', { id: 'bot', type: 'autonomous', policies: ['writing'], display_name: 'Bot', metadata: { team: 'x' } });
    const engine = await engineNow();
    expect([reads(engine, 'bot'), reads(engine, 'bot', 'update')]).toEqual(['allowed', 'ceiling']);
    expect(engine.decide({ agent: 'bot', operation: 'read', path: 'secret/x' }).facts_revision).toBe('1');
    await registry.remove('agent', 'bot');
    expect(reads(await engineNow(), 'bot')).toBe('unknown_principal');
    await expect(registry.remove('agent', 'bot')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is registered once, and changed from what was read', async () => {
    const { version } = await registry.register('agent', { id: 'bot', policies: ['reading'] });
    await expect(registry.register('agent', { id: 'bot' })).rejects.toMatchObject({ code: 'conflict' });
    await registry.update('agent', 'bot', { owner: 'team-a', policies: ['writing'] }, version);
    await expect(registry.update('agent', 'bot', { owner: 'team-b' }, version)).rejects.toMatchObject({ code: 'conflict' });
    const after = await registry.update('agent', 'bot', { owner: null, expires: '2030-01-01T00:00:00Z' });
    expect(after.body).toEqual({ id: 'bot', policies: ['writing'], expires: '2030-01-01T00:00:00Z' });
    await expect(registry.update('agent', 'none', { owner: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await registry.list('agent', { limit: 10 })).map(({ id }) => id)).toEqual(['bot']);
  });

  it('shares its names and identities with no other', async () => {
    const identity = { spiffe: 'spiffe://example.org/bot', x509_sha256: 'a'.repeat(64), jwt: { issuer: 'https://idp', subject: 'bot' } };
    await registry.register('agent', { id: 'bot', display_name: 'Bot', entity_id: 'e1', identity });
    for (const more of [
      { display_name: 'Bot' },
      { entity_id: 'e1' },
      { identity: { spiffe: identity.spiffe } },
      { identity: { x509_sha256: identity.x509_sha256 } },
      { identity: { jwt: identity.jwt } },
    ])
      await expect(registry.register('agent', { id: 'other', ...more }), JSON.stringify(more)).rejects.toMatchObject({ code: 'conflict' });
    await registry.register('agent', { id: 'other', identity: { jwt: { issuer: 'https://other', subject: 'bot' } } });
    expect((await store.named('agent', 'spiffe', identity.spiffe))?.id).toBe('bot');
  });

  it.each([
    ['no id', {}, 'invalid', 'id'],
    ['an id with a slash', { id: 'a/b' }, 'invalid', 'id'],
    ['an id with a wildcard', { id: 'a*' }, 'invalid', 'id'],
    ['an id with a control character', { id: 'a\n' }, 'invalid', 'id'],
    ['a member that there is not', { id: 'a', polices: [] }, 'invalid', 'polices'],
    ['a wrong type', { id: 'a', policies: 'reading' }, 'invalid', 'policies'],
    ['a policy that there is not', { id: 'a', policies: ['readnig'] }, 'unknown_name', 'policies'],
    ['a ceiling that there is not', { id: 'a', ceiling: { policies: ['readnig'] } }, 'unknown_name', 'ceiling.policies'],
    ['the root', { id: 'a', policies: ['Root'] }, 'invalid', 'policies'],
    ['the root as a ceiling', { id: 'a', ceiling: { policies: ['root'] } }, 'invalid', 'ceiling.policies'],
    ['a type that there is not', { id: 'a', type: 'auto' }, 'unknown_name', 'type'],
    ['a status that there is not', { id: 'a', status: 'gone' }, 'invalid', 'status'],
    ['no timestamp', { id: 'a', expires: 'tomorrow' }, 'invalid', null],
    ['no duration', { id: 'a', ephemeral: { max_ttl: 'soon' } }, 'invalid', null],
    ['no SPIFFE id', { id: 'a', identity: { spiffe: 'spiffe://Example.org/a' } }, 'invalid', 'identity.spiffe'],
    ['an empty identity', { id: 'a', identity: {} }, 'invalid', 'identity'],
    ['no object', 'a', 'invalid', null],
  ])('is refused with %s', async (_, entry, code, member) => {
    await expect(registry.register('agent', entry)).rejects.toMatchObject({ name: 'RegistryError', code, member });
    expect(await store.version()).toBe(0);
  });
});

describe('what files declare', () => {
  it('the registry may suspend, shorten or bound, and nothing else', async () => {
    await registry.update('agent', 'filed', { status: 'suspended' });
    expect(reads(await engineNow(), 'filed')).toBe('suspended');
    await registry.update('agent', 'filed', { status: 'active', ceiling: { policies: [] }, owner: null, display_name: 'Filed' });
    expect(reads(await engineNow(), 'filed')).toBe('ceiling');
    await registry.update('agent', 'filed', { ceiling: null });
    expect(reads(await engineNow(), 'filed')).toBe('allowed');
    await expect(registry.update('agent', 'filed', { policies: ['writing'] })).rejects.toMatchObject({ code: 'owned_by_files', member: 'policies' });
    await expect(registry.register('group', { id: 'filed-group' })).rejects.toMatchObject({ code: 'owned_by_files' });
  });

  it('counts when it comes later: the record keeps what only narrows', async () => {
    await registry.register('agent', { id: 'later', policies: ['writing'], status: 'suspended' });
    await registry.register('group', { id: 'later-group', policies: ['writing'] });
    await registry.register('user', { id: 'u', groups: ['later-group'] });
    const next = engineOf(`${POLICIES}agent "later" { policies = ["reading"] }\ngroup "later-group" { policies = ["reading"] }\n`);
    const facts = (records: Parameters<typeof factsOf>[0]) => factsOf(records, declaredIn(next), '1');
    const suspended = next.withFacts(facts(await store.since(0)));
    expect(reads(suspended, 'later')).toBe('suspended');
    await store.change((records) => records.put({ kind: 'agent', id: 'later', body: { id: 'later', policies: ['writing'], status: 'active' } }));
    const active = next.withFacts(facts(await store.since(0)));
    expect([reads(active, 'later'), reads(active, 'later', 'update')]).toEqual(['allowed', 'capability_missing']);
    expect(active.decide({ user: { id: 'u' }, operation: 'update', path: 'secret/x' }).allowed).toBe(false);
  });
});

describe('facts that are followed', () => {
  it('are those of the last change, by whomever, and as old as the last look', async () => {
    let changes = 0;
    let now = 0;
    const facts = await FollowedRecords.follow(store, () => changes++, { interval: 60_000, ticks: () => now });
    expect([facts.version, facts.age, changes]).toEqual([0, 0, 0]);
    const other = await open();
    const elsewhere = new AgentRegistry(other, () => policySet);
    await elsewhere.register('agent', { id: 'bot', policies: ['reading'] });
    await expect.poll(() => facts.version, { timeout: 3_000, interval: 5 }).toBe(1);
    expect([...facts.records()].map(({ id }) => id)).toEqual(['bot']);
    await elsewhere.remove('agent', 'bot');
    await facts.look();
    expect([[...facts.records()].length, facts.version, changes]).toEqual([0, 2, 2]);
    now = 5_000;
    expect(facts.age).toBe(5_000);
    await facts.look();
    expect(facts.age).toBe(0);
    await other.close();
    facts.stop();
  });

  it('grow old where the store is gone, and say why', async () => {
    let now = 0;
    const failures: unknown[] = [];
    const gone = await open();
    const facts = await FollowedRecords.follow(gone, () => undefined, { interval: 5, ticks: () => now, failed: (error) => failures.push(error) });
    await gone.close();
    now = 60_000;
    await expect.poll(() => failures.length, { timeout: 3_000, interval: 5 }).toBeGreaterThan(0);
    expect(facts.age).toBe(60_000);
    facts.stop();
  });
});
