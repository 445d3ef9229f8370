// What tests do not notice, for people: each surviving mutant as a small diff; then the score.

import type { MutantPlace, MutationResult } from '@polc/testing';
import type { Colours } from './colours.js';
import { counted } from './counted.js';
import { visible } from './visible.js';

/** `threshold`: the percentage that is wanted. Ends in a line end. */
export function mutantsText(result: MutationResult, colours: Colours, threshold = 0): string {
  const { survivors, equivalent, discarded, killed, score, isPartial, kinds } = result;
  const lines: string[] = [];
  for (const survivor of survivors) {
    const doubt = survivor.equivalence === 'undecided' ? ' (it may be the same policy)' : '';
    lines.push(`${visible(`${survivor.file}:${survivor.line}`)}  ${visible(survivor.description)}: no test notices${doubt}  [${survivor.kind}]`);
    lines.push(...diffLines(survivor, colours));
    if (survivor.request !== null) lines.push(colours.dim(`# a test of this would: ${visible(shortened(JSON.stringify(survivor.request)))}`));
    lines.push('');
  }
  for (const { kind, killed: noticed, survived } of kinds) if (survived > 0) lines.push(`  ${kind}: ${noticed} of ${noticed + survived} noticed`);
  const { invalid, same, duplicate } = discarded;
  const left = [
    [equivalent.length, 'the same policy in other words'],
    [same + duplicate, 'the same bundle as the policy or as another mutant'],
    [invalid, 'not compiling'],
  ] as const;
  const besides = left.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  lines.push(
    `${counted(killed + survivors.length, 'mutant')}: ${killed} noticed, ${survivors.length} not${score === null ? '' : `; score ${Math.floor(score * 1000) / 10}%`}`,
    ...(besides.length === 0 ? [] : [`left out: ${besides.join(', ')}`]),
    ...(isPartial ? ['the time was over before all mutants were tried'] : []),
    ...((score ?? 0) * 100 < threshold
      ? [colours.red(`${score === null ? 'none' : `${Math.floor(score * 1000) / 10}%`} is noticed, ${threshold}% is wanted`)]
      : []),
  );
  return `${lines.join('\n')}\n`;
}

/** Only lines that differ: what both sides begin and end with is left out. */
export function diffLines({ before, after, firstLine, file }: MutantPlace, colours: Colours): string[] {
  const old = before === '' ? [] : before.split(/\r?\n/);
  const now = after === '' ? [] : after.split(/\r?\n/);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const gone = old.slice(start, old.length - end);
  const come = now.slice(start, now.length - end);
  const line = firstLine + start;
  const range = (count: number) => `${count === 0 ? line - 1 : line},${count}`;
  return [
    `--- ${visible(file)}`,
    `+++ ${visible(file)}`,
    `@@ -${range(gone.length)} +${range(come.length)} @@`,
    ...gone.map((text) => colours.red(`-${shown(text)}`)),
    ...come.map((text) => colours.green(`+${shown(text)}`)),
  ];
}

const LONGEST = 500;

/** All of it is in the JSON. */
const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const shown = (text: string) => text.split('\t').map(visible).join('\t');
