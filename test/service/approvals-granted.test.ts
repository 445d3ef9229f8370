// What was approved: a fact for a while, of one action, spent once; whatever the clock does. And the list of all of it.

import type { StoredApproval } from '@polc/service';
import { describe, expect, it } from 'vitest';
import { requestFor, wanted } from './approval-request.js';
import { ApprovalScene, bodyOf, REQUEST, refusalOf, START } from './approval-scene.js';

const scene = new ApprovalScene();

describe('what was approved', () => {
  it('is a fact of just that action and requirement, as long as its requirement says', async () => {
    const { id, requirement } = await scene.open(requestFor([wanted({ within: 60 })]));
    scene.now += 500;
    await scene.approve(id, 'user:carol', ['staff']);
    expect(await scene.facts()).toEqual([
      {
        ...{ id, by: 'user:carol', groups: ['staff', 'finance'], action: REQUEST.action, requirement },
        ...{ granted_at: '2026-05-04T10:00:00.500Z', expires: '2026-05-04T10:01:00.500Z' },
      },
    ]);
    expect(await scene.facts('sha256:other')).toEqual([]);
    expect(await scene.facts(REQUEST.action, START + 60_500)).toEqual([]);
    scene.now = START + 60_499;
    expect(await scene.facts()).toHaveLength(1);
    scene.now++;
    expect([await scene.facts(), (await scene.store.approval(id))?.state]).toEqual([[], 'expired']);
  });

  it('ends at a whole millisecond that can be written down, however long or odd it holds', async () => {
    const times = await Promise.all(
      [1.0005, 1e12].map(async (within) => {
        const { id, expires } = await scene.open(requestFor([wanted({ within })], { action: `sha256:${within}` }));
        await scene.approve(id);
        return [expires - START, (await scene.facts(`sha256:${within}`))[0]?.expires];
      }),
    );
    expect(times).toEqual([
      [1_000, '2026-05-04T10:00:01.000Z'],
      [600_000, '9999-12-31T23:59:59.999Z'],
    ]);
  });

  it('allows once', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    expect(await scene.approvals.use([id], 'd2')).toBeNull();
    expect([await scene.approvals.use([id], 'd3'), await scene.approvals.use([id], 'd2')]).toEqual(['used_already', 'used_already']);
    expect(await scene.facts()).toEqual([]);
    expect(bodyOf(await scene.approvals.get(id))).toMatchObject({ used_by: 'd2', used_at: START });
    expect(await refusalOf(scene.approvals.cancel(id, 'user:carol'))).toBe('already_answered');
    // It stays what it was: used, not expired.
    scene.now += 86_400_000;
    expect([(await scene.approvals.get(id))?.state, await scene.approvals.use([id], 'd4')]).toEqual(['approved', 'used_already']);
  });

  it('is spent whole or not at all', async () => {
    const [a, b] = await scene.approvals.open(requestFor([wanted({ name: 'a' }), wanted({ name: 'b' })]));
    const ids = [a?.id ?? '', b?.id ?? ''].sort() as [string, string];
    await scene.approve(ids[0]);
    expect(await scene.approvals.use(ids, 'd')).toBe('not_approved');
    expect(await scene.approvals.use([...ids, 'none'], 'd')).toBe('not_approved');
    await scene.approve(ids[1]);
    expect(await scene.approvals.use([...ids, 'none'], 'd')).toBe('unknown');
    expect(await scene.facts()).toHaveLength(2);
    expect(await scene.approvals.use([...ids, ...ids], 'd')).toBeNull();
    expect(await scene.approvals.use([], 'd')).toBeNull();
  });

  it('may be taken back until it is used', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    expect(await scene.approvals.cancel(id, 'user:carol')).toMatchObject({ state: 'cancelled', body: { cancelled_by: 'user:carol', cancelled_at: START } });
    expect([await scene.facts(), await scene.approvals.use([id], 'd')]).toEqual([[], 'not_approved']);
    expect((await scene.approvals.cancel(id, 'user:dave')).body.cancelled_by).toBe('user:carol');
    expect(await refusalOf(scene.approvals.cancel('none', 'user:dave'))).toBe('not_found');
    const denied = await scene.open(requestFor([wanted({ name: 'b' })]));
    await scene.deny(denied.id, 'user:carol');
    expect(await refusalOf(scene.approvals.cancel(denied.id, 'user:dave'))).toBe('already_answered');
  });
});

describe('a clock that is set back', () => {
  it('brings nothing back that was seen to be over', async () => {
    const [waiting, granted] = await scene.approvals.open(requestFor([wanted({ name: 'a' }), wanted({ name: 'b' })]));
    await scene.approve(granted?.id ?? '');
    scene.now += 600_000;
    expect(await scene.approvals.list({ state: 'expired' }, { limit: 10 })).toHaveLength(2);
    scene.now = START;
    expect(await refusalOf(scene.approve(waiting?.id ?? ''))).toBe('expired');
    expect([await scene.facts(), await scene.approvals.use([granted?.id ?? ''], 'd')]).toEqual([[], 'not_in_force']);
  });

  it('leaves what was granted later than now, and what was used, without force', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    scene.now -= 1;
    expect([await scene.facts(), await scene.approvals.use([id], 'd')]).toEqual([[], 'not_in_force']);
    scene.now += 1;
    expect(await scene.approvals.use([id], 'd')).toBeNull();
    scene.now -= 3_600_000;
    expect(await scene.approvals.use([id], 'd')).toBe('used_already');
  });
});

describe('the list of approvals', () => {
  it('has each state as it is now, page by page', async () => {
    const opened = await scene.approvals.open(requestFor(Array.from({ length: 8 }, (_, i) => wanted({ name: `n${i}`, within: i < 3 ? 60 : 300 }))));
    const ids = opened.map(({ id }) => id);
    await scene.approvals.answer(ids[3] ?? '', 'user:carol', [], 'deny');
    await scene.approve(ids[4] ?? '');
    await scene.approvals.cancel(ids[5] ?? '', 'user:alice');
    scene.now += 60_000;
    const listed = async (state?: StoredApproval['state']) =>
      (await scene.approvals.list(state === undefined ? {} : { state }, { limit: 100 })).map(({ id }) => ids.indexOf(id)).sort();
    expect(await listed('pending')).toEqual([6, 7]);
    expect(await listed('expired')).toEqual([0, 1, 2]);
    expect([await listed('denied'), await listed('approved'), await listed('cancelled')]).toEqual([[3], [4], [5]]);
    expect(await listed()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const pages: string[] = [];
    for (
      let page = await scene.approvals.list({}, { limit: 3 });
      page.length > 0;
      page = await scene.approvals.list({}, { limit: 3, after: page.at(-1)?.id ?? '' })
    ) {
      expect(page.length).toBeLessThanOrEqual(3);
      pages.push(...page.map(({ id }) => id));
    }
    expect(pages).toEqual([...ids].sort());
    expect(await scene.approvals.list({ action: 'sha256:other' }, { limit: 10 })).toEqual([]);
  });

  it('of an action is looked through to its end', async () => {
    const { id } = await scene.open();
    await scene.approve(id);
    const granted = (await scene.store.approval(id)) as StoredApproval;
    for (let i = 0; i < 201; i++)
      await scene.store.openApproval({ ...granted, id: `0${i}`, requirement: `sha256:${i}`, body: { ...granted.body, answers: [] } });
    expect((await scene.facts()).map((fact) => fact.id)).toEqual([id]);
    expect(await scene.approvals.list({ state: 'pending' }, { limit: 1_000 })).toHaveLength(201);
  });

  it('is full where there is enough, however many have expired before it', async () => {
    await scene.approvals.open(requestFor(Array.from({ length: 30 }, (_, i) => wanted({ name: `n${i}`, within: i % 2 === 0 ? 60 : 300 }))));
    scene.now += 60_000;
    expect(await scene.approvals.list({ state: 'pending' }, { limit: 10 })).toHaveLength(10);
  });
});
