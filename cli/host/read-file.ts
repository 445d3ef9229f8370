// Files into memory, bounded: what is no regular file or too large is refused before it is read.

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { Failure, fileFailure } from '../failure.js';

export const MEBIBYTE = 1024 * 1024;
export const MAX_POLICY_BYTES = 16 * MEBIBYTE;

/** A policy's text, as it is. */
export function readPolicyFile(file: string): Uint8Array {
  return readBounded(file, () => MAX_POLICY_BYTES);
}

/** `limitOf` may look at the open file. */
export function readBounded(file: string, limitOf: (descriptor: number) => number): Uint8Array {
  let descriptor: number | null = null;
  try {
    // WHY O_NONBLOCK: opening a FIFO would wait for its writer.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Failure('not_a_file', `${file}: not a regular file`);
    const limit = limitOf(descriptor);
    if (stat.size > limit) throw tooLarge(file, limit);
    const bytes = readFileSync(descriptor);
    // It may have grown, or belong to a file system that knows no sizes.
    if (bytes.length > limit) throw tooLarge(file, limit);
    // Plain bytes: a Buffer's methods are not those of a Uint8Array, and the readers are handed the latter.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } catch (error) {
    throw fileFailure(file, error, 'unreadable');
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

export function tooLarge(file: string, limit: number): Failure {
  return new Failure('too_large', `${file}: larger than ${limit / MEBIBYTE} MiB`);
}
