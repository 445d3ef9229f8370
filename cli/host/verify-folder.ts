// One folder of a log, verified: by which key, against which checkpoints that were kept, and again where somebody writes it meanwhile.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogReport, NoteVerifier } from '@polc/service';
import { Failure } from '../failure.js';
import { type KeptCheckpoint, keyOfLog } from './audit-keys.js';
import { reading } from './audit-logs.js';
import type { Progress } from './progress.js';

export interface VerifiedLog {
  readonly folder: string;
  readonly key: NoteVerifier;
  /** The key lies beside the log. */
  readonly isBeside: boolean;
  readonly report: LogReport;
  /** Of the checkpoints that were given those that are of this log. */
  readonly kept: readonly KeptCheckpoint[];
}

export interface VerifySettings {
  readonly keys: readonly NoteVerifier[];
  readonly kept: readonly KeptCheckpoint[];
  /** Of the first entry to look at. */
  readonly from: number;
  readonly progress: Progress;
}

const TRIES = 3;
const PAUSE = 100;

/** null: the folder holds no log. @throws Failure */
export async function verifyFolder(folder: string, { keys, kept, from, progress }: VerifySettings): Promise<VerifiedLog | null> {
  const { logHead, verifyLog } = await import('@polc/service');
  return reading(folder, async () => {
    const head = logHead(folder);
    if (head === null) return null;
    const own = kept.filter(({ origin }) => head.origin === null || origin === head.origin);
    const { key, isBeside } = await keyOfLog(folder, head, keys);
    const notes = own.map(({ note }) => note);
    for (let tries = 1; ; tries++) {
      const before = stateOf(folder);
      const report = verifyLog(folder, { verifier: key, kept: notes, from, reading: (file) => progress.tick(() => `${join(folder, file)} …`) });
      // WHY again: of a log that is being written the last line may be there in part. What is wrong with one that nobody writes stays so.
      const early = own.find(({ size }) => size < report.from);
      if (early !== undefined) throw new Failure('usage', `--from ${from}: ${early.file} is of ${early.size} entries, which would not be looked at`);
      if (report.faults.length !== 1 || tries === TRIES) return { folder, key, isBeside, report, kept: own };
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (before === stateOf(folder)) return { folder, key, isBeside, report, kept: own };
    }
  });
}

/** Another where a file has grown, or has come. */
function stateOf(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.map((name) => `${name}:${statSync(join(folder, name)).size}`).join();
}
