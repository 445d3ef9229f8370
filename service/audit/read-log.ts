// What a log holds, entry by entry, for those who ask about it; whether it is what was written is verify-log's to say.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@polc/runtime';
import { AuditError } from './audit-error.js';
import { type Line, linesOf, readLine, textOf } from './lines.js';
import { segmentsIn } from './segments.js';

/** With the file and the line where it stands. */
export type Placed = Line & { readonly file: string; readonly line: number };

/** Lines in order, from the file that holds `from` on. Throws what node:fs throws. @throws AuditError damaged */
export function* readLines(folder: string, from = 0): Generator<Placed> {
  const segments = segmentsIn(folder);
  const first = Math.max(
    0,
    segments.findLastIndex(({ start }) => start <= from),
  );
  for (const { name } of segments.slice(first)) {
    const bytes = readFileSync(join(folder, name));
    let number = 0;
    for (const { text } of linesOf(bytes)) {
      number++;
      const line = readLine(text);
      if ('fault' in line) throw new AuditError('damaged', `${join(folder, name)}:${number}: ${line.fault}; "polc audit verify" says more`);
      yield { ...line, file: name, line: number };
    }
  }
}

export interface ReadEntry {
  readonly index: number;
  readonly entry: JsonObject;
}

/** @throws AuditError damaged */
export function* readEntries(folder: string, from = 0): Generator<ReadEntry> {
  for (const line of readLines(folder, from)) {
    if (line.kind === 'entry' && line.index >= from) yield { index: line.index, entry: JSON.parse(line.text) as JsonObject };
  }
}

const LINE_END = 0x0a;

/** Lines as they stand, the last first, and at which byte of their file each begins. One that is not finished is being written, or was never. */
export function* textsBack(folder: string): Generator<{ readonly file: string; readonly at: number; readonly text: string }> {
  for (const { name } of [...segmentsIn(folder)].reverse()) {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    for (let end = bytes.lastIndexOf(LINE_END); end >= 0; ) {
      const before = end === 0 ? -1 : bytes.lastIndexOf(LINE_END, end - 1);
      yield { file, at: before + 1, text: textOf(bytes, before + 1, end) };
      end = before;
    }
  }
}
