// A suggestion for a text and some requests, with what the tests ask of it.

import {
  compile,
  type LogEntry,
  type ReportedSuggestion,
  reportSuggestion,
  type SourceText,
  type Suggestion,
  type SuggestOptions,
  suggest,
} from '@polc/compiler';
import type { Request } from '@polc/runtime';

export const NOW = Date.parse('2026-01-05T12:00:00Z');

export type Options = Partial<SuggestOptions>;

export interface Suggested {
  readonly suggestion: Suggestion;
  readonly report: ReportedSuggestion;
  /** Of the one file, or of the first. */
  readonly text: string;
}

export function suggestFor(sources: readonly SourceText[] | string, requests: readonly (Request | LogEntry)[], options: Options = {}): Suggested {
  const files = typeof sources === 'string' ? [{ file: 'a.hcl', text: sources }] : sources;
  const { bundle, diagnostics } = compile(files);
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const entries = requests.map((each, i): LogEntry => ('request' in each ? each : { line: i + 1, request: each, logged: null }));
  const suggestion = suggest(files, bundle, entries, { now: NOW, ...options });
  const report = reportSuggestion(suggestion);
  return { suggestion, report, text: report.files[0]?.text ?? '' };
}

export const reads = (policy: string, ...paths: string[]): Request[] => paths.map((path) => ({ policies: [policy], operation: 'read', path }));

/** Each stanza of a text as `pattern: capabilities`. */
export function stanzasOf(text: string, policy: string): string[] {
  const { model } = compile([{ file: 'a.hcl', text }]);
  return model.policies
    .filter(({ name }) => name === policy)
    .flatMap(({ stanzas }) => stanzas.map(({ pattern, capabilities }) => `${pattern.written}: ${capabilities.join(' ')}`));
}
