// The files of a log in their folder, by the index of the first entry of each.

import { readdirSync } from 'node:fs';

export interface Segment {
  readonly name: string;
  readonly start: number;
}

const NAME = /^audit-([0-9]{16})\.jsonl$/;

export const segmentName = (start: number) => `audit-${String(start).padStart(16, '0')}.jsonl`;

/** In order. Throws what node:fs throws. */
export function segmentsIn(folder: string): readonly Segment[] {
  return readdirSync(folder)
    .flatMap((name): Segment[] => {
      const [, start] = NAME.exec(name) ?? [];
      return start === undefined ? [] : [{ name, start: Number(start) }];
    })
    .sort((a, b) => a.start - b.start);
}
