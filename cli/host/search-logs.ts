// Entries of logs as they are found. On a terminal a long search says that it goes on; what is left out is said at the end.

import type { FoundEntry, QueryOptions } from '@polc/service';
import { withCommas } from '../report/counted.js';
import { readingFailure } from './audit-logs.js';
import { note } from './output.js';
import { Progress } from './progress.js';

const INTERVAL_MS = 200;

/** @throws Failure */
export async function* searchLogs(folders: readonly string[], options: QueryOptions): AsyncGenerator<FoundEntry> {
  const { queryLogsInTurns } = await import('@polc/service');
  const odd = new OddEntries();
  const progress = new Progress();
  let found = 0;
  // Lines of entries on the terminal are enough to look at.
  const ticking = process.stdout.isTTY === true ? null : setInterval(() => progress.tick(() => `${withCommas(found)} entries found …`), INTERVAL_MS);
  try {
    for await (const entry of queryLogsInTurns(folders, { ...options, odd: (place) => odd.add(place) })) {
      found++;
      yield entry;
    }
  } catch (error) {
    throw await readingFailure(folders.join(', '), error);
  } finally {
    if (ticking !== null) clearInterval(ticking);
    progress.end();
    odd.tell();
  }
}

/** Entries of a later version of polc, or of another writer. */
export class OddEntries {
  #count = 0;
  #first = '';

  add({ folder, index }: { readonly folder: string; readonly index: number }): void {
    if (this.#count++ === 0) this.#first = `entry ${index} of ${folder}`;
  }

  tell(): void {
    if (this.#count === 0) return;
    const what =
      this.#count === 1
        ? `${this.#first} is of no form that is known here, and is`
        : `${this.#count} entries are of no form that is known here, the first of them ${this.#first}, and are`;
    note(`polc: ${what} left out`);
  }
}
