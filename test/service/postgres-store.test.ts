// The store on PostgreSQL, on a real server: what every store keeps, and what it does without one.

import { openPostgres } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from './postgres.js';
import { storeSuite } from './store-suite.js';

let postgres: Postgres;
let url = '';

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.end());

describe('a store on PostgreSQL', () => {
  storeSuite({
    fresh: async () => {
      url = await postgres.database();
    },
    open: async (clock) => openPostgres(url, { ...(clock === undefined ? {} : { clock }), interval: 60_000 }),
  });

  it('is unavailable while there is no server, and there again with it', async () => {
    const store = openPostgres(await postgres.database(), { patience: 1_000, interval: 50 });
    await store.migrate();
    let told = 0;
    store.watch(() => told++);
    await postgres.stop();
    await expect(store.version()).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
    await expect(store.change((records) => records.put({ kind: 'agent', id: 'a', body: {} }))).rejects.toMatchObject({ code: 'unavailable' });
    await postgres.start();
    await expect.poll(() => store.version().catch(() => null), { timeout: 5_000 }).toBe(0);
    await store.change((records) => records.put({ kind: 'agent', id: 'a', body: {} }));
    const before = told;
    await expect.poll(() => told, { timeout: 3_000 }).toBeGreaterThan(before);
    await store.close();
  });

  it('is refused where the words to enter are wrong', async () => {
    const store = openPostgres((await postgres.database()).replace('polc:polc', 'polc:wrong'));
    await expect(store.version()).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });
});
