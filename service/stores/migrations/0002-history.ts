// What records were, so that a decision of long ago can be decided again as it was then.

import { type Kysely, sql } from 'kysely';
import type { EngineName } from '../store.js';

export async function up(db: Kysely<unknown>, engine: EngineName): Promise<void> {
  const id = engine === 'sqlite' ? 'text' : sql`text collate "C"`;
  await db.schema
    .createTable('history')
    .addColumn('version', 'bigint', (column) => column.primaryKey())
    .addColumn('kind', id, (column) => column.notNull())
    .addColumn('id', id, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('history_of_record').on('history').columns(['kind', 'id', 'version']).execute();
  // What is there already: of what it was before nothing is known.
  await sql`insert into history (version, kind, id, body, created_at, changed_at, deleted)
    select version, kind, id, body, created_at, changed_at, deleted from records`.execute(db);
}
