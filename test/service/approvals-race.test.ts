// Approvals while several nodes share a store: a question is asked once, every answer counts, and what was approved is spent by one. On both engines.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, openSqlite, type Store, type StoredApproval } from '@polc/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Approvals } from '../../service/approvals/approvals.js';
import { runs } from '../runs.js';
import { requestFor, wanted } from './approval-request.js';
import { type Postgres, startPostgres } from './postgres.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-approvals-race-'));
const ROUNDS = runs(10).numRuns;
let postgres: Postgres;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.end();
  rmSync(folder, { recursive: true, force: true });
});

const ENGINES: readonly [string, () => Promise<readonly [Store, Store]>][] = [
  [
    'SQLite',
    async () => {
      const file = join(folder, `${count++}.db`);
      return [await openSqlite(file), await openSqlite(file)];
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await postgres.database();
      return [openPostgres(url), openPostgres(url)];
    },
  ],
];

describe.each(ENGINES)('on %s', (_, open) => {
  let stores: readonly [Store, Store];
  let nodes: readonly [Approvals, Approvals];

  beforeEach(async () => {
    stores = await open();
    await stores[0].migrate();
    const settings = { groupsOf: (user: string) => (user.startsWith('f') ? ['finance'] : []) };
    nodes = [new Approvals(stores[0], settings), new Approvals(stores[1], settings)];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
  });

  it('nodes that want the same at once ask once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const request = requestFor([wanted({ name: 'a' }), wanted({ name: 'b' })], { action: `sha256:${round % 5}` });
      const opened = await Promise.all([0, 1, 0, 1].map((node) => (nodes[node] as Approvals).open(request)));
      expect(new Set(opened.map((each) => each.map(({ id }) => id).join())).size).toBe(1);
      const pending = await nodes[0].list({ action: request.action, state: 'pending' }, { limit: 100 });
      expect(pending).toHaveLength(2);
      // So that the same is asked again, one turn on.
      for (const { id } of pending) await nodes[round % 2 === 0 ? 0 : 1].cancel(id, 'caller:x');
    }
    expect(await nodes[0].list({}, { limit: 1_000 })).toHaveLength(2 * ROUNDS);
  });

  it('all who answer at once are heard, and one denial is enough', async () => {
    const [open] = await nodes[0].open(requestFor([wanted({ count: 6 })]));
    const { id } = open as StoredApproval;
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => (nodes[i % 2] as Approvals).answer(id, `user:f${i}`, [], 'approve')));
    expect(answers.map(({ state }) => state).sort()).toEqual(['approved', ...Array.from({ length: 5 }, () => 'pending')]);
    expect((await nodes[1].factsFor(open?.action ?? '')).map(({ by }) => by).sort()).toEqual(
      ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'].map((name) => `user:${name}`),
    );

    for (let round = 0; round < ROUNDS; round++) {
      const [both] = await nodes[0].open(requestFor([wanted({ count: 2 })], { action: `sha256:two-${round}` }));
      await nodes[0].answer(both?.id ?? '', 'user:f1', [], 'approve');
      const ends = await Promise.allSettled([
        nodes[0].answer(both?.id ?? '', 'user:f2', [], 'approve'),
        nodes[1].answer(both?.id ?? '', 'user:f3', [], 'deny'),
      ]);
      const words = ends.map((end) => (end.status === 'fulfilled' ? end.value.state : end.reason.code));
      // Whoever comes second is told so.
      expect([
        ['approved', 'already_answered'],
        ['already_answered', 'denied'],
      ]).toContainEqual(words);
      expect((await nodes[0].get(both?.id ?? ''))?.state).toBe(words.find((word) => word !== 'already_answered'));
    }
  });

  it('the same person who answers twice at once counts once', async () => {
    const [open] = await nodes[0].open(requestFor([wanted({ count: 2 })]));
    const { id } = open as StoredApproval;
    const ends = await Promise.allSettled(nodes.map((node) => node.answer(id, 'user:f1', [], 'approve')));
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value.state : end.reason.code)).sort()).toEqual(['already_answered', 'pending']);
  });

  it('of two decisions on the same approvals exactly one gets all of them', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const request = requestFor([wanted({ name: 'a' }), wanted({ name: 'b' })], { action: `sha256:${round}` });
      const ids = (await nodes[0].open(request)).map(({ id }) => id);
      for (const id of ids) await nodes[0].answer(id, 'user:f1', [], 'approve');
      const ends = await Promise.all([0, 1, 0, 1].map((node, i) => (nodes[node] as Approvals).use(i < 2 ? ids : [...ids].reverse(), `decision-${i}`)));
      expect(ends.filter((end) => end === null)).toHaveLength(1);
      expect(ends.filter((end) => end === 'used_already')).toHaveLength(3);
      const winner = `decision-${ends.indexOf(null)}`;
      expect(await Promise.all(ids.map(async (id) => (await nodes[1].get(id))?.body.used_by))).toEqual([winner, winner]);
    }
  });

  it('what is used and taken back at once is one of the two', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [open] = await nodes[0].open(requestFor([wanted()], { action: `sha256:${round}` }));
      const { id } = open as StoredApproval;
      await nodes[0].answer(id, 'user:f1', [], 'approve');
      const [used, cancelled] = await Promise.all([
        nodes[0].use([id], 'd'),
        nodes[1].cancel(id, 'user:f1').then(
          ({ state }) => state,
          (error: { code: string }) => error.code,
        ),
      ]);
      expect([
        [null, 'already_answered'],
        ['not_approved', 'cancelled'],
      ]).toContainEqual([used, cancelled]);
    }
  });
});
