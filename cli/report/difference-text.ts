// What `polc diff` says to people: opened apart from closed, who, what, where, when, and a request that shows it.

import type { ReportedChange, ReportedDifference, ReportedVerdict } from '@polc/compiler';
import type { Colours } from './colours.js';
import { visible } from './visible.js';

export const LEFT_OUT = 'some chains of delegation were not looked at: there are too many';

export function differenceText({ changes, undecided, partial, quantified, summary }: ReportedDifference, colours: Colours): string {
  const lines: string[] = [];
  for (const direction of ['opened', 'changed', 'closed'] as const) {
    for (const change of changes.filter((one) => one.direction === direction)) lines.push(...changeLines(change, colours), '');
  }
  for (const { subject, operations, path, why } of undecided) {
    const what = operations.length === 0 ? '' : `: ${operations.join(', ')}`;
    lines.push(`${colours.yellow('undecided')} ${subject.words}${what}${path === null ? '' : ` on ${visible(path)}`}`, `    ${visible(why)}`, '');
  }
  if (partial) lines.push(`${colours.yellow('undecided')} ${LEFT_OUT}`, '');
  const { opened, closed, changed } = summary;
  const counts = [
    `${opened} opened`,
    `${closed} closed`,
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(undecided.length > 0 ? [`${undecided.length} undecided`] : []),
  ];
  const equal = changes.length === 0 && undecided.length === 0 && !partial;
  lines.push(
    equal ? colours.green('equivalent: no decision and no obligation changes') : counts.join(', '),
    ...quantified.map((sentence) => colours.dim(`  ${sentence}`)),
    '',
  );
  return lines.join('\n');
}

function changeLines(change: ReportedChange, colours: Colours): string[] {
  const { direction, subject, operations, paths, when, more, before, after, witness, outcomes } = change;
  const colour = direction === 'closed' ? colours.green : direction === 'opened' ? colours.red : colours.yellow;
  const cases = when.map((parts, i) => `    ${i === 0 ? 'when' : '  or'} ${visible(parts.join(' and '))}`);
  return [
    `${colour(direction)} ${visible(subject.words)}: ${operations.join(', ')} on ${visible(paths.join(', '))}`,
    ...cases,
    ...(more ? ['    and in further cases'] : []),
    `    ${verdictWords(before)} → ${verdictWords(after)}`,
    `    ${colours.dim('for example')} ${visible(JSON.stringify(witness.request))}`,
    ...(witness.consents === undefined || witness.consents.length === 0
      ? []
      : [`    ${colours.dim('with the consents')} ${visible(JSON.stringify(witness.consents))}`]),
    `    ${colours.dim(`${outcomes[0]} → ${outcomes[1]}`)}`,
  ];
}

export function verdictWords({ decision, max_ttl, uses, approvals, until }: ReportedVerdict): string {
  if (decision === 'deny') return 'denied';
  const limits = [
    ...(max_ttl === null ? [] : [`for ${max_ttl} s`]),
    ...(uses === null ? [] : [uses === 1 ? 'once' : `${uses} times`]),
    ...(until === null ? [] : [`until ${until}`]),
    ...(approvals.length === 0 ? [] : [approvals.length === 1 ? 'with an approval' : `with ${approvals.length} approvals`]),
    ...(decision === 'mfa_required' ? ['with a second factor'] : []),
  ];
  return ['allowed', ...limits].join(' ');
}
