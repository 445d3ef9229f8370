// SQLite, embedded: one file, which several processes of one machine may have open at once.

import { closeSync, openSync } from 'node:fs';
import { type Dialect, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import Database from 'libsql';
import type { Tables } from '../schema.js';
import { type SqlEngine, SqlStore } from '../sql-store.js';
import type { Store } from '../store.js';
import { StoreError } from '../store-error.js';
import { SqliteWriting, whenFree, wordFor } from './sqlite-writing.js';

export interface SqliteOptions {
  /** Milliseconds that a change, or the opening, waits for the changes of other processes. */
  readonly patience?: number;
  /** Milliseconds between two looks for changes of other processes. */
  readonly interval?: number;
  readonly clock?: () => number;
}

class SqliteWithSchemaChanges extends SqliteAdapter {
  /** So that of several processes that start at once one migrates, and the others find it done. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** `path`: of the file, made where there is none; for its owner alone. @throws StoreError unavailable */
export async function openSqlite(path: string, { patience = 2_000, interval = 50, clock }: SqliteOptions = {}): Promise<Store> {
  const database = await openDatabase(path, patience);
  const dialect: Dialect = {
    createAdapter: () => new SqliteWithSchemaChanges(),
    createDriver: () => new SqliteWriting(database, patience),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  const db = new Kysely<Tables>({ dialect });
  const listeners = new Set<() => void>();
  const announce = () => {
    for (const listener of listeners) listener();
  };
  // Changes when another process has written.
  const mark = () => (database.pragma('data_version') as readonly { data_version: number }[])[0]?.data_version;
  let last = mark();
  const timer = setInterval(() => {
    if (listeners.size === 0) return;
    try {
      const now = mark();
      if (now === last) return;
      last = now;
    } catch {
      // Whoever is called finds out.
    }
    announce();
  }, interval).unref();
  const engine: SqlEngine = {
    name: 'sqlite',
    db,
    // The transaction holds the file already.
    hold: async (open) => (await open.selectFrom('counters').select('value').where('name', '=', 'records').executeTakeFirstOrThrow()).value,
    announce: async () => {
      setImmediate(announce);
    },
    watch: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    wordFor,
    close: async () => {
      clearInterval(timer);
      await db.destroy();
    },
  };
  return new SqlStore(engine, clock);
}

async function openDatabase(path: string, patience: number): Promise<Database.Database> {
  try {
    closeSync(openSync(path, 'a', 0o600));
    const database = new Database(path);
    database.pragma('busy_timeout = 0');
    // Of several that find a new file one changes it, holding it.
    await whenFree(patience, () => database.pragma('journal_mode = wal'));
    // What was answered for is on the disk.
    database.pragma('synchronous = full');
    return database;
  } catch (error) {
    throw new StoreError('unavailable', `${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
