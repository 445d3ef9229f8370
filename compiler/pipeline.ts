// The order of the stages: text → document → policies → patterns in order → tree → bundle. The only place that knows it.

import { type Diagnostic, type Document, hasErrors, makeSource, parse, type Source } from '@polc/grammar';
import { writeBundle } from './bundle/write-bundle.js';
import { readPolicies } from './check/read-policies.js';
import { Reporter } from './check/report.js';
import { runLint } from './lint/run-lint.js';
import type { Model, Policy } from './model/stanza.js';
import { orderPatterns } from './normal/order-patterns.js';
import { findDuplicates } from './resolve/find-duplicates.js';
import { buildTree } from './tree/build-tree.js';

export interface SourceText {
  /** As the author knows it: shown in diagnostics, and the policy's name comes from it. */
  readonly file: string;
  readonly text: string | Uint8Array;
  /** The name under which the policy is stored; it wins over the file's `name` and base name. */
  readonly name?: string;
}

export type RuleSetting = 'off' | 'warn' | 'error';

export interface CompileOptions {
  /** Lint warnings too; off by default, since nothing of them changes a bundle. */
  readonly lint?: boolean;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

export interface CompileResult {
  /** Absent when a diagnostic is an error. No sources give a bundle that denies everything. */
  readonly bundle?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
  readonly model: Model;
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly model: Model;
}

/** Compiles policies. Pure: the same sources give the same bytes. Never throws on any text; a TypeError for what is no text. */
export function compile(sources: readonly SourceText[], options: CompileOptions = {}): CompileResult {
  const { model, diagnostics } = analyze(sources, 'error', options.lint === true ? (options.rules ?? {}) : null);
  if (hasErrors(diagnostics)) return { diagnostics, model };
  const index = orderPatterns(model);
  return { bundle: writeBundle(model, index, buildTree(index.patterns)), diagnostics, model };
}

/** Everything polc has to say about the sources, as a repository: lint included, two policies of one name a warning. */
export function check(sources: readonly SourceText[], options: CompileOptions = {}): CheckResult {
  return analyze(sources, 'warning', options.lint === false ? null : (options.rules ?? {}));
}

function analyze(texts: readonly SourceText[], duplicates: 'error' | 'warning', rules: Readonly<Record<string, RuleSetting>> | null): CheckResult {
  let diagnostics: Diagnostic[] = [];
  const policies: Policy[] = [];
  const documents: Document[] = [];
  const sources: Source[] = [];
  for (const { file, text, name } of texts) {
    if (typeof file !== 'string' || (typeof text !== 'string' && !(text instanceof Uint8Array)))
      throw new TypeError('a source is { file: string, text: string or Uint8Array }');
    const source = makeSource(file, text);
    const parsed = parse(source);
    const report = new Reporter(file);
    policies.push(...readPolicies(parsed.value, source, name, report));
    diagnostics = diagnostics.concat(parsed.diagnostics, report.diagnostics);
    documents.push(parsed.value);
    sources.push(source);
  }
  const model = { policies };
  diagnostics = diagnostics.concat(findDuplicates(policies, duplicates), rules === null ? [] : runLint({ model, documents, sources }, rules));
  return { diagnostics: inOrder(diagnostics, texts), model };
}

/** File by file as given, then by place. */
function inOrder(diagnostics: readonly Diagnostic[], texts: readonly SourceText[]): Diagnostic[] {
  const place = new Map(texts.map(({ file }, i) => [file, i]));
  return [...diagnostics].sort((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.span.start - b.span.start || a.span.end - b.span.end);
}
