// The store over SQL, for both engines: they differ in how a transaction begins, how others hear of a change, and what their errors are called.

import type { JsonObject } from '@polc/runtime';
import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import { migrate } from './migrations/index.js';
import type { Tables } from './schema.js';
import { boundOf, getNamed, getRecord, listRecords, recordOf, Writer } from './sql-records.js';
import type { EngineName, Page, RecordKind, SpendAnswer, Store, StoredApproval, StoredGrant, StoredRecord, Writing } from './store.js';
import { StoreError } from './store-error.js';

/** What an engine does in its own way. */
export interface SqlEngine {
  readonly name: EngineName;
  readonly db: Kysely<Tables>;
  /** Inside a transaction: whoever else changes records waits until it ends. Returns the version. */
  hold(open: Transaction<Tables>): Promise<number>;
  /** Inside a transaction: others hear of it once it is done. */
  announce(open: Transaction<Tables>): Promise<void>;
  watch(changed: () => void): () => void;
  /** A word for an error of the database; null for one that is polc's own fault. */
  wordFor(error: unknown): StoreError['code'] | null;
  close(): Promise<void>;
}

/** Counter: up to when what had expired was swept. */
const FORGOTTEN = 'forgotten';

export class SqlStore implements Store {
  readonly engine: EngineName;
  readonly #engine: SqlEngine;
  readonly #db: Kysely<Tables>;
  readonly #clock: () => number;

  constructor(engine: SqlEngine, clock: () => number = Date.now) {
    this.engine = engine.name;
    this.#engine = engine;
    this.#db = engine.db;
    this.#clock = clock;
  }

  migrate(): Promise<void> {
    return this.#asked(() => migrate(this.#db as unknown as Kysely<never>, this.engine));
  }

  version(): Promise<number> {
    return this.#asked(async () => (await this.#db.selectFrom('counters').select('value').where('name', '=', 'records').executeTakeFirstOrThrow()).value);
  }

  since(version: number): Promise<readonly StoredRecord[]> {
    return this.#asked(async () =>
      (await this.#db.selectFrom('records').selectAll().where('version', '>', version).orderBy('version').execute()).map(recordOf),
    );
  }

  at(version: number): Promise<readonly StoredRecord[]> {
    return this.#asked(async () => {
      const latest = this.#db
        .selectFrom('history')
        .select(({ fn }) => fn.max('version').as('version'))
        .where('version', '<=', version)
        .groupBy(['kind', 'id']);
      const rows = this.#db.selectFrom('history').selectAll().where('version', 'in', latest).where('deleted', '=', 0);
      return (await rows.orderBy('version').execute()).map(recordOf);
    });
  }

  get(kind: RecordKind, id: string): Promise<StoredRecord | null> {
    return this.#asked(() => getRecord(this.#db, kind, id));
  }

  named(kind: RecordKind, name: string, value: string): Promise<StoredRecord | null> {
    return this.#asked(() => getNamed(this.#db, kind, name, value));
  }

  list(kind: RecordKind, page: Page): Promise<readonly StoredRecord[]> {
    return this.#asked(() => listRecords(this.#db, kind, page));
  }

  change<T>(work: (records: Writing) => Promise<T>): Promise<T> {
    return this.#asked(() =>
      this.#db.transaction().execute(async (open) => {
        const writer = new Writer(open, await this.#engine.hold(open), this.#clock());
        const answer = await work(writer);
        if (writer.changed) {
          await open.updateTable('counters').set({ value: writer.version }).where('name', '=', 'records').execute();
          await this.#engine.announce(open);
        }
        return answer;
      }),
    );
  }

  watch(changed: () => void): () => void {
    return this.#engine.watch(changed);
  }

  issue({ issuedAt, body, ...grant }: Omit<StoredGrant, 'spent' | 'revokedAt'>): Promise<void> {
    const row: Insertable<Tables['grants']> = { ...grant, body: JSON.stringify(body), issued_at: issuedAt, spent: 0, revoked_at: null };
    return this.#asked(async () => {
      await this.#db.insertInto('grants').values(row).execute();
    });
  }

  grant(id: string): Promise<StoredGrant | null> {
    return this.#asked(async () => {
      const row = await this.#db.selectFrom('grants').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : grantOf(row);
    });
  }

  grants(agent: string | null, { after = '', limit }: Page): Promise<readonly StoredGrant[]> {
    return this.#asked(async () => {
      let rows = this.#db.selectFrom('grants').selectAll().where('id', '>', after);
      if (agent !== null) rows = rows.where('agent', '=', agent);
      return (await rows.orderBy('id').limit(boundOf(limit)).execute()).map(grantOf);
    });
  }

  spend(id: string, now: number): Promise<SpendAnswer> {
    return this.#asked(async () => {
      // One statement: of several nodes that race for the last use, one changes the row.
      const { numUpdatedRows } = await this.#db
        .updateTable('grants')
        .set((column) => ({ spent: column('spent', '+', 1) }))
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .where('expires', '>', now)
        .whereRef('spent', '<', 'uses')
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return 'spent';
      const grant = await this.#db.selectFrom('grants').selectAll().where('id', '=', id).executeTakeFirst();
      if (grant === undefined) return 'unknown';
      if (grant.revoked_at !== null) return 'revoked';
      return grant.expires <= now ? 'expired' : 'used_up';
    });
  }

  revoke(id: string, now: number): Promise<boolean> {
    return this.#asked(async () => {
      const { numUpdatedRows } = await this.#db
        .updateTable('grants')
        .set({ revoked_at: now })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }

  openApproval({ createdAt, body, ...approval }: Omit<StoredApproval, 'version' | 'state'>): Promise<void> {
    const row = { ...approval, body: JSON.stringify(body), created_at: createdAt, state: 'pending', version: 1 };
    return this.#asked(async () => {
      await this.#db.insertInto('approvals').values(row).execute();
    });
  }

  approval(id: string): Promise<StoredApproval | null> {
    return this.#asked(async () => {
      const row = await this.#db.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : approvalOf(row);
    });
  }

  approvals({ action, state }: { readonly action?: string; readonly state?: string }, { after = '', limit }: Page): Promise<readonly StoredApproval[]> {
    return this.#asked(async () => {
      let rows = this.#db.selectFrom('approvals').selectAll().where('id', '>', after);
      if (action !== undefined) rows = rows.where('action', '=', action);
      if (state !== undefined) rows = rows.where('state', '=', state);
      return (await rows.orderBy('id').limit(boundOf(limit)).execute()).map(approvalOf);
    });
  }

  updateApproval(id: string, version: number, { state, body }: Pick<StoredApproval, 'state' | 'body'>): Promise<StoredApproval> {
    return this.#asked(async () => {
      const row = await this.#db
        .updateTable('approvals')
        .set({ state, body: JSON.stringify(body), version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version)
        .returningAll()
        .executeTakeFirst();
      if (row !== undefined) return approvalOf(row);
      const there = await this.#db.selectFrom('approvals').select('version').where('id', '=', id).executeTakeFirst();
      if (there === undefined) throw new StoreError('not_found', `there is no approval ${JSON.stringify(id)}`);
      throw new StoreError('conflict', `the approval ${JSON.stringify(id)} was changed meanwhile`);
    });
  }

  forgetApprovals(before: number): Promise<number> {
    return this.#asked(async () => Number((await this.#db.deleteFrom('approvals').where('expires', '<=', before).executeTakeFirst()).numDeletedRows));
  }

  first(use: string, id: string, expires: number, now: number): Promise<boolean> {
    return this.#asked(async () => {
      const forgotten = await this.#db.selectFrom('counters').select('value').where('name', '=', FORGOTTEN).executeTakeFirst();
      // It may have been seen, and forgotten, by a clock that has gone back since.
      if (forgotten !== undefined && expires <= forgotten.value) return false;
      const { numInsertedOrUpdatedRows } = await this.#db
        .insertInto('seen')
        .values({ purpose: use, id, expires })
        // What expired counts no more, whether or not it was swept.
        .onConflict((conflict) => conflict.columns(['purpose', 'id']).doUpdateSet({ expires }).where('seen.expires', '<=', now))
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    });
  }

  sweep(before: number): Promise<number> {
    return this.#asked(async () => {
      await this.#db
        .insertInto('counters')
        .values({ name: FORGOTTEN, value: before })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: before }).where('counters.value', '<', before))
        .execute();
      const seen = await this.#db.deleteFrom('seen').where('expires', '<=', before).executeTakeFirst();
      const grants = await this.#db.deleteFrom('grants').where('expires', '<=', before).executeTakeFirst();
      return Number(seen.numDeletedRows + grants.numDeletedRows);
    });
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** @throws StoreError for whatever the database says */
  async #asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const code = this.#engine.wordFor(error);
      if (code === null) throw error;
      throw new StoreError(code, `the store: ${error instanceof Error ? error.message : String(error)}`, error);
    }
  }
}

function grantOf({ id, agent, body, uses, spent, issued_at, expires, revoked_at }: Selectable<Tables['grants']>): StoredGrant {
  return { id, agent, body: JSON.parse(body) as JsonObject, uses, spent, issuedAt: issued_at, expires, revokedAt: revoked_at };
}

function approvalOf({ state, body, created_at, ...rest }: Selectable<Tables['approvals']>): StoredApproval {
  return { ...rest, state: state as StoredApproval['state'], body: JSON.parse(body) as JsonObject, createdAt: created_at };
}
