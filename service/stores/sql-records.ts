// Records in their tables: how they are read, and how one change after another writes them.

import type { JsonObject } from '@polc/runtime';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Tables } from './schema.js';
import { type Change, MAX_PAGE, type Page, type RecordKind, type StoredRecord, type Writing } from './store.js';
import { StoreError } from './store-error.js';

export class Writer implements Writing {
  version: number;
  readonly #open: Transaction<Tables>;
  readonly #from: number;
  readonly #now: number;

  constructor(open: Transaction<Tables>, version: number, now: number) {
    this.#open = open;
    this.#from = version;
    this.version = version;
    this.#now = now;
  }

  get changed(): boolean {
    return this.version > this.#from;
  }

  get(kind: RecordKind, id: string): Promise<StoredRecord | null> {
    return getRecord(this.#open, kind, id);
  }

  named(kind: RecordKind, name: string, value: string): Promise<StoredRecord | null> {
    return getNamed(this.#open, kind, name, value);
  }

  list(kind: RecordKind, page: Page): Promise<readonly StoredRecord[]> {
    return listRecords(this.#open, kind, page);
  }

  async put({ kind, id, body, names = [], expected }: Change): Promise<StoredRecord> {
    const before = await getRow(this.#open, kind, id);
    const there = before !== undefined && before.deleted === 0;
    if (expected !== undefined && expected !== (there ? before.version : 0)) {
      throw new StoreError('conflict', `the ${kind} ${JSON.stringify(id)} ${expected === 0 ? 'is there already' : 'was changed meanwhile'}`);
    }
    if (body === null && !there) throw new StoreError('not_found', `there is no ${kind} ${JSON.stringify(id)}`);
    this.version++;
    const row = {
      ...{ kind, id, version: this.version, changed_at: this.#now, deleted: body === null ? 1 : 0 },
      body: body === null ? (before as Selectable<Tables['records']>).body : JSON.stringify(body),
      created_at: there ? before.created_at : this.#now,
    };
    const { kind: _, id: __, ...again } = row;
    await this.#open.insertInto('history').values(row).execute();
    await this.#open
      .insertInto('records')
      .values(row)
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(again))
      .execute();
    await this.#open.deleteFrom('names').where('kind', '=', kind).where('id', '=', id).execute();
    for (const { name, value } of body === null ? [] : names) await this.#claim(kind, id, name, value);
    return recordOf(row);
  }

  async #claim(kind: string, id: string, name: string, value: string): Promise<void> {
    const { numInsertedOrUpdatedRows } = await this.#open
      .insertInto('names')
      .values({ kind, name, value, id })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) === 0n) {
      throw new StoreError('conflict', `another ${kind} has the ${name.replaceAll('_', ' ')} ${JSON.stringify(value)}`);
    }
  }
}

type Reader = Kysely<Tables> | Transaction<Tables>;

function getRow(db: Reader, kind: string, id: string): Promise<Selectable<Tables['records']> | undefined> {
  return db.selectFrom('records').selectAll().where('kind', '=', kind).where('id', '=', id).executeTakeFirst();
}

export async function getRecord(db: Reader, kind: RecordKind, id: string): Promise<StoredRecord | null> {
  const row = await getRow(db, kind, id);
  return row === undefined || row.deleted === 1 ? null : recordOf(row);
}

export async function getNamed(db: Reader, kind: RecordKind, name: string, value: string): Promise<StoredRecord | null> {
  const found = await db.selectFrom('names').select('id').where('kind', '=', kind).where('name', '=', name).where('value', '=', value).executeTakeFirst();
  return found === undefined ? null : getRecord(db, kind, found.id);
}

export async function listRecords(db: Reader, kind: RecordKind, { after = '', limit }: Page): Promise<readonly StoredRecord[]> {
  const rows = db.selectFrom('records').selectAll().where('kind', '=', kind).where('deleted', '=', 0).where('id', '>', after);
  return (await rows.orderBy('id').limit(boundOf(limit)).execute()).map(recordOf);
}

export function boundOf(limit: number): number {
  return Math.max(1, Math.min(limit, MAX_PAGE));
}

export function recordOf({ kind, id, body, version, created_at, changed_at, deleted }: Selectable<Tables['records']>): StoredRecord {
  return { kind: kind as RecordKind, id, body: JSON.parse(body) as JsonObject, version, createdAt: created_at, changedAt: changed_at, deleted: deleted === 1 };
}
