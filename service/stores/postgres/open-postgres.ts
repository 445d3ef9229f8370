// PostgreSQL, for many nodes: they hear of changes at once where they can listen, and look for themselves every so often where they cannot.

import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from '../schema.js';
import { type SqlEngine, SqlStore } from '../sql-store.js';
import type { Store } from '../store.js';
import type { StoreError } from '../store-error.js';
import { Listener } from './listener.js';

export interface PostgresOptions {
  /** Connections beside the one that listens. */
  readonly connections?: number;
  /** Milliseconds: a statement or a connection that takes longer fails. */
  readonly patience?: number;
  /** Milliseconds between two looks for changes that nobody told of. */
  readonly interval?: number;
  readonly clock?: () => number;
}

const CHANNEL = 'polc_changed';
const INT8 = 20;
/** WHY: instants and versions are below 2^53; as text, which the driver would give, they compare wrongly. */
const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')),
} as pg.CustomTypesConfig;

/** `url`: postgres://user:password@host:port/database. Connects when it is first asked. */
export function openPostgres(url: string, { connections = 8, patience = 5_000, interval = 500, clock }: PostgresOptions = {}): Store {
  const settings = { connectionString: url, types: TYPES, connectionTimeoutMillis: patience, application_name: 'polc' };
  const pool = new pg.Pool({ ...settings, max: connections, statement_timeout: patience, query_timeout: patience });
  // A connection that is lost while nobody uses it: the next who asks makes another. One that is lost between two statements of a transaction: the next
  // statement fails. Neither is to end the process, as an event that nobody hears would.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const listener = new Listener(() => new pg.Client(settings), CHANNEL, interval);
  const engine: SqlEngine = {
    name: 'postgres',
    db,
    // The row is held until the transaction ends, so that versions become visible in their order.
    hold: async (open) => (await open.selectFrom('counters').select('value').where('name', '=', 'records').forUpdate().executeTakeFirstOrThrow()).value,
    announce: async (open) => {
      await sql`select pg_notify(${CHANNEL}, '')`.execute(open);
    },
    watch: (changed) => listener.watch(changed),
    wordFor,
    close: async () => {
      await listener.close();
      await db.destroy();
    },
  };
  return new SqlStore(engine, clock);
}

/** By SQLSTATE, or by what the system calls it. */
function wordFor(error: unknown): StoreError['code'] | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^23/.test(code)) return 'conflict';
  if (/^(?:40|55P03|57014)/.test(code)) return 'busy';
  if (/^(?:08|53|57|58|XX|28|3D)/.test(code) || /^E[A-Z]+$/.test(code)) return 'unavailable';
  return /terminated|timeout|closed|ended|not queryable/i.test(error.message) ? 'unavailable' : null;
}
