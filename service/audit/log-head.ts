// How a log begins: what names it, and its first checkpoint, for whoever has to know whose log a folder holds before reading it.

import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, readLine } from './lines.js';
import { segmentsIn } from './segments.js';

export interface LogHead {
  /** Names the log. null: its first line is no head. */
  readonly origin: string | null;
  /** The first checkpoint, whoever signed it. null: its second line is none. */
  readonly note: string | null;
}

/** Bytes that hold a head and a checkpoint, unless somebody has put something else there. */
const ENOUGH = 1 << 16;

/** null where the folder holds no log. Throws what node:fs throws. */
export function logHead(folder: string): LogHead | null {
  const [first] = segmentsIn(folder);
  if (first === undefined) return null;
  const bytes = Buffer.alloc(ENOUGH);
  const file = openSync(join(folder, first.name), 'r');
  let read: number;
  try {
    read = readSync(file, bytes, 0, ENOUGH, 0);
  } finally {
    closeSync(file);
  }
  const [head, checkpoint] = [...linesOf(bytes.subarray(0, read))].slice(0, 2).map(({ text }) => readLine(text));
  return {
    origin: head !== undefined && 'kind' in head && head.kind === 'head' ? head.origin : null,
    note: checkpoint !== undefined && 'kind' in checkpoint && checkpoint.kind === 'checkpoint' ? checkpoint.note : null,
  };
}
