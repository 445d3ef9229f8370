// What every store keeps, whatever it is made of. Long: it is one contract, and each store is held to the whole of it.

import type { Change, Store, StoredGrant, StoredRecord } from '@polc/service';
import { afterEach, describe, expect, it } from 'vitest';

/** Opens one more store on the same data; `fresh` makes new data first. Times are the clock's. */
export interface StoreMaker {
  fresh(): Promise<void>;
  open(clock?: () => number): Promise<Store>;
}

const NOW = Date.parse('2026-05-04T10:00:00Z');
const agent = (id: string, more: Partial<Change> = {}): Change => ({ kind: 'agent', id, body: { id }, ...more });
const grant = (id: string, more: Partial<StoredGrant> = {}) => ({
  ...{ id, agent: 'a', body: { path: 'x' }, uses: 1, issuedAt: NOW, expires: NOW + 60_000 },
  ...more,
});

export function storeSuite(maker: StoreMaker): void {
  const opened: Store[] = [];
  const open = async (clock: () => number = () => NOW) => {
    const store = await maker.open(clock);
    opened.push(store);
    return store;
  };
  const fresh = async (clock?: () => number) => {
    await maker.fresh();
    const store = await open(clock);
    await store.migrate();
    return store;
  };
  const put = (store: Store, ...changes: readonly Change[]) =>
    store.change(async (records) => {
      const made = [];
      for (const change of changes) made.push(await records.put(change));
      return made;
    });

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  describe('records', () => {
    it('are kept with the version of their last change', async () => {
      const store = await fresh();
      expect(await store.version()).toBe(0);
      const [one, two] = await put(store, agent('a', { body: { id: 'a', policies: ['p'] } }), agent('b'));
      expect([one?.version, two?.version, await store.version()]).toEqual([1, 2, 2]);
      expect(await store.get('agent', 'a')).toEqual({
        ...{ kind: 'agent', id: 'a', body: { id: 'a', policies: ['p'] }, version: 1 },
        ...{ createdAt: NOW, changedAt: NOW, deleted: false },
      });
      expect(await store.get('agent', 'c')).toBeNull();
      expect(await store.get('user', 'a')).toBeNull();
    });

    it('are told in the order of their changes, the deleted among them', async () => {
      const store = await fresh();
      await put(store, agent('a'), agent('b'), agent('c'));
      await put(store, agent('a', { body: { id: 'a', owner: 'x' } }), agent('b', { body: null }));
      expect((await store.since(0)).map(({ id, version, deleted }) => [id, version, deleted])).toEqual([
        ['c', 3, false],
        ['a', 4, false],
        ['b', 5, true],
      ]);
      expect((await store.since(4)).map(({ id }) => id)).toEqual(['b']);
      expect(await store.since(5)).toEqual([]);
      expect(await store.get('agent', 'b')).toBeNull();
      expect((await store.list('agent', { limit: 10 })).map(({ id }) => id)).toEqual(['a', 'c']);
    });

    it('keep the time they were made at, unless they were gone', async () => {
      let now = NOW;
      const store = await fresh(() => now);
      await put(store, agent('a'));
      now += 5;
      await put(store, agent('a'));
      expect(await store.get('agent', 'a')).toMatchObject({ createdAt: NOW, changedAt: NOW + 5 });
      await put(store, agent('a', { body: null }));
      now += 5;
      await put(store, agent('a'));
      expect(await store.get('agent', 'a')).toMatchObject({ createdAt: NOW + 10, changedAt: NOW + 10 });
    });

    it('are changed all or none', async () => {
      const store = await fresh();
      await put(store, agent('a'));
      await expect(
        store.change(async (records) => {
          await records.put(agent('b'));
          await records.put(agent('a', { expected: 7 }));
        }),
      ).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' });
      await expect(
        store.change(async (records) => {
          await records.put(agent('c'));
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect([await store.get('agent', 'b'), await store.get('agent', 'c'), await store.version()]).toEqual([null, null, 1]);
    });

    it('are what they were at each version', async () => {
      const store = await fresh();
      await put(store, agent('a'), agent('b'));
      await put(store, agent('a', { body: { id: 'a', owner: 'x' } }));
      await put(store, agent('b', { body: null }), agent('c'));
      const at = async (version: number) => (await store.at(version)).map(({ id, body }) => [id, body.owner ?? null]);
      expect(await at(0)).toEqual([]);
      expect(await at(1)).toEqual([['a', null]]);
      expect(await at(2)).toEqual([
        ['a', null],
        ['b', null],
      ]);
      expect(await at(3)).toEqual([
        ['b', null],
        ['a', 'x'],
      ]);
      expect(await at(5)).toEqual([
        ['a', 'x'],
        ['c', null],
      ]);
      expect((await store.at(5)).map(({ version }) => version)).toEqual((await store.since(0)).filter(({ deleted }) => !deleted).map(({ version }) => version));
    });

    it('are refused where they are not what was expected', async () => {
      const store = await fresh();
      await put(store, agent('a', { expected: 0 }));
      await expect(put(store, agent('a', { expected: 0 }))).rejects.toMatchObject({ code: 'conflict', message: 'the agent "a" is there already' });
      await put(store, agent('a', { expected: 1 }));
      await expect(put(store, agent('a', { expected: 1 }))).rejects.toMatchObject({ code: 'conflict', message: 'the agent "a" was changed meanwhile' });
      await expect(put(store, agent('b', { expected: 1 }))).rejects.toMatchObject({ code: 'conflict' });
      await expect(put(store, agent('b', { body: null }))).rejects.toMatchObject({ code: 'not_found' });
      await put(store, agent('a', { body: null, expected: 2 }));
      await put(store, agent('a', { expected: 0 }));
      expect(await store.get('agent', 'a')).toMatchObject({ version: 4 });
    });

    it('have names that no other of their kind has', async () => {
      const store = await fresh();
      const named = (id: string, value: string, kind: Change['kind'] = 'agent') =>
        put(store, { kind, id, body: { id }, names: [{ name: 'display_name', value }] });
      await named('a', 'Reviewer');
      await expect(named('b', 'Reviewer')).rejects.toMatchObject({
        code: 'conflict',
        message: 'another agent has the display name "Reviewer"',
      });
      await named('b', 'reviewer');
      await named('a', 'Reviewer', 'user');
      expect((await store.named('agent', 'display_name', 'Reviewer'))?.id).toBe('a');
      expect((await store.named('agent', 'display_name', 'reviewer'))?.id).toBe('b');
      expect(await store.named('agent', 'spiffe', 'Reviewer')).toBeNull();
      // Given up, and free again.
      await put(store, agent('a'));
      await named('c', 'Reviewer');
      await put(store, agent('c', { body: null }));
      await named('d', 'Reviewer');
      expect((await store.named('agent', 'display_name', 'Reviewer'))?.id).toBe('d');
    });

    it('are told apart by case, and listed in the order of code points, a page at a time', async () => {
      const store = await fresh();
      const ids = ['a', 'B', 'ä', 'A', 'z', 'a b', '\u{1d4b3}', '\uff21', "x'; drop table records; --", '%', '_'];
      await put(store, ...ids.map((id) => agent(id)));
      const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect((await store.list('agent', { limit: 100 })).map(({ id }) => id)).toEqual(sorted);
      const pages: string[] = [];
      for (let after = ''; ; ) {
        const page = await store.list('agent', { after, limit: 3 });
        if (page.length === 0) break;
        pages.push(...page.map(({ id }) => id));
        after = pages.at(-1) as string;
      }
      expect(pages).toEqual(sorted);
      expect(await store.list('user', { limit: 100 })).toEqual([]);
    });

    it('hold any JSON', async () => {
      const store = await fresh();
      const body = {
        text: '\u0000 \ud800 "\\ \u2028',
        long: 'x'.repeat(300_000),
        numbers: [0, -1.5, 1e300, 2 ** 53],
        nested: { a: [null, true, {}] },
        __proto: 1,
      };
      await put(store, agent('a', { body }));
      expect((await store.get('agent', 'a'))?.body).toEqual(body);
    });

    it('are changed one after another, by however many at once', async () => {
      const store = await fresh();
      const other = await open();
      await put(store, agent('counter', { body: { n: 0 } }));
      const raise = (by: Store) =>
        by.change(async (records) => {
          const before = (await records.get('agent', 'counter')) as StoredRecord;
          await records.put(agent('counter', { body: { n: Number(before.body.n) + 1 } }));
        });
      await Promise.all(Array.from({ length: 40 }, (_, i) => raise(i % 2 === 0 ? store : other)));
      expect((await store.get('agent', 'counter'))?.body).toEqual({ n: 40 });
      expect(await other.version()).toBe(41);
    });

    it('are told of to those who watch, whoever changed them', async () => {
      const store = await fresh();
      const other = await open();
      let told = 0;
      const end = other.watch(() => told++);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = told;
      await put(store, agent('a'));
      await expect.poll(() => told, { timeout: 3_000, interval: 5 }).toBeGreaterThan(before);
      end();
      const after = told;
      await put(store, agent('b'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(told).toBe(after);
    });
  });

  describe('grants', () => {
    it('are spent as often as they may be, by whomever', async () => {
      const store = await fresh();
      const other = await open();
      await store.issue(grant('g', { uses: 7 }));
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? store : other).spend('g', NOW)));
      expect(answers.filter((answer) => answer === 'spent')).toHaveLength(7);
      expect(answers.filter((answer) => answer === 'used_up')).toHaveLength(23);
      expect(await store.grant('g')).toEqual({ ...grant('g', { uses: 7 }), spent: 7, revokedAt: null });
    });

    it('are not spent once they ended, were revoked, or never were', async () => {
      const store = await fresh();
      await store.issue(grant('g'));
      await store.issue(grant('h'));
      expect(await store.spend('g', NOW + 60_000)).toBe('expired');
      expect(await store.spend('g', NOW + 59_999)).toBe('spent');
      expect(await store.revoke('h', NOW)).toBe(true);
      expect(await store.revoke('h', NOW)).toBe(false);
      expect(await store.spend('h', NOW)).toBe('revoked');
      expect(await store.spend('G', NOW)).toBe('unknown');
      expect(await store.revoke('i', NOW)).toBe(false);
      expect(await store.grant('i')).toBeNull();
      await expect(store.issue(grant('g'))).rejects.toMatchObject({ code: 'conflict' });
    });

    it('are listed by agent, and swept when they are long over', async () => {
      const store = await fresh();
      for (const [id, agent, ends] of [
        ['1', 'a', 10],
        ['2', 'b', 10],
        ['3', 'a', 20],
      ] as const)
        await store.issue(grant(id, { agent, expires: NOW + ends }));
      expect((await store.grants('a', { limit: 10 })).map(({ id }) => id)).toEqual(['1', '3']);
      expect((await store.grants(null, { after: '1', limit: 1 })).map(({ id }) => id)).toEqual(['2']);
      expect(await store.sweep(NOW + 10)).toBe(2);
      expect((await store.grants(null, { limit: 10 })).map(({ id }) => id)).toEqual(['3']);
    });
  });

  describe('approvals', () => {
    const approval = { id: 'p', action: 'sha256:a', requirement: 'sha256:r', body: { votes: [] }, createdAt: NOW, expires: NOW + 1 };

    it('go on from the state that was read, or not at all', async () => {
      const store = await fresh();
      await store.openApproval(approval);
      expect(await store.approval('p')).toEqual({ ...approval, state: 'pending', version: 1 });
      const next = await store.updateApproval('p', 1, { state: 'approved', body: { votes: ['carol'] } });
      expect(next).toEqual({ ...approval, state: 'approved', body: { votes: ['carol'] }, version: 2 });
      await expect(store.updateApproval('p', 1, { state: 'denied', body: {} })).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.updateApproval('q', 1, { state: 'denied', body: {} })).rejects.toMatchObject({ code: 'not_found' });
      await expect(store.openApproval(approval)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('are found by what they are for', async () => {
      const store = await fresh();
      await store.openApproval(approval);
      await store.openApproval({ ...approval, id: 'q', action: 'sha256:b' });
      await store.updateApproval('q', 1, { state: 'denied', body: {} });
      const ids = async (filter: Parameters<Store['approvals']>[0]) => (await store.approvals(filter, { limit: 10 })).map(({ id }) => id);
      expect([await ids({}), await ids({ action: 'sha256:b' }), await ids({ state: 'pending' }), await ids({ action: 'sha256:b', state: 'pending' })]).toEqual([
        ['p', 'q'],
        ['q'],
        ['p'],
        [],
      ]);
    });

    it('are forgotten when their question is long over, whatever became of it', async () => {
      const store = await fresh();
      for (const [id, ends] of [
        ['p', 10],
        ['q', 20],
        ['r', 21],
      ] as const)
        await store.openApproval({ ...approval, id, expires: NOW + ends });
      await store.updateApproval('q', 1, { state: 'approved', body: {} });
      expect(await store.forgetApprovals(NOW + 20)).toBe(2);
      expect((await store.approvals({}, { limit: 10 })).map(({ id }) => id)).toEqual(['r']);
      await expect(store.updateApproval('q', 2, { state: 'approved', body: {} })).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('what may be seen once', () => {
    it('is seen first by one', async () => {
      const store = await fresh();
      const other = await open();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? store : other).first('dpop', 'jti', NOW + 10, NOW)));
      expect(answers.filter((first) => first)).toHaveLength(1);
      expect(await store.first('jwt', 'jti', NOW + 10, NOW)).toBe(true);
      expect(await store.first('dpop', 'JTI', NOW + 10, NOW)).toBe(true);
    });

    it('may be seen again once it expired', async () => {
      const store = await fresh();
      expect(await store.first('dpop', 'jti', NOW + 10, NOW)).toBe(true);
      expect(await store.first('dpop', 'jti', NOW + 20, NOW + 9)).toBe(false);
      expect(await store.first('dpop', 'jti', NOW + 20, NOW + 10)).toBe(true);
      expect(await store.sweep(NOW + 20)).toBe(1);
      expect(await store.first('dpop', 'jti', NOW + 30, NOW + 11)).toBe(true);
    });
  });

  describe('migrations', () => {
    it('run once, whoever starts, however many at once', async () => {
      await maker.fresh();
      const stores = [await open(), await open(), await open()];
      await Promise.all(stores.map((store) => store.migrate()));
      await put(stores[0] as Store, agent('a'));
      await Promise.all(stores.map((store) => store.migrate()));
      expect(await stores[2]?.version()).toBe(1);
    });
  });
}
