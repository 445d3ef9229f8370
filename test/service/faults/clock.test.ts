// The clock of the machine is set back. What was seen to be over stays over: grants, proofs of possession, approvals, consents, credentials; and the log
// verifies, whatever its times say.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, AuditTrail, COMMAND, type GrantedAction, Grants, KeyedHash, openSqlite, readEntries, type Store, signerOf, verifyLog } from '@polc/service';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Approvals } from '../../../service/approvals/approvals.js';
import { steadyClock } from '../../../service/steady-clock.js';
import { runs } from '../../runs.js';
import { requestFor, wanted } from '../approval-request.js';
import { ed25519, run } from '../running.js';

const root = mkdtempSync(join(tmpdir(), 'polc-clock-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const START = Date.parse('2026-05-04T10:00:00Z');
const HOUR = 3_600_000;
let wall = START;
let ticks = 0;
beforeEach(() => {
  wall = START;
  ticks = 0;
});

/** Time passes, and with it what a clock says that nobody sets. */
function pass(milliseconds: number): void {
  wall += milliseconds;
  ticks += milliseconds;
}

const steady = (setBack?: (by: number) => void) => steadyClock({ wall: () => wall, ticks: () => ticks, ...(setBack === undefined ? {} : { setBack }) });

describe('the time that a node goes by', () => {
  it('is that of the machine while that goes on', () => {
    const clock = steady();
    for (const step of [0, 1, 1_000, HOUR]) {
      pass(step);
      expect(clock()).toBe(wall);
    }
    // Set to a later time, too.
    wall += HOUR;
    expect(clock()).toBe(START + 2 * HOUR + 1_001);
  });

  it('goes on at its own pace where that is set back, until that has come so far', () => {
    const told: number[] = [];
    const clock = steady((by) => told.push(by));
    pass(HOUR);
    expect(clock()).toBe(START + HOUR);
    wall -= 2 * HOUR;
    expect(clock()).toBe(START + HOUR);
    pass(5_000);
    expect(clock()).toBe(START + HOUR + 5_000);
    pass(HOUR);
    expect(clock()).toBe(START + 2 * HOUR + 5_000);
    expect(told).toEqual([2 * HOUR]);
    wall += 3 * HOUR;
    expect(clock()).toBe(wall);
    wall -= 10_000;
    clock();
    expect(told).toEqual([2 * HOUR, 10_000]);
  });

  it('never goes back, nor faster than both clocks, however that is set', () => {
    const clock = steady();
    let last = clock();
    let ahead = wall;
    const turns = fc.sample(fc.tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: -0.6, max: 0.4, noNaN: true })), runs(2_000));
    for (const [i, [passed, set]] of turns.entries()) {
      pass(passed);
      if (i % 20 === 0) wall += set * HOUR;
      const now = clock();
      expect(now).toBeGreaterThanOrEqual(last);
      ahead = Math.max(wall, ahead + 20);
      expect(now).toBeLessThanOrEqual(ahead);
      last = now;
    }
  });

  it('is the one that a service has unless it is told of another, and what the clock did is said', async () => {
    const now = vi.spyOn(Date, 'now');
    const troubles: string[] = [];
    const running = await run('', { service: { trouble: (what, error) => troubles.push(`${what} ${(error as Error).message}`) } });
    try {
      const { clock } = running.service;
      const before = clock();
      now.mockReturnValue(before - HOUR);
      expect(clock()).toBeGreaterThanOrEqual(before);
      expect(troubles).toEqual(['the clock was set back by 3600 s; here time goes on from where it was']);
    } finally {
      now.mockRestore();
      await running.end();
    }
  });
});

const ACTION: GrantedAction = {
  ...{ agent: 'bot', user: null, chain: ['bot'], operation: 'read', path: 'kv/a' },
  ...{ parameters: null, purpose: null, session: null },
};

describe('on one store, with a clock that is set back', () => {
  let store: Store;
  let count = 0;
  const key = ed25519();
  const grants = () => new Grants(store, { issuer: 'i', audience: 'a', key, keyId: 'k', clock: () => wall });
  const faultOf = async (token: string, by = grants()) => {
    const answer = await by.redeem(token, ACTION);
    return 'fault' in answer ? answer.fault : null;
  };

  beforeEach(async () => {
    store = await openSqlite(join(root, `${count++}.db`), { clock: () => wall });
    await store.migrate();
  });
  afterEach(() => store.close());

  it('a grant that was refused as expired is not taken again, by any node, nor after a start', async () => {
    const { token, id } = await grants().issue(ACTION, { maxTtl: 60, uses: 5 }, 'd');
    expect(await faultOf(token)).toBeNull();
    pass(61_000);
    expect(await faultOf(token)).toBe('expired');
    pass(-40_000);
    expect(await faultOf(token)).toBe('revoked');
    expect(await store.spend(id, START)).toBe('revoked');
  });

  it('a grant that a clock ahead of time made is good once its time has come, and for no longer than it may be', async () => {
    wall += HOUR;
    const { token } = await grants().issue(ACTION, { maxTtl: 60, uses: 5 }, 'd');
    wall = START;
    expect(await faultOf(token)).toBe('not_yet');
    wall = START + HOUR - 61_000;
    expect(await faultOf(token)).toBe('not_yet');
    // Clocks of several machines are never quite the same.
    wall = START + HOUR - 30_000;
    expect(await faultOf(token)).toBeNull();
    wall = START + HOUR + 60_000;
    expect(await faultOf(token)).toBe('expired');
  });

  it('what may be seen once was seen, swept or not', async () => {
    const first = (expires: number) => store.first('dpop', 'jti', expires, wall);
    expect(await first(START + 60_000)).toBe(true);
    pass(30_000);
    wall -= HOUR;
    expect(await first(START + 60_000)).toBe(false);
    wall += 4 * HOUR;
    await store.sweep(wall - HOUR);
    wall = START + 1_000;
    expect(await first(START + 60_000)).toBe(false);
    await store.sweep(wall - HOUR);
    expect(await first(START + 60_000)).toBe(false);
    wall = START + 4 * HOUR;
    expect(await first(wall + 60_000)).toBe(true);
  });

  it('an approval whose time was seen to be over stays over', async () => {
    const approvals = new Approvals(store, { clock: () => wall, groupsOf: () => ['finance'] });
    const [pending] = await approvals.open(requestFor([wanted({ within: 60 })]));
    const id = pending?.id ?? '';
    pass(61_000);
    expect((await approvals.get(id))?.state).toBe('expired');
    wall = START + 1_000;
    expect((await approvals.get(id))?.state).toBe('expired');
    await expect(approvals.answer(id, 'user:f1', [], 'approve')).rejects.toMatchObject({ code: 'expired' });

    const [granted] = await approvals.open(requestFor([wanted({ within: 60 })], { action: 'sha256:granted' }));
    await approvals.answer(granted?.id ?? '', 'user:f1', [], 'approve');
    expect(await approvals.factsFor('sha256:granted')).toHaveLength(1);
    wall = START + 100_000;
    expect(await approvals.factsFor('sha256:granted')).toEqual([]);
    wall = START + 2_000;
    expect(await approvals.factsFor('sha256:granted')).toEqual([]);
    expect(await approvals.use([granted?.id ?? ''], 'd')).toBe('not_in_force');
    // Given at a time that has not come by this clock.
    const [later] = await approvals.open(requestFor([wanted({ within: 60 })], { action: 'sha256:later' }));
    await approvals.answer(later?.id ?? '', 'user:f1', [], 'approve');
    wall = START - HOUR;
    expect(await approvals.factsFor('sha256:later')).toEqual([]);
  });
});

const POLICIES = `
scope "read" { path "kv/*" { capabilities = ["read"] } }
policy "p" { path "kv/*" { capabilities = ["read"] } }
user "alice" { policies = ["p"] }
agent "bot" { policies = ["p"] }
`;

describe('a node whose clock is set back', () => {
  it('denies what had ended: agents, delegations, consents that were withdrawn, keys; and its log verifies', async () => {
    const seed = Buffer.alloc(32, 5);
    const folder = mkdtempSync(join(root, 'audit-'));
    const signer = signerOf('clock', seed);
    const log = await AuditLog.open(folder, { origin: 'clock', signer });
    const running = await run(POLICIES, { service: { clock: steady() }, audit: log });
    const { agents, delegations, callers } = running.service.registriesFor(COMMAND, 'create');
    const inAMinute = new Date(START + 60_000).toISOString();
    await agents.register('agent', { id: 'brief', policies: ['p'], expires: inAMinute });
    await delegations.create({ id: 'd', from: 'user:alice', to: 'bot', scopes: ['read'] });
    const consent = await delegations.consent({ delegation: 'd', scopes: ['read'] }, 'user:alice');
    const caller = await callers.create({ id: 'c', policies: ['polc-admin'] });
    await running.service.settle();
    const outcomes = async () => {
      const ask = async (request: object) => (await running.call('POST', '/v1/decide', { operation: 'read', path: 'kv/a', ...request })).json.outcome;
      const key = await fetch(`${running.server.base}/v1/policies`, { headers: { authorization: `Bearer ${caller.key}` } });
      return [await ask({ agent: 'brief' }), await ask({ agent: 'bot', delegation: { id: 'd' } }), key.status];
    };
    expect(await outcomes()).toEqual(['allowed', 'allowed', 200]);
    pass(30_000);
    await delegations.withdraw(consent.id, 'user:alice');
    await callers.rotate('c');
    pass(31_000);
    await running.service.settle();
    const over = ['expired', 'expired', 401];
    expect(await outcomes()).toEqual(over);
    wall = START - HOUR;
    expect(await outcomes()).toEqual(over);
    pass(1_000);
    expect(await outcomes()).toEqual(over);
    await running.end();
    expect(verifyLog(folder, { verifier: signer }).faults).toEqual([]);
    const times = [...readEntries(folder)].map(({ entry }) => String(entry.time));
    expect(times).toEqual([...times].sort());
  });

  it('has consents withdrawn whose withdrawal has not come by the clock of another node', async () => {
    const file = join(root, 'shared.db');
    const a = await run(POLICIES, { store: () => openSqlite(file), service: { clock: () => START + HOUR } });
    const { delegations } = a.service.registriesFor(COMMAND, 'create');
    await delegations.create({ id: 'd', from: 'user:alice', to: 'bot', scopes: ['read'] });
    const consent = await a.service.registriesFor(COMMAND, 'create').delegations.consent({ delegation: 'd', scopes: ['read'] }, 'user:alice');
    await delegations.withdraw(consent.id, 'user:alice');
    await a.service.settle();
    for (const time of [START, START + HOUR, START + HOUR + 1]) {
      const { allowed, outcome } = a.service.current.engine.decide({
        agent: 'bot',
        delegation: { id: 'd' },
        operation: 'read',
        path: 'kv/a',
        context: { time },
      });
      expect([allowed, outcome]).toEqual([false, 'expired']);
    }
    await a.end();
  });

  it('writes a log that verifies where its times go back', async () => {
    const folder = mkdtempSync(join(root, 'audit-'));
    const signer = signerOf('clock', Buffer.alloc(32, 5));
    const log = await AuditLog.open(folder, { origin: 'clock', signer });
    const trail = new AuditTrail({ append: (entry) => log.append(entry), hash: new KeyedHash(Buffer.alloc(32)), sealing: null, node: 'n', clock: () => wall });
    for (const step of [0, 1_000, -HOUR, 5, -HOUR]) {
      wall += step;
      await trail.happened(COMMAND, 'started', 'x');
    }
    await log.close();
    expect(verifyLog(folder, { verifier: signer })).toMatchObject({ size: 5, signed: 5, faults: [] });
    const again = await AuditLog.open(folder, { origin: 'clock', signer });
    expect(again.size).toBe(5);
    await again.close();
  });
});
