// A file replaced in one step: written beside its place, then renamed. Whoever looks sees the old content or the new, and so does a crash.

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

/**
 * Keeps mode and owner of a file that is there, and follows a symlink to its target.
 * INVARIANT: synchronous to the end, so that a signal's handler never runs between opening and renaming.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  try {
    const target = targetOf(file);
    const old = statSync(target, { throwIfNoEntry: false });
    // Renaming would replace a device or a FIFO itself.
    if (old !== undefined && !old.isFile()) throw new Failure('not_a_file', `${file}: not a regular file`);
    replace(target, content, old);
  } catch (error) {
    throw fileFailure(file, error, 'unwritable');
  }
}

function targetOf(file: string): string {
  const link = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return link ? realpathSync(file) : file;
}

function replace(target: string, content: Uint8Array | string, old: Stats | undefined): void {
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
    renameSync(temporary, target);
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
