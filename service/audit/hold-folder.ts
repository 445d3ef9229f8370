// One process writes a folder. WHY a database: the system lets go of its lock when the process ends, however it ends; a file with a number in it stays.

import { join } from 'node:path';
import Database from 'libsql';
import { AuditError } from './audit-error.js';

/** Returns what lets go of it. @throws AuditError held, unwritable */
export function holdFolder(folder: string): () => void {
  const path = join(folder, 'lock.db');
  let database: Database.Database;
  try {
    database = new Database(path);
    database.pragma('busy_timeout = 0');
    database.exec('begin exclusive');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) throw new AuditError('held', `${folder}: another process writes this log`, error);
    throw new AuditError('unwritable', `${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return () => {
    // Closing alone would hold it until the collector comes by.
    database.exec('rollback');
    database.close();
  };
}
