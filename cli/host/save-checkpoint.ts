// The newest checkpoint of a log, written where its owner keeps them.

import { Failure } from '../failure.js';
import { note } from './output.js';
import type { VerifiedLog } from './verify-folder.js';
import { writeLasting } from './write-file.js';

/** null: there is no log that verifies, and so nothing to vouch for. @throws Failure */
export async function saveCheckpoint(file: string, log: VerifiedLog | null): Promise<void> {
  const newest = log?.report.newest ?? null;
  if (log === null || newest === null) {
    note(`polc: ${file} is not written: there is no log that is what was written`);
    return;
  }
  // INVARIANT: it never goes back. What it was is among the checkpoints that the log has just been held against.
  if (log.kept.some(({ size }) => size > log.report.signed)) throw new Failure('log', `${file}: the log has signed fewer entries than that vouches for`);
  writeLasting(file, newest);
}
