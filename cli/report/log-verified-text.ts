// What `polc audit verify` says to people: of each log what is there, what vouches for it and up to where, what is wrong with it and where.

import type { LogReport } from '@polc/service';
import type { DecidedAgain, ImpossibleDecisions } from '../host/re-execute-log.js';
import type { VerifiedLog } from '../host/verify-folder.js';
import type { Colours } from './colours.js';
import { counted, withCommas } from './counted.js';
import { visible } from './visible.js';

export interface ShownLog extends VerifiedLog {
  /** `NAME+HASH`: as much of the key as tells it apart. */
  readonly keyName: string;
  /** null: it was not asked for, or the log is not what was written. */
  readonly again: DecidedAgain | null;
}

const SHOWN = 20;
const LONGEST = 160;

/** Ends in a line end. */
export function logVerifiedText({ folder, keyName, isBeside, report, again }: ShownLog, colours: Colours): string {
  const { origin, from, size, signed, checkpoints, faults } = report;
  const isWhole = faults.length === 0;
  const verdict = isWhole ? colours.green('it is what was written') : colours.red(`it is not what was written: ${counted(faults.length, 'fault')}`);
  const rows: readonly (readonly [name: string, words: string])[] = [
    ['log', visible(origin ?? 'it does not say which')],
    ['key', `${visible(keyName)}${isBeside ? ', which lies beside it' : ''}`],
    ['entries', size === from ? 'none' : `${withCommas(size - from)}${from > 0 ? `, from index ${from} on` : ''}`],
    ['checkpoints', `${withCommas(checkpoints)}${checkpoints > 0 ? `, the last of ${counted(signed, 'entry', 'entries')}` : ''}`],
    ...(isWhole ? anchorsOf(report).map((words): [string, string] => ['', words]) : faultsOf(report)),
    ...(again === null ? [] : againRows(again)),
  ];
  const wide = Math.max(...rows.map(([name]) => name.length));
  return `${visible(folder)}: ${verdict}\n${rows.map(([name, words]) => `  ${name === '' ? '' : `${name.padEnd(wide)}  `}${words}\n`).join('')}`;
}

/** Up to where anything would show. */
function anchorsOf({ size, signed, kept }: LogReport): readonly string[] {
  const words: string[] = [];
  if (signed < size) words.push(`no checkpoint has signed entries from index ${signed} on yet`);
  if (kept === null) {
    return [...words, `nothing anchors entries from index ${signed} on: without a checkpoint that was kept elsewhere it does not show if some were cut off`];
  }
  words.push(`the checkpoint that was kept elsewhere has seen ${kept === 1 ? 'the first entry' : `the first ${kept} entries`}, and they are here`);
  return kept < size ? [...words, `nothing anchors entries from index ${kept} on but this log’s own key`] : words;
}

function faultsOf({ faults }: LogReport): readonly (readonly [string, string])[] {
  const shown = faults
    .slice(0, SHOWN)
    .map(({ index, file, line, what }): [string, string] => [`entry ${index}`, `${file === null ? '' : `${visible(file)}:${line}: `}${visible(what)}`]);
  return faults.length > SHOWN ? [...shown, ['', `and ${faults.length - SHOWN} more`]] : shown;
}

const CAUSES: Readonly<Record<ImpossibleDecisions['why'], string>> = {
  unsealed: 'the request was not kept',
  unopened: 'the request does not open with this secret',
  no_bundle: 'its policies are in no bundle that was given',
  no_facts: 'the store has no such facts',
  stale_facts: 'it was denied for the age of its facts, which is kept nowhere',
  unknown_form: 'the entry is of no form that is known here',
};

function againRows({ same, different, impossible, differences, causes, missing_revisions }: DecidedAgain): readonly (readonly [string, string])[] {
  const rows: [string, string][] = [['decided again', `${same} the same, ${different} different, ${impossible} that cannot be`]];
  for (const { index, id, differences: parts } of differences.slice(0, SHOWN)) {
    rows.push([
      `entry ${index}`,
      `${visible(id)} is different: ${parts.map(({ what, logged, now }) => `${what} was ${short(logged)}, is ${short(now)}`).join('; ')}`,
    ]);
  }
  if (different > SHOWN) rows.push(['', `and ${different - SHOWN} more that are different`]);
  for (const { why, count, first, last } of causes) {
    rows.push([first === last ? `entry ${first}` : `entries ${first} to ${last}`, `${count} of them: ${CAUSES[why]} (${why})`]);
  }
  for (const revision of missing_revisions.slice(0, SHOWN)) rows.push(['missing', visible(revision)]);
  return rows;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
