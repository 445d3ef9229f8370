// A log that is only appended to: an entry is acknowledged once it, and the checkpoint of the tree with it, are on the disk. Entries that come while others
// are being written are written together after them.

import type { FileHandle } from 'node:fs/promises';
import type { JsonObject } from '@polc/runtime';
import { AuditError } from './audit-error.js';
import { type NoteSigner, writeCheckpoint } from './checkpoint.js';
import { holdFolder } from './hold-folder.js';
import { checkpointLine, entryLine } from './lines.js';
import { beginSegment, makeFolder, type OpenState, openState, type Recovered, writeAt } from './log-files.js';
import { type Frontier, leafHashOf } from './merkle.js';

export type { Recovered } from './log-files.js';

export interface AuditLogOptions {
  /** Names the log, for good. */
  readonly origin: string;
  readonly signer: NoteSigner;
  /** Bytes of a file after which another is begun. */
  readonly segmentSize?: number;
  /** Of entries that wait to be written; more are refused. */
  readonly mostWaiting?: number;
}

/** Where an entry stands. */
export interface Appended {
  readonly index: number;
}

interface Waiting {
  readonly text: string;
  done(appended: Appended): void;
  failed(error: AuditError): void;
}

const MEGABYTE = 1 << 20;

export class AuditLog {
  readonly origin: string;
  /** What the last process had begun and not finished; null: nothing. */
  readonly recovered: Recovered | null;
  readonly #folder: string;
  readonly #options: Required<AuditLogOptions>;
  readonly #letGo: () => void;
  #file: FileHandle;
  /** Bytes of the file that count. */
  #length: number;
  #tree: Frontier;
  /** There may be something behind what counts. */
  #torn = false;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #closed = false;

  private constructor(folder: string, options: Required<AuditLogOptions>, letGo: () => void, state: OpenState) {
    this.origin = options.origin;
    this.#folder = folder;
    this.#options = options;
    this.#letGo = letGo;
    this.#file = state.file;
    this.#length = state.length;
    this.#tree = state.tree;
    this.recovered = state.recovered;
  }

  /** Opens the log of a folder, or begins one. @throws AuditError held, unwritable, damaged */
  static async open(folder: string, options: AuditLogOptions): Promise<AuditLog> {
    const all = { segmentSize: 64 * MEGABYTE, mostWaiting: 100_000, ...options };
    try {
      await makeFolder(folder);
    } catch (error) {
      throw unwritable(folder, error);
    }
    const letGo = holdFolder(folder);
    try {
      return new AuditLog(folder, all, letGo, await openState(folder, all));
    } catch (error) {
      letGo();
      throw error instanceof AuditError ? error : unwritable(folder, error);
    }
  }

  /** Entries that are on the disk. */
  get size(): number {
    return this.#tree.size;
  }

  /** Of what is on the disk now. */
  checkpoint(): string {
    return writeCheckpoint({ origin: this.origin, size: this.#tree.size, root: this.#tree.root() }, this.#options.signer);
  }

  /**
   * Resolves when it is on the disk. Rejects with AuditError unwritable, closed: then it is cut off again, and comes back only where the disk takes that no
   * more and the process ends before it does.
   */
  append(entry: JsonObject): Promise<Appended> {
    if (this.#closed) return Promise.reject(new AuditError('closed', 'the log is closed'));
    if (this.#waiting.length >= this.#options.mostWaiting) {
      return Promise.reject(new AuditError('unwritable', `${this.#folder}: too many entries wait to be written`));
    }
    return new Promise((done, failed) => {
      this.#waiting.push({ text: JSON.stringify(entry), done, failed });
      this.#writing ??= this.#writeAll();
    });
  }

  /** What waits is written first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#file.close();
    this.#letGo();
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn of the loop is one batch.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const first = this.#tree.size;
        await this.#write(batch);
        batch.forEach(({ done }, i) => {
          done({ index: first + i });
        });
      } catch (error) {
        const failure = unwritable(this.#folder, error);
        // WHY at once: nobody is to read, or find after a crash, what those who wait are told is not there. Where it fails the next batch sees to it.
        await this.#cutTorn().catch(() => undefined);
        for (const { failed } of batch) failed(failure);
      }
    }
    this.#writing = null;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    await this.#cutTorn();
    if (this.#length >= this.#options.segmentSize) await this.#begin();
    const tree = this.#tree.copy();
    const lines = batch.map(({ text }) => {
      const leaf = leafHashOf(text);
      const line = entryLine(tree.size, leaf, text);
      tree.append(leaf);
      return line;
    });
    const note = writeCheckpoint({ origin: this.origin, size: tree.size, root: tree.root() }, this.#options.signer);
    const bytes = Buffer.from(`${lines.join('')}${checkpointLine(note)}`);
    // INVARIANT: `#length` and `#tree` go on together, and only with what is on the disk. What failed half-way is cut off before the next batch, which
    // writes the same bytes of the file anew: a sync that failed says nothing of what a later one leaves out.
    this.#torn = true;
    await writeAt(this.#file, bytes, this.#length);
    this.#torn = false;
    this.#length += bytes.length;
    this.#tree = tree;
  }

  /** WHY synced: so that behind the last checkpoint there is never more than one batch, of which recovery knows what a crash leaves. */
  async #cutTorn(): Promise<void> {
    if (!this.#torn) return;
    await this.#file.truncate(this.#length);
    await this.#file.datasync();
    this.#torn = false;
  }

  /** Goes on in another file. */
  async #begin(): Promise<void> {
    const { file, length } = await beginSegment(this.#folder, this.#options, this.#tree);
    const before = this.#file;
    this.#file = file;
    this.#length = length;
    await before.close();
  }
}

function unwritable(folder: string, error: unknown): AuditError {
  return error instanceof AuditError ? error : new AuditError('unwritable', `${folder}: ${error instanceof Error ? error.message : String(error)}`, error);
}
