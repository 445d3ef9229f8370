// What `polc verify` says to people: a line an invariant; of a refuted one the requests, and why the first of them is allowed.

import { quantifiedOver } from '@polc/compiler';
import type { Engine } from '@polc/runtime';
import type { Verified } from '../commands/verify.js';
import type { Colours } from './colours.js';
import { explanationText } from './explanation-text.js';
import { visible } from './visible.js';

const WORDS = { proved: 'proved', refuted: 'refuted', undecided: 'undecided', nobody: 'speaks of nobody' } as const;
const SHOWN = 5;

export function proofText(verified: readonly Verified[], engine: Engine, colours: Colours): string {
  const lines: string[] = [];
  for (const { invariant, status, proofs } of verified) {
    const colour = status === 'proved' ? colours.green : status === 'refuted' ? colours.red : colours.yellow;
    lines.push(`${colour(WORDS[status])} ${visible(invariant.name)} ${colours.dim(`${visible(invariant.file)}:${invariant.line}`)}`);
    for (const [i, { refutations, undecided }] of proofs.entries()) {
      const kind = invariant.clauses[i]?.kind ?? '';
      for (const { subject, operations, path, when, witness } of refutations.slice(0, SHOWN)) {
        lines.push(`  ${kind}: ${visible(subject.words)} may ${operations.join(', ')} ${visible(path)}`);
        lines.push(...when.map((parts, j) => `    ${j === 0 ? 'when' : '  or'} ${visible(parts.join(' and '))}`));
        lines.push(`    ${colours.dim('for example')} ${visible(JSON.stringify(witness.request))}`);
        if (witness.consents !== null && witness.consents.length > 0)
          lines.push(`    ${colours.dim('with the consents')} ${visible(JSON.stringify(witness.consents))}`);
      }
      if (refutations.length > SHOWN) lines.push(`  and ${refutations.length - SHOWN} more`);
      for (const { subject, path, why } of undecided.slice(0, SHOWN))
        lines.push(`  ${kind}: ${visible(subject.words)}${path === null ? '' : ` on ${visible(path)}`}: ${visible(why)}`);
    }
    const [first] = proofs.flatMap(({ refutations }) => refutations);
    if (first !== undefined && first.witness.consents === null) lines.push(indented(explanationText(engine.explain(first.witness.request), colours)));
    if (proofs[0] !== undefined) lines.push(...quantifiedOver(proofs[0]).map((sentence) => colours.dim(`    ${sentence}`)));
    lines.push('');
  }
  const count = (status: keyof typeof WORDS) => verified.filter((one) => one.status === status).length;
  lines.push(
    `${count('proved')} proved, ${count('refuted')} refuted, ${count('undecided')} undecided${count('nobody') > 0 ? `, ${count('nobody')} about nobody` : ''}`,
    '',
  );
  return lines.join('\n');
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
