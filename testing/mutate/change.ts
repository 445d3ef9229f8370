// One small change of a text, by the span that it replaces; and how parts are taken out so that what stays reads as before.

import type { Item, Span } from '@polc/grammar';

export const MUTANT_KINDS = [
  'flip-effect',
  'drop-stanza',
  'drop-deny',
  'drop-capability',
  'add-capability',
  'widen-pattern',
  'narrow-pattern',
  'drop-condition',
  'condition-true',
  'condition-false',
  'atom-true',
  'atom-false',
  'negate',
  'swap-logic',
  'swap-comparison',
  'move-bound',
  'drop-bound',
  'loosen-shape',
  'drop-parameter-rule',
  'drop-value',
  'drop-clause',
  'drop-approval',
  'change-approval',
  'lower-enforcement',
  'drop-guardrail',
  'widen-guardrail',
  'drop-key',
  'flip-flag',
  'loosen-consent',
  'loosen-status',
] as const;

export type MutantKind = (typeof MUTANT_KINDS)[number];

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Most are one edit. They do not overlap. */
export interface Change {
  readonly kind: MutantKind;
  /** What it is about, for people. */
  readonly span: Span;
  readonly edits: readonly Edit[];
  readonly description: string;
}

export type Emit = (change: Change) => void;

export function applied(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
  return ordered.reduce((changed, { span, text: by }) => changed.slice(0, span.start) + by + changed.slice(span.end), text);
}

export const replacing = (span: Span, text: string): readonly Edit[] => [{ span, text }];

/** An item with its line where it has that to itself, else with the blanks and the comma behind it. */
export function withoutItem(source: string, { span }: Pick<Item, 'span'>): readonly Edit[] {
  const lineStart = source.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = source.indexOf('\n', span.end);
  const before = source.slice(lineStart, span.start);
  const behind = source.slice(span.end, lineEnd < 0 ? source.length : lineEnd);
  if (/^\s*$/.test(before) && /^\s*(?:#.*|\/\/.*)?$/.test(behind)) return replacing({ start: lineStart, end: lineEnd < 0 ? source.length : lineEnd + 1 }, '');
  const blanks = /^[ \t]*,?[ \t]*/.exec(source.slice(span.end))?.[0].length ?? 0;
  return replacing({ start: span.start, end: span.end + blanks }, '');
}

/** One of several elements, with a comma. */
export function withoutElement(spans: readonly Span[], i: number): readonly Edit[] {
  const [own, next, before] = [spans[i] as Span, spans[i + 1], spans[i - 1]];
  if (next !== undefined) return replacing({ start: own.start, end: next.start }, '');
  return replacing({ start: before?.end ?? own.start, end: own.end }, '');
}
