// Small inputs that are no policies: a request, facts, a key. From a file of any kind that can be read (a pipe too) or, as `-`, from standard input.

import { createReadStream } from 'node:fs';
import { Failure, fileFailure } from '../failure.js';
import { MAX_POLICY_BYTES, tooLarge } from './read-file.js';

/** How an input is called in messages. */
export function nameOfInput(file: string): string {
  return file === '-' ? '<stdin>' : file;
}

let taken: typeof process.stdin | null = null;

export function openInput(file: string): AsyncIterable<Buffer> {
  if (file !== '-') return createReadStream(file);
  // Whoever reads second would find it empty.
  if (taken === process.stdin) throw new Failure('usage', 'standard input can be read once: only one - on the command line');
  taken = process.stdin;
  return taken;
}

/** All of it; bounded, so that an endless pipe ends in an error. */
export async function readInput(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of openInput(file)) {
      length += chunk.length;
      if (length > MAX_POLICY_BYTES) throw tooLarge(nameOfInput(file), MAX_POLICY_BYTES);
      chunks.push(chunk);
    }
  } catch (error) {
    throw fileFailure(nameOfInput(file), error, 'unreadable');
  }
  return Buffer.concat(chunks);
}
