// The proof of one entry, by its id or its index. What does not hold by the key beside the log is not handed out.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { keyOfLog, LOG_KEY } from './audit-keys.js';
import { reading } from './audit-logs.js';
import { checkProof } from './check-proof.js';

export interface ProvedEntry {
  readonly folder: string;
  readonly index: number;
  /** As the entry has it; null where it has none. */
  readonly id: string | null;
  /** Its text, as it was logged. */
  readonly entry: string;
  readonly proof: string;
}

/** @throws Failure */
export async function proveById(folders: readonly string[], id: string): Promise<ProvedEntry> {
  const { readEntries } = await import('@polc/service');
  for (const folder of folders) {
    const index = await reading(folder, () => {
      for (const { index, entry } of readEntries(folder)) if (entry.id === id) return index;
      return null;
    });
    if (index !== null) return prove(folder, index);
  }
  throw new Failure('refused', `there is no entry ${JSON.stringify(id)} in ${folders.join(', ')}`);
}

/** @throws Failure */
export async function proveByIndex(folders: readonly string[], index: number): Promise<ProvedEntry> {
  const [folder, another] = folders;
  if (folder === undefined || another !== undefined) throw new Failure('usage', '--index is of one log: name its folder');
  return prove(folder, index);
}

async function prove(folder: string, index: number): Promise<ProvedEntry> {
  const { proveEntry } = await import('@polc/service');
  return reading(folder, async () => {
    try {
      const { entry, proof } = await proveEntry(folder, index);
      await demandHolds(folder, entry, proof);
      const { id } = JSON.parse(entry) as { readonly id?: unknown };
      return { folder, index, id: typeof id === 'string' ? id : null, entry, proof };
    } catch (error) {
      if (error instanceof RangeError) throw new Failure('refused', `${folder}: ${error.message}`, error);
      throw error;
    }
  });
}

/** WHY here: of a log that was changed a proof can be made as of any other, and whoever gets it finds out too late. */
async function demandHolds(folder: string, entry: string, proof: string): Promise<void> {
  if (!existsSync(join(folder, LOG_KEY))) return;
  const { key } = await keyOfLog(folder, { origin: null, note: null }, []);
  const answer = await checkProof(proof, Buffer.from(entry), [key]);
  if (!answer.proved) throw new Failure('log', `${folder}: the log proves nothing: ${answer.why}; "polc audit verify" says more`);
}
