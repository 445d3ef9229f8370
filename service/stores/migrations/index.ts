// The migrations, in order; each runs once, whoever starts first.

import { type Kysely, type Migration, Migrator } from 'kysely';
import type { EngineName } from '../store.js';
import { StoreError } from '../store-error.js';
import * as first from './0001-first.js';
import * as history from './0002-history.js';

const MIGRATIONS: Readonly<Record<string, { up(db: Kysely<unknown>, engine: EngineName): Promise<void> }>> = {
  '0001-first': first,
  '0002-history': history,
};

export async function migrate(db: Kysely<never>, engine: EngineName): Promise<void> {
  const all = Object.entries(MIGRATIONS).map(([name, { up }]): [string, Migration] => [name, { up: (open: Kysely<unknown>) => up(open, engine) }]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(all) },
    migrationTableName: 'polc_migrations',
    migrationLockTableName: 'polc_migrations_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    throw new StoreError('too_new', 'the store was made by a later version of polc', error);
  }
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
  throw new StoreError(
    'unavailable',
    ['the store cannot be brought up to date', failed, reasonOf(error)].filter((part) => part !== undefined).join(': '),
    error,
  );
}

/** What the database says, or the system: of several addresses that were tried it gives a code alone. */
function reasonOf(error: unknown): string | undefined {
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  return message === undefined || message === '' ? code : message;
}
