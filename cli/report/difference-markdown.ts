// What `polc diff` says in a pull request: what opens first, each change a line with its request folded away.

import type { ReportedChange, ReportedDifference } from '@polc/compiler';
import { LEFT_OUT, verdictWords } from './difference-text.js';
import { visible } from './visible.js';

const TITLES = { opened: 'Access opens', changed: 'Obligations change both ways', closed: 'Access closes' } as const;

export function differenceMarkdown({ changes, undecided, partial, quantified, summary }: ReportedDifference): string {
  const lines = ['### polc diff', ''];
  if (changes.length === 0 && undecided.length === 0 && !partial) lines.push('Equivalent: no decision and no obligation changes.', '');
  else lines.push(`${summary.opened} opened, ${summary.closed} closed, ${summary.changed} changed, ${summary.undecided} undecided`, '');
  for (const direction of ['opened', 'changed', 'closed'] as const) {
    const own = changes.filter((change) => change.direction === direction);
    if (own.length > 0) lines.push(`#### ${TITLES[direction]}`, '', ...own.flatMap(changeLines));
  }
  if (undecided.length > 0 || partial) {
    lines.push('#### Undecided', '', ...(partial ? [`- ${LEFT_OUT}`] : []));
    for (const { subject, operations, path, why } of undecided) {
      lines.push(`- ${[subject.words, operations.join(', '), path === null ? '' : code(path)].filter((part) => part !== '').join(' · ')}: ${escaped(why)}`);
    }
    lines.push('');
  }
  return [...lines, ...quantified.map((sentence) => `<sub>${escaped(sentence)}</sub><br>`), ''].join('\n');
}

function changeLines({ subject, operations, paths, when, more, before, after, witness, outcomes }: ReportedChange): string[] {
  const cases = when.map((parts) => parts.map(code).join(' and ')).join(', or ');
  const condition = cases === '' ? '' : ` when ${cases}${more ? ', and in further cases' : ''}`;
  return [
    `- **${escaped(subject.words)}**: ${operations.join(', ')} on ${paths.map(code).join(', ')}${condition}: ${verdictWords(before)} → ${verdictWords(after)}`,
    `  <details><summary>a request (${outcomes[0]} → ${outcomes[1]})</summary>`,
    '',
    '  ```json',
    `  ${visible(JSON.stringify(witness.request))}`,
    ...(witness.consents === undefined ? [] : [`  ${visible(JSON.stringify({ consents: witness.consents }))}`]),
    '  ```',
    '',
    '  </details>',
    '',
  ];
}

/** Fenced so that nothing in it is markup. */
function code(text: string): string {
  const shown = visible(text).replaceAll('\n', ' ');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

function escaped(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}
