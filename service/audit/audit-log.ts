// A log that is only appended to: an entry is acknowledged once it, and the checkpoint of the tree with it, are on the disk. Entries that come while others
// are being written are written together after them.

import { randomUUID } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@polc/runtime';
import { AuditError } from './audit-error.js';
import { type NoteSigner, verifyCheckpoint, writeCheckpoint } from './checkpoint.js';
import { holdFolder } from './hold-folder.js';
import { checkpointLine, entryLine, headLine, linesOf, readLine } from './lines.js';
import { Frontier, leafHash } from './merkle.js';
import { segmentName, segmentsIn } from './segments.js';

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

/** What stood behind the last checkpoint, which nobody was told of: it was put aside. */
export interface Recovered {
  readonly bytes: number;
  /** The file where it is now. */
  readonly file: string;
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
      mkdirSync(folder, { recursive: true, mode: 0o700 });
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

  /** Resolves when it is on the disk. Rejects with AuditError unwritable, closed: then it is not, and never will be. */
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
        for (const { failed } of batch) failed(failure);
      }
    }
    this.#writing = null;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    if (this.#torn) await this.#file.truncate(this.#length);
    this.#torn = false;
    if (this.#length >= this.#options.segmentSize) await this.#begin();
    const tree = this.#tree.copy();
    const lines = batch.map(({ text }) => {
      const leaf = leafHash(Buffer.from(text));
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

  /** Goes on in another file. */
  async #begin(): Promise<void> {
    const { file, length } = await beginSegment(this.#folder, this.#options, this.#tree);
    const before = this.#file;
    this.#file = file;
    this.#length = length;
    await before.close();
  }
}

interface OpenState {
  readonly file: FileHandle;
  readonly length: number;
  readonly tree: Frontier;
  readonly recovered: Recovered | null;
}

async function openState(folder: string, options: Required<AuditLogOptions>): Promise<OpenState> {
  let recovered: Recovered | null = null;
  for (const { name, start } of [...segmentsIn(folder)].reverse()) {
    const path = join(folder, name);
    const bytes = await readFile(path);
    const { tree, end } = readSigned(path, bytes, options);
    if (tree !== null) {
      if (end < bytes.length) recovered = await putAside(folder, tree.size, bytes.subarray(end));
      const file = await open(path, 'r+');
      if (end < bytes.length) await file.truncate(end);
      await file.datasync();
      return { file, length: end, tree, recovered };
    }
    // It was begun, and nothing more: the log ends with the file before it.
    recovered = await putAside(folder, start, bytes);
    await unlink(path);
  }
  const tree = new Frontier();
  return { ...(await beginSegment(folder, options, tree)), tree, recovered };
}

/**
 * The tree at the last checkpoint of a file, and where that ends. WHY the last file alone: its head holds what came before, and a checkpoint says that this
 * is so. WHY not what stands behind it: nobody was told of it, and it may be anybody's.
 */
function readSigned(path: string, bytes: Buffer, { origin, signer }: Required<AuditLogOptions>): { readonly tree: Frontier | null; readonly end: number } {
  let tree: Frontier | null = null;
  let signed: { readonly tree: Frontier | null; readonly end: number } = { tree: null, end: 0 };
  let number = 0;
  let fault: AuditError | null = null;
  const damaged = (what: string) => new AuditError('damaged', `${path}:${number}: ${what}; "polc audit verify" says more`);
  for (const { text, end } of linesOf(bytes)) {
    number++;
    const line = readLine(text);
    if ('fault' in line) fault ??= damaged(line.fault);
    else if (line.kind === 'head') {
      if (line.origin !== origin) throw damaged(`it is of the log ${JSON.stringify(line.origin)}, not of ${JSON.stringify(origin)}`);
      tree = new Frontier(line.start, line.frontier);
    } else if (tree === null) throw damaged('the file does not begin with a head');
    else if (line.kind === 'entry') {
      if (line.index === tree.size) tree.append(line.leaf);
      else fault ??= damaged(`entry ${line.index} stands where entry ${tree.size} belongs`);
    } else {
      // A checkpoint vouches for all before it.
      if (fault !== null) throw fault;
      const checkpoint = verifyCheckpoint(line.note, signer);
      const isOwn = checkpoint?.origin === origin && checkpoint.size === tree.size && checkpoint.root.equals(tree.root());
      if (!isOwn) throw damaged('its checkpoint is not of this log');
      signed = { tree: tree.copy(), end };
    }
  }
  return signed;
}

/** For whoever wants to know what it was. */
async function putAside(folder: string, index: number, bytes: Uint8Array): Promise<Recovered> {
  const name = `cut-${String(index).padStart(16, '0')}-${randomUUID()}`;
  const file = await open(join(folder, name), 'wx', 0o600);
  await file.writeFile(bytes).finally(() => file.close());
  return { bytes: bytes.length, file: name };
}

/** A new file, which begins with what came before it, signed. */
async function beginSegment(
  folder: string,
  { origin, signer }: Required<AuditLogOptions>,
  tree: Frontier,
): Promise<{ readonly file: FileHandle; readonly length: number }> {
  const { O_RDWR, O_CREAT, O_TRUNC } = constants;
  const file = await open(join(folder, segmentName(tree.size)), O_RDWR | O_CREAT | O_TRUNC, 0o600);
  const note = writeCheckpoint({ origin, size: tree.size, root: tree.root() }, signer);
  const head = Buffer.from(`${headLine(origin, tree.size, tree.roots)}${checkpointLine(note)}`);
  await writeAt(file, head, 0);
  // The file's name has to be on the disk, too.
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
  return { file, length: head.length };
}

/** On the disk once it resolves. */
async function writeAt(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
  await file.datasync();
}

function unwritable(folder: string, error: unknown): AuditError {
  return error instanceof AuditError ? error : new AuditError('unwritable', `${folder}: ${error instanceof Error ? error.message : String(error)}`, error);
}
