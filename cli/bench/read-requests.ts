// The requests of `polc bench`, all of them in memory: they are decided again and again. A line that is no JSON ends the run, for what cannot be
// asked cannot be timed.

import type { Request } from '@polc/runtime';
import { Failure } from '../failure.js';
import { MEBIBYTE, tooLarge } from '../host/read-file.js';
import { nameOfInput } from '../host/read-input.js';
import { readJsonBytes } from '../host/read-json.js';
import { isBlank, MAX_LINE_BYTES, readLines } from '../host/request-lines.js';

/** Of all lines together. */
const MAX_BYTES = 256 * MEBIBYTE;
export const MAX_REQUESTS = 1_000_000;

export interface BenchRequest {
  /** From 1. */
  readonly line: number;
  readonly request: Request;
}

/** At least one. */
export async function readRequests(file: string): Promise<BenchRequest[]> {
  const name = nameOfInput(file);
  const requests: BenchRequest[] = [];
  let size = 0;
  for await (const lines of readLines(file)) {
    for (const { number: line, bytes } of lines) {
      if (bytes === null) throw new Failure('usage', `${name}:${line}: longer than ${MAX_LINE_BYTES} bytes`);
      size += bytes.length;
      if (size > MAX_BYTES) throw tooLarge(name, MAX_BYTES);
      if (isBlank(bytes)) continue;
      const read = readJsonBytes(bytes);
      if ('fault' in read) throw new Failure('usage', `${name}:${line}:${read.fault.offset + 1}: not valid JSON: ${read.fault.message}`);
      if (requests.length === MAX_REQUESTS) throw new Failure('usage', `${name}: more than ${MAX_REQUESTS} requests: bench takes a sample`);
      requests.push({ line, request: read.value as Request });
    }
  }
  if (requests.length === 0) throw new Failure('usage', `${name}: no requests: bench wants at least one, a line each`);
  return requests;
}
