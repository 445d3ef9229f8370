// A decision for people: the answer, why, and the stanzas behind it.

import type { Decision } from '@polc/runtime';
import type { Colours } from './colours.js';
import { visible } from './visible.js';

/** Ends in a line end. */
export function decisionText(decision: Decision, colours: Colours): string {
  const rules = decision.rules.map(({ policy, path, file, line, role }) => `  ${role} by ${visible(policy)}, path ${quoted(path)}, ${visible(file)}:${line}`);
  return `${[verdictLine(decision, colours), visible(decision.message), ...rules].join('\n')}\n`;
}

export function verdictLine({ allowed, outcome }: Decision, colours: Colours): string {
  return allowed ? colours.green(colours.bold('allowed')) : `${colours.red(colours.bold('denied'))}: ${outcome}`;
}

/** As an author would write it. */
export function quoted(text: string): string {
  return visible(JSON.stringify(text));
}
