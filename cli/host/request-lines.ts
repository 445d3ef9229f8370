// Requests by the line, as they come.

import { Failure, fileFailure } from '../failure.js';
import { type Line, linesOf } from './lines.js';
import { nameOfInput, openInput } from './read-input.js';

export const MAX_LINE_BYTES = 4 * 1024 * 1024;

export async function* readLines(file: string): AsyncGenerator<Line[]> {
  const name = nameOfInput(file);
  try {
    yield* linesOf(openInput(file), MAX_LINE_BYTES);
  } catch (error) {
    throw error instanceof Failure ? error : fileFailure(name, error, 'unreadable');
  }
}

export function isBlank(bytes: Uint8Array): boolean {
  // Spaces, tabs and the carriage return of a CRLF.
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13);
}
