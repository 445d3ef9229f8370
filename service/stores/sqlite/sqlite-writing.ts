// How SQLite writes when other processes do: it holds the file before it reads what it will change, and waits for the others without holding up its own process.

import { type CompiledQuery, type DatabaseConnection, SelectQueryNode, SqliteDriver } from 'kysely';
import type Database from 'libsql';
import type { StoreError } from '../store-error.js';

export class SqliteWriting extends SqliteDriver {
  readonly #database: Database.Database;
  readonly #patience: number;
  #holding = false;

  /** `patience`: milliseconds that others are waited for. */
  constructor(database: Database.Database, patience: number) {
    super({ database });
    this.#database = database;
    this.#patience = patience;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) =>
        this.#holding || SelectQueryNode.is(query.query) ? connection.executeQuery(query) : this.#alone(() => connection.executeQuery(query)),
      streamQuery: (query: CompiledQuery, size) => connection.streamQuery(query, size),
    };
  }

  /** WHY at once, and not with the first write: what was read before it may be old by then, and it fails, however long others are waited for. */
  override async beginTransaction(): Promise<void> {
    await this.#begin();
    this.#holding = true;
  }

  override async commitTransaction(): Promise<void> {
    this.#database.exec('commit');
    this.#holding = false;
  }

  override async rollbackTransaction(): Promise<void> {
    this.#holding = false;
    this.#database.exec('rollback');
  }

  /** A statement that writes, in a transaction of its own. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    await this.#begin();
    try {
      const answer = await work();
      this.#database.exec('commit');
      return answer;
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }

  /**
   * WHY `exec`: a prepared statement that finds the file held stays open, and no later transaction can be committed.
   * WHY not SQLite's own waiting: nothing else would run in this process meanwhile, not even what is waited for.
   */
  async #begin(): Promise<void> {
    await whenFree(this.#patience, () => this.#database.exec('begin immediate'));
  }
}

/** Again and again while others hold the file, for so many milliseconds. */
export async function whenFree(patience: number, work: () => void): Promise<void> {
  const until = performance.now() + patience;
  for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
    try {
      work();
      return;
    } catch (error) {
      if (wordFor(error) !== 'busy' || performance.now() + pause > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }
}

/** What an error of SQLite's is in a word of the store's; null for one that is none. */
export function wordFor(error: unknown): StoreError['code'] | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(error.code)) return 'busy';
  if (/^SQLITE_CONSTRAINT/.test(error.code)) return 'conflict';
  return error.code.startsWith('SQLITE') ? 'unavailable' : null;
}
