// An explanation for people: the steps taken, the patterns that could have decided, and what would turn the answer.

import type { Change, Explanation, ExplanationStep } from '@polc/runtime';
import type { Colours } from './colours.js';
import { quoted, verdictLine } from './decision-text.js';
import { visible } from './visible.js';

const WHO: readonly (readonly [by: Change['by'], who: string])[] = [
  ['caller', 'the caller'],
  ['policy author', 'a policy author'],
  ['embedder', 'the program that embeds polc'],
];

/** Ends in a line end. */
export function explanationText({ decision, steps, candidates, changes }: Explanation, colours: Colours): string {
  const out = [verdictLine(decision, colours), visible(decision.message), '', heading('Steps', colours), ...steps.map((step) => stepLine(step, colours))];
  if (candidates.length > 0)
    out.push('', heading('Patterns that match, best first', colours), ...candidates.flatMap((each, i) => candidateLines(each, i + 1, colours)));
  if (changes.length > 0) {
    out.push('', heading(decision.allowed ? 'What would take it away' : 'What would allow it', colours));
    for (const [by, who] of WHO) out.push(...changesBy(by, who, changes));
  }
  return `${out.join('\n')}\n`;
}

function heading(text: string, colours: Colours): string {
  return colours.bold(text);
}

function stepLine({ step, passed, text }: ExplanationStep, colours: Colours): string {
  const sign = passed === null ? '·' : passed ? colours.green('✓') : colours.red('✗');
  return `  ${sign} ${step.padEnd('parameters'.length)}  ${visible(text)}`;
}

function candidateLines({ pattern, kind, capabilities, selected, stanzas }: Explanation['candidates'][number], rank: number, colours: Colours): string[] {
  const verdict = selected ? colours.bold('decides') : colours.dim('does not count');
  return [
    `  ${rank}. ${quoted(pattern)} (${kind}): ${capabilities.join(', ') || 'nothing'}; ${verdict}`,
    ...stanzas.map(({ policy, file, line }) => `     ${visible(policy)}, ${visible(file)}:${line}`),
  ];
}

function changesBy(by: Change['by'], who: string, changes: readonly Change[]): string[] {
  const theirs = changes.filter((change) => change.by === by);
  return theirs.length === 0 ? [] : [`  ${who} could`, ...theirs.map(({ text }) => `    - ${visible(text)}`)];
}
