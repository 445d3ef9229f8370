// The door of the service.

export { openPostgres, type PostgresOptions } from './stores/postgres/open-postgres.js';
export { openSqlite, type SqliteOptions } from './stores/sqlite/open-sqlite.js';
export type * from './stores/store.js';
export { FACT_KINDS, RECORD_KINDS } from './stores/store.js';
export { StoreError, type StoreErrorCode } from './stores/store-error.js';
