// The tables of the first version.

import { type Kysely, sql } from 'kysely';
import type { EngineName } from '../store.js';

// Identifiers compare by code points: so SQLite does by itself, PostgreSQL when told.
const identifier = (engine: EngineName) => (engine === 'sqlite' ? 'text' : sql`text collate "C"`);

export async function up(db: Kysely<unknown>, engine: EngineName): Promise<void> {
  const { schema } = db;
  const id = identifier(engine);
  await schema
    .createTable('records')
    .addColumn('kind', id, (column) => column.notNull())
    .addColumn('id', id, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('records_key', ['kind', 'id'])
    .execute();
  await schema
    .createTable('names')
    .addColumn('kind', id, (column) => column.notNull())
    .addColumn('name', id, (column) => column.notNull())
    .addColumn('value', id, (column) => column.notNull())
    .addColumn('id', id, (column) => column.notNull())
    .addPrimaryKeyConstraint('names_key', ['kind', 'name', 'value'])
    .execute();
  await schema.createIndex('names_of_record').on('names').columns(['kind', 'id']).execute();
  await schema
    .createTable('counters')
    .addColumn('name', id, (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into counters (name, value) values ('records', 0)`.execute(db);
  await schema
    .createTable('grants')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('agent', id, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('uses', 'bigint', (column) => column.notNull())
    .addColumn('spent', 'bigint', (column) => column.notNull())
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();
  await schema.createIndex('grants_of_agent').on('grants').columns(['agent', 'id']).execute();
  await schema.createIndex('grants_by_end').on('grants').column('expires').execute();
  await schema
    .createTable('approvals')
    .addColumn('id', id, (column) => column.primaryKey())
    .addColumn('action', id, (column) => column.notNull())
    .addColumn('requirement', id, (column) => column.notNull())
    .addColumn('state', id, (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('approvals_of_action').on('approvals').columns(['action', 'state']).execute();
  await schema
    .createTable('seen')
    .addColumn('purpose', id, (column) => column.notNull())
    .addColumn('id', id, (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_key', ['purpose', 'id'])
    .execute();
  await schema.createIndex('seen_by_end').on('seen').column('expires').execute();
}
