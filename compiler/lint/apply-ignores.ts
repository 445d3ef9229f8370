// Sorts the findings of a file into those that stand and those that its author has had ignored, and judges the directives themselves.

import { type Diagnostic, nearest, type Span } from '@polc/grammar';
import type { Named } from '../model/stanza.js';
import type { Directives, IgnoreDirective } from './ignore-directives.js';
import type { RuleInfo } from './rule.js';

export interface Ignored {
  readonly diagnostic: Diagnostic;
  /** The author's words. */
  readonly reason: string;
  /** The comment that says so. */
  readonly span: Span;
}

/** What is said of directives. They are set like rules, and nothing in a file ignores them. */
export const IGNORE_CODES = [
  { id: 'ignore-without-reason', severity: 'warning', summary: 'a directive to ignore a finding that does not say why, and so ignores nothing' },
  { id: 'unknown-ignore', severity: 'warning', summary: 'a directive that is none, or names a rule that there is not' },
  { id: 'unused-ignore', severity: 'warning', summary: 'a directive that has nothing to ignore' },
] as const satisfies readonly RuleInfo[];

export type IgnoreCode = (typeof IGNORE_CODES)[number]['id'];

export interface Sides {
  readonly standing: readonly Diagnostic[];
  readonly ignored: readonly Ignored[];
}

export interface RuleBook {
  readonly ids: readonly string[];
  /** Looked for in this file: of a rule that is off nobody knows what it would find. */
  isOn(id: string): boolean;
}

export type Say = (code: IgnoreCode, span: Span, message: string, help: string) => void;

export function applyIgnores({ directives, faults }: Directives, found: readonly Diagnostic[], { ids, isOn }: RuleBook, say: Say): Sides {
  for (const { span, message, help } of faults) say('unknown-ignore', span, message, help);
  const sound = directives
    .filter((directive) => hasReason(directive, say))
    .filter(({ word, covers, span }) => {
      if (covers === null) say('unused-ignore', span, `polc:${word} stands where it covers nothing`, placeHelp(word));
      return covers !== null;
    });
  const used = new Set<Named>();
  const standing: Diagnostic[] = [];
  const ignored: Ignored[] = [];
  for (const diagnostic of found) {
    const meant = sound.flatMap((directive) =>
      directive.ids.filter(({ name }) => name === diagnostic.code && isCovered(diagnostic, directive)).map((id) => ({ directive, id })),
    );
    const [first] = meant;
    if (first === undefined) standing.push(diagnostic);
    else ignored.push({ diagnostic, reason: first.directive.reason as string, span: first.directive.span });
    for (const { id } of meant) used.add(id);
  }
  for (const { word, ids: named } of sound) {
    for (const id of named) {
      if (!ids.includes(id.name)) sayUnknown(id, ids, say);
      else if (!used.has(id) && isOn(id.name))
        say('unused-ignore', id.span, `there is no finding of ${id.name} to ignore ${word === 'ignore' ? 'here' : 'in this file'}`, 'remove it');
    }
  }
  return { standing, ignored };
}

function hasReason({ reason, span, ids }: IgnoreDirective, say: Say): boolean {
  if (reason === null)
    say(
      'ignore-without-reason',
      span,
      `nothing says why ${ids.map(({ name }) => name).join(' and ')} may be ignored, so it is not`,
      'add the reason: -- why it is right here',
    );
  return reason !== null;
}

function placeHelp(word: IgnoreDirective['word']): string {
  return word === 'ignore' ? 'put it above the item that it is about, or behind it on its line' : 'put it above everything else in the file';
}

function isCovered({ span }: Diagnostic, { covers }: IgnoreDirective): boolean {
  return covers !== null && span.start >= covers.start && span.start < Math.max(covers.end, covers.start + 1);
}

function sayUnknown({ name, span }: Named, ids: readonly string[], say: Say): void {
  const near = nearest(name, ids);
  const help = near === undefined ? 'only lint rules can be ignored: they are those of docs/rules' : `did you mean ${near}?`;
  say('unknown-ignore', span, `there is no rule ${JSON.stringify(name)}`, help);
}
