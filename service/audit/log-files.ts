// The files of a log as its writer makes and finds them: begun with what came before, and read to their last checkpoint when a process opens the log again.
// What a crash left behind that is put aside.

import { randomUUID } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AuditError } from './audit-error.js';
import { type NoteSigner, verifyCheckpoint, writeCheckpoint } from './checkpoint.js';
import { checkpointLine, headLine, linesOf, readLine } from './lines.js';
import { Frontier } from './merkle.js';
import { segmentName, segmentsIn } from './segments.js';

/** What stood behind the last checkpoint, which nobody was told of: it was put aside. */
export interface Recovered {
  readonly bytes: number;
  /** The file where it is now. */
  readonly file: string;
}

/** Whose log it is. */
interface Owner {
  readonly origin: string;
  readonly signer: NoteSigner;
}

export interface OpenState {
  readonly file: FileHandle;
  /** Bytes of it that count. */
  readonly length: number;
  readonly tree: Frontier;
  readonly recovered: Recovered | null;
}

/** With its name on the disk, and the names of those that it lies in. WHY of those that were there: a process that was killed may have just made them. */
export async function makeFolder(folder: string): Promise<void> {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  let isNew = first !== undefined;
  for (let path = resolve(folder); path !== dirname(path); path = dirname(path)) {
    // One that cannot be opened is somebody else's, and was made by nobody here.
    await syncFolder(dirname(path)).catch((error: unknown) => {
      if (isNew) throw error;
    });
    isNew &&= path !== resolve(first as string);
  }
}

/** @throws AuditError damaged; and whatever node:fs throws */
export async function openState(folder: string, owner: Owner): Promise<OpenState> {
  let recovered: Recovered | null = null;
  for (const { name, start } of [...segmentsIn(folder)].reverse()) {
    const path = join(folder, name);
    const bytes = await readFile(path);
    const { tree, end } = readSigned(path, bytes, owner);
    if (tree !== null) {
      if (end < bytes.length) recovered = await putAside(folder, tree.size, bytes.subarray(end));
      const file = await open(path, 'r+');
      await orClose(file, async () => {
        if (end < bytes.length) await file.truncate(end);
        await file.datasync();
        // WHY: a file that was taken out must not be back, and be the last, once this one has gone on.
        await syncFolder(folder);
      });
      return { file, length: end, tree, recovered };
    }
    // It was begun, and nothing more: the log ends with the file before it.
    recovered = await putAside(folder, start, bytes);
    await unlink(path);
  }
  const tree = new Frontier();
  return { ...(await beginSegment(folder, owner, tree)), tree, recovered };
}

interface Signed {
  readonly tree: Frontier | null;
  readonly end: number;
}

/**
 * The tree at the last checkpoint of a file, and where that ends. WHY the last file alone: its head holds what came before, and a checkpoint says that this
 * is so. WHY not what stands behind it: nobody was told of it, and it may be anybody's.
 *
 * A crash leaves any part of the last batch: its checkpoint may be there, and what it vouches for not. What no single batch can be was on the disk once, and
 * was changed: that is damage.
 */
function readSigned(path: string, bytes: Buffer, { origin, signer }: Owner): Signed {
  let tree: Frontier | null = null;
  let signed: Signed = { tree: null, end: 0 };
  let number = 0;
  /** Lines behind the last checkpoint that is right. */
  let lines = 0;
  let fault: AuditError | null = null;
  /** A checkpoint that is not right has ended the batch that must be the last. */
  let isOver = false;
  let read = 0;
  const damaged = (what: string) => new AuditError('damaged', `${path}:${number}: ${what}; "polc audit verify" says more`);
  for (const { text, end } of linesOf(bytes)) {
    number++;
    if (isOver) throw fault;
    read = end;
    lines++;
    const line = readLine(text);
    if ('fault' in line) fault ??= damaged(line.fault);
    else if (line.kind === 'head') {
      if (line.origin !== origin) throw damaged(`it is of the log ${JSON.stringify(line.origin)}, not of ${JSON.stringify(origin)}`);
      if (number === 1) tree = new Frontier(line.start, line.frontier);
      else fault ??= damaged('a head stands in the middle of the file');
    } else if (line.kind === 'entry') {
      if (tree !== null && line.index === tree.size) tree.append(line.leaf);
      else fault ??= damaged(tree === null ? 'the file does not begin with a head' : `entry ${line.index} stands where entry ${tree.size} belongs`);
    } else {
      const checkpoint = verifyCheckpoint(line.note, signer);
      if (checkpoint === null || checkpoint.origin !== origin) throw damaged('its checkpoint is not of this log');
      if (fault === null && tree !== null && checkpoint.size === tree.size && checkpoint.root.equals(tree.root())) {
        signed = { tree: tree.copy(), end };
        lines = 0;
        continue;
      }
      fault ??= damaged('its checkpoint is not of the entries before it');
      // One batch has a line for each entry, or the head's alone, and its checkpoint.
      if (lines - 1 > Math.max(1, checkpoint.size - (signed.tree?.size ?? checkpoint.size))) throw fault;
      isOver = true;
    }
  }
  if (isOver && read < bytes.length) throw fault;
  return signed;
}

/** For whoever wants to know what it was. */
async function putAside(folder: string, index: number, bytes: Uint8Array): Promise<Recovered> {
  const name = `cut-${String(index).padStart(16, '0')}-${randomUUID()}`;
  const file = await open(join(folder, name), 'wx', 0o600);
  await file.writeFile(bytes).finally(() => file.close());
  return { bytes: bytes.length, file: name };
}

/** A new file, which begins with what came before it, signed. What cannot be begun is not left behind. */
export async function beginSegment(folder: string, { origin, signer }: Owner, tree: Frontier): Promise<{ readonly file: FileHandle; readonly length: number }> {
  const { O_RDWR, O_CREAT, O_TRUNC } = constants;
  const path = join(folder, segmentName(tree.size));
  const file = await open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600);
  const note = writeCheckpoint({ origin, size: tree.size, root: tree.root() }, signer);
  const head = Buffer.from(`${headLine(origin, tree.size, tree.roots)}${checkpointLine(note)}`);
  await orClose(file, async () => {
    await writeAt(file, head, 0);
    // The file's name has to be on the disk, too.
    await syncFolder(folder);
  }).catch(async (error: unknown) => {
    await unlink(path).catch(() => undefined);
    throw error;
  });
  return { file, length: head.length };
}

/** On the disk once it resolves. */
export async function writeAt(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
  await file.datasync();
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function orClose(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}
