// The store on SQLite: what every store keeps, and what is a file's own.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@polc/service';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { storeSuite } from './store-suite.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-sqlite-'));
let count = 0;
const path = () => join(folder, `store-${count}.db`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a store on SQLite', () => {
  storeSuite({
    fresh: async () => {
      count++;
    },
    open: (clock) => openSqlite(path(), { ...(clock === undefined ? {} : { clock }), interval: 10 }),
  });

  it('is for its owner alone', async () => {
    count++;
    const store = await openSqlite(path());
    await store.migrate();
    await store.close();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('is waited for while somebody else makes it, and no longer than is said', async () => {
    count++;
    const other = new Database(path());
    other.exec('begin exclusive');
    await expect(openSqlite(path(), { patience: 20 })).rejects.toMatchObject({ code: 'unavailable' });
    const opened = openSqlite(path(), { patience: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    other.exec('commit');
    other.close();
    const store = await opened;
    await store.migrate();
    await store.close();
  });

  it('is refused where there is no folder, or no database', async () => {
    await expect(openSqlite(join(folder, 'none', 'store.db'))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(openSqlite(folder)).rejects.toMatchObject({ code: 'unavailable' });
    const file = join(folder, 'text.db');
    writeFileSync(file, 'this is no database, and longer than the header of one would be'.repeat(100));
    await expect(openSqlite(file).then((store) => store.migrate())).rejects.toMatchObject({ code: 'unavailable' });
  });
});
