// Files replaced in one step each: written beside their places, then renamed. Whoever looks sees the old content or the new, and so does a crash.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, fileFailure } from '../failure.js';
import { holdSignals } from './signals.js';
import { syncFolder } from './sync-folder.js';

/**
 * Keeps mode and owner of a file that is there, and follows a symlink to its target.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  writeAllWhole([[file, content]]);
}

/** And is there after a crash, too: for what cannot be made again. */
export function writeLasting(file: string, content: Uint8Array | string): void {
  writeWhole(file, content);
  named(file, () => syncFolder(dirname(targetOf(file))));
}

/** All of them or none: each is written to the end before the first takes its place. */
export function writeAllWhole(files: readonly (readonly [file: string, content: Uint8Array | string])[]): void {
  holdSignals(() => writeAll(files));
}

/** INVARIANT: synchronous to the end, so that a signal's handler never runs between opening and renaming. */
function writeAll(files: readonly (readonly [file: string, content: Uint8Array | string])[]): void {
  const written: { readonly file: string; readonly temporary: string; readonly target: string }[] = [];
  try {
    for (const [file, content] of files) named(file, () => written.push({ file, ...writeBeside(file, content) }));
    for (const { file, temporary, target } of written) named(file, () => renameSync(temporary, target));
  } catch (error) {
    for (const { temporary } of written) rmSync(temporary, { force: true });
    throw error;
  }
}

function named(file: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw fileFailure(file, error, 'unwritable');
  }
}

function writeBeside(file: string, content: Uint8Array | string): { readonly temporary: string; readonly target: string } {
  const target = targetOf(file);
  const old = statSync(target, { throwIfNoEntry: false });
  // Renaming would replace a device or a FIFO itself.
  if (old !== undefined && !old.isFile()) throw new Failure('not_a_file', `${file}: not a regular file`);
  return { temporary: writeTemporary(target, content, old), target };
}

function targetOf(file: string): string {
  const link = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return link ? realpathSync(file) : file;
}

function writeTemporary(target: string, content: Uint8Array | string, old: Stats | undefined): string {
  const temporary = join(dirname(target), `.polc-${randomBytes(8).toString('hex')}.tmp`);
  const descriptor = openSync(temporary, 'wx', old === undefined ? 0o666 : 0o600);
  try {
    try {
      writeFileSync(descriptor, content);
      if (old !== undefined) keepOwnerAndMode(descriptor, old);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function keepOwnerAndMode(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only root may give a file away; for others it becomes the writer's, as with any editor that saves this way.
  }
  // After the owner: a change of owner clears set-user-id bits.
  fchmodSync(descriptor, mode & 0o7777);
}
