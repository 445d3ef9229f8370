// Approvals and decisions together: what a decision wants is asked, and what was answered lets just that through, once. The service and the runtime judge
// approvers alike.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { type Decision, type Engine, type JsonObject, loadBundle, type Request } from '@polc/runtime';
import { openSqlite, type Store, type StoredApproval } from '@polc/service';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Approvals } from '../../service/approvals/approvals.js';
import { neededApprovals } from '../../service/approvals/needed-approvals.js';
import { runs } from '../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-approvals-decided-'));
const START = Date.parse('2026-05-04T10:00:00Z');
let count = 0;
let now = START;
let store: Store;
let approvals: Approvals;

const POLICIES = `
group "finance" {}
group "platform" {}
group "inner" { groups = ["platform"] }
user "alice" { policies = ["pay"] }
user "carol" { groups = ["finance"] }
user "erin" { groups = ["finance", "inner"] }
agent "bot" { policies = ["pay"]  owner = "group:platform" }
policy "pay" {
  path "mcp/bank/transfer" { capabilities = ["invoke"]  approval { by = ["group:finance"]  within = "10m" } }
  path "mcp/bank/close" { capabilities = ["invoke"]  approval { by = ["group:finance", "user:zoe"]  count = 2 } }
  path "mcp/bank/read" { capabilities = ["invoke"] }
}
guardrail "weekend" {
  enforcement = "soft-mandatory"
  on { paths = ["mcp/bank/close"] }
  forbid { expr = true }
  approval { by = ["user:zoe"] }
}
`;

function engineOf(text: string): Engine {
  const { bundle, diagnostics } = compile([{ file: 'set.hcl', text }]);
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return loadBundle(bundle, { clock: () => now });
}

const GROUPS: Record<string, readonly string[]> = { carol: ['finance'], erin: ['finance', 'inner', 'platform'] };
const base = engineOf(POLICIES);

beforeEach(async () => {
  now = START;
  store = await openSqlite(join(folder, `${count++}.db`));
  await store.migrate();
  approvals = new Approvals(store, { clock: () => now, groupsOf: (user) => GROUPS[user] ?? [] });
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRANSFER: Request = { agent: 'bot', operation: 'invoke', path: 'mcp/bank/transfer', parameters: { amount: 5, to: 'bob' } };
const PARTIES = { user: null, chain: ['bot'], owners: ['group:platform'] };
let decisions = 0;

/** As an enforcement point has it decided: asked for what is wanted, or spent and allowed. */
async function decided(request: Request, engine: Engine = base): Promise<{ outcome: string; asked: readonly StoredApproval[] }> {
  const id = `decision-${decisions++}`;
  const bare = engine.decide(request);
  if (bare.outcome !== 'approval_required') return { outcome: bare.outcome, asked: [] };
  const { action, requirements } = bare.obligations.approval as NonNullable<Decision['obligations']['approval']>;
  const facts = await approvals.factsFor(action);
  const needed = neededApprovals(facts, (brought) => engine.decide({ ...request, approvals: brought }).allowed);
  if (needed === null) {
    const outstanding = engine.decide({ ...request, approvals: facts }).obligations.approval?.requirements ?? requirements;
    const brought = facts.map((fact) => fact.id as string);
    const more = { decision: id, revision: bare.revision, shown: { path: request.path }, requestedBy: 'caller:gateway', parties: PARTIES };
    return { outcome: 'approval_required', asked: await approvals.open({ ...more, action, requirements: outstanding, brought }) };
  }
  const ids = needed.map((fact) => fact.id as string);
  const refusal = await approvals.use(ids, id);
  return { outcome: refusal ?? 'allowed', asked: [] };
}
const outcome = async (request: Request, engine?: Engine) => (await decided(request, engine)).outcome;
const approveAll = async (asked: readonly StoredApproval[], by: string) => {
  for (const { id, state } of asked) if (state === 'pending') await approvals.answer(id, by, [], 'approve').catch((error: { code: string }) => error.code);
};

describe('a request that wants an approval', () => {
  it('is allowed once when it was approved, and wants another one then', async () => {
    const { asked } = await decided(TRANSFER);
    expect(asked).toHaveLength(1);
    expect(await outcome(TRANSFER)).toBe('approval_required');
    await approveAll(asked, 'user:carol');
    expect([await outcome(TRANSFER), await outcome(TRANSFER)]).toEqual(['allowed', 'approval_required']);
  });

  it.each<[string, Partial<Request>]>([
    ['an argument', { parameters: { amount: 6, to: 'bob' } }],
    ['one argument more', { parameters: { amount: 5, to: 'bob', note: '' } }],
    ['the purpose', { purpose: 'salary' }],
    ['the session', { session: { id: 's2' } }],
    ['the path', { path: 'mcp/bank/close' }],
  ])('with %s changed is another one', async (_, change) => {
    const { asked } = await decided(TRANSFER);
    await approveAll(asked, 'user:carol');
    expect(await outcome({ ...TRANSFER, ...change })).toBe('approval_required');
    expect(await outcome(TRANSFER)).toBe('allowed');
  });

  it('is the same one whoever asks, in whatever order its arguments come, and after an unrelated deploy', async () => {
    const { asked } = await decided(TRANSFER);
    await approveAll(asked, 'user:carol');
    const deployed = engineOf(`${POLICIES}policy "more" { path "secret/*" { capabilities = ["read"] } }`);
    expect(deployed.decide(TRANSFER).revision).not.toBe(base.decide(TRANSFER).revision);
    expect(await outcome({ ...TRANSFER, parameters: { to: 'bob', amount: 5 } }, deployed)).toBe('allowed');
  });

  it('wants another one once what it requires has changed', async () => {
    const { asked } = await decided(TRANSFER);
    await approveAll(asked, 'user:carol');
    expect(await outcome(TRANSFER, engineOf(POLICIES.replace('within = "10m"', 'within = "9m"')))).toBe('approval_required');
    expect(await outcome(TRANSFER)).toBe('allowed');
  });

  it('is refused when it was denied, and when what was approved has ended', async () => {
    const denied = await decided(TRANSFER);
    await approvals.answer(denied.asked[0]?.id ?? '', 'user:carol', [], 'deny');
    const again = await decided(TRANSFER);
    expect([again.outcome, again.asked[0]?.state]).toEqual(['approval_required', 'denied']);
    const other = { ...TRANSFER, purpose: 'other' };
    await approveAll((await decided(other)).asked, 'user:carol');
    now += 600_000;
    expect(await outcome(other)).toBe('approval_required');
  });

  it('for several needs wants each of them, and spends those that it stands on', async () => {
    const close: Request = { ...TRANSFER, path: 'mcp/bank/close' };
    const { asked } = await decided(close);
    expect(asked).toHaveLength(2);
    await approveAll(asked, 'user:zoe');
    expect(asked.map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect(await outcome(close)).toBe('approval_required');
    await approveAll(asked, 'user:carol');
    // A third one, of a need that this request has no more: it is left alone.
    const [kept] = await approvals.open({
      ...{ decision: 'd', revision: 'r', action: asked[0]?.action ?? '', requestedBy: 'caller:x', parties: PARTIES, shown: {} },
      requirements: [{ requirement: 'sha256:old', kind: 'stanza', name: 'old', by: ['user:zoe'], count: 1, within: null, self: false }],
    });
    await approveAll([kept as StoredApproval], 'user:zoe');
    expect([await outcome(close), await outcome(close)]).toEqual(['allowed', 'approval_required']);
    expect((await approvals.get(kept?.id ?? ''))?.body.used_by).toBeNull();
  });

  it('asks another when the runtime no longer takes who approved', async () => {
    const { asked } = await decided(TRANSFER);
    await approveAll(asked, 'user:carol');
    const owned = engineOf(POLICIES.replace('owner = "group:platform"', 'owner = "carol"'));
    const next = await decided(TRANSFER, owned);
    expect([next.outcome, next.asked[0]?.state]).toEqual(['approval_required', 'pending']);
    expect(next.asked[0]?.id).not.toBe(asked[0]?.id);
  });
});

describe('needed approvals', () => {
  const fact = (id: string): JsonObject => ({ id });
  it.each([
    ['all of them', 'abc', (ids: string) => ids === 'abc', 'abc'],
    ['one of two that will do', 'ab', (ids: string) => ids.length > 0, 'b'],
    ['none, where none is wanted', 'ab', () => true, ''],
    ['those that do together', 'abcd', (ids: string) => ids.includes('b') && ids.includes('d'), 'bd'],
  ])('are %s', (_, brought, isAllowed, needed) => {
    const idsOf = (facts: readonly JsonObject[]) => facts.map(({ id }) => id).join('');
    expect(idsOf(neededApprovals([...brought].map(fact), (facts) => isAllowed(idsOf(facts))) ?? [])).toBe(needed);
  });

  it('are none that there are, where it is not allowed with all of them', () => {
    expect(neededApprovals([fact('a')], () => false)).toBeNull();
  });
});

describe('whoever may answer', () => {
  const NAMES = ['alice', 'carol', 'erin', 'zoe', 'bot', 'planner', 'agent:bot'];
  const OF = ['finance', 'platform', 'inner'];
  const named = fc.constantFrom('requester', ...NAMES.map((name) => `user:${name}`), ...OF.map((name) => `group:${name}`));
  const owner = fc.option(fc.constantFrom('zoe', 'user:carol', 'platform', 'group:finance', 'group:inner', 'carol'), { nil: null });

  it('is just who the runtime takes', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        ...[fc.uniqueArray(named, { minLength: 1, maxLength: 3 }), fc.boolean(), owner, owner, fc.constantFrom(...NAMES), fc.subarray(OF), fc.boolean()],
        async (by, self, owns, ownsOuter, approver, groups, rooted) => {
          const [bot, planner] = [owns, ownsOuter].map((one) => (one === null ? '' : `owner = ${JSON.stringify(one)}`));
          const engine = engineOf(`
            group "finance" {}
            group "platform" {}
            group "inner" { groups = ["platform"] }
            user "alice" { policies = ["pay"]  groups = ["finance"] }
            user "carol" { groups = ["finance"] }
            user "erin" { groups = ["inner"] }
            agent "bot" { policies = ["pay"]  ${bot} }
            agent "planner" { policies = ["pay"]  ${planner} }
            delegation "d1" { from = "user:alice"  to = "planner"  scopes = ["all"]  consent = "implied"  max_depth = 2 }
            delegation "d2" { from = "agent:planner"  to = "bot"  scopes = ["all"]  consent = "implied"  max_depth = 2 }
            scope "all" { path "x" { capabilities = ["invoke"] } }
            policy "pay" {
              path "x" { capabilities = ["invoke"]  approval { by = ${JSON.stringify(by)}  self = ${self} } }
              path "agents/+" { capabilities = ["delegate"] }
            }`);
          const registered: Record<string, readonly string[]> = { alice: ['finance'], carol: ['finance'], erin: ['inner', 'platform'] };
          const delegation: JsonObject = rooted ? { user: 'alice', chain: ['planner', 'bot'] } : { chain: ['planner', 'bot'] };
          const request: Request = { agent: 'bot', delegation, operation: 'invoke', path: 'x' };
          const { approval } = engine.decide(request).obligations;
          if (approval === null) throw new Error('no approval is wanted');
          const all = [...new Set([...groups, ...(registered[approver] ?? [])])];
          const times = { granted_at: new Date(now).toISOString(), expires: new Date(now + 1_000).toISOString() };
          const requirement = approval.requirements[0]?.requirement ?? '';
          const fact = { id: 'p', by: `user:${approver}`, groups: all, action: approval.action, requirement, ...times };
          const judge = new Approvals(store, { clock: () => now, groupsOf: (user) => registered[user] ?? [] });
          const parties = { user: rooted ? 'alice' : null, chain: ['planner', 'bot'], owners: [owns, ownsOuter].filter((one) => one !== null) };
          const id = `${decisions++}`;
          const [opened] = await judge.open({
            ...{ decision: id, revision: '', action: `sha256:${id}`, requirements: approval.requirements, shown: {} },
            ...{ requestedBy: 'caller:x', parties },
          });
          const answered = await judge.answer(opened?.id ?? '', fact.by, groups, 'approve').then(
            () => true,
            () => false,
          );
          if (answered) taken++;
          expect(answered).toBe(engine.decide({ ...request, approvals: [fact] }).allowed);
        },
      ),
      runs(60),
    );
    expect(taken).toBeGreaterThan(0);
  });
});
