// The order of the stages: texts → documents → checked model → bundle. The only place that knows it.

import { type Diagnostic, hasErrors, makeSource, parse } from '@polc/grammar';
import { writeBundle } from './bundle/write-bundle.js';
import { withoutEchoes } from './check/echoes.js';
import { type Input, readDocuments } from './check/read-documents.js';
import { besideFile, type Load, normal } from './check/read-tools-block.js';
import { runLint } from './lint/run-lint.js';
import { Reporter } from './model/report.js';
import type { Model } from './model/stanza.js';
import { resolve } from './resolve/resolve.js';

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
  /**
   * The text of a file that a policy file names (a `tools` block's schema), null where there is none: the reference as written, and the policy file.
   * Sources that end in `.tools.json` are found without it.
   */
  readonly load?: Load;
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
  const { model, diagnostics } = analyze(sources, 'error', options.lint === true ? (options.rules ?? {}) : null, options.load);
  if (hasErrors(diagnostics)) return { diagnostics, model };
  return { bundle: writeBundle(model), diagnostics, model };
}

/** Everything polc has to say about the sources, as a repository: lint included, two policies of one name a warning. */
export function check(sources: readonly SourceText[], options: CompileOptions = {}): CheckResult {
  return analyze(sources, 'warning', options.lint === false ? null : (options.rules ?? {}), options.load);
}

function analyze(
  texts: readonly SourceText[],
  duplicates: 'error' | 'warning',
  rules: Readonly<Record<string, RuleSetting>> | null,
  load: Load | undefined,
): CheckResult {
  for (const { file, text } of texts) {
    if (typeof file !== 'string' || (typeof text !== 'string' && !(text instanceof Uint8Array)))
      throw new TypeError('a source is { file: string, text: string or Uint8Array }');
  }
  const parsed = texts.filter(({ file }) => !isResource(file)).map(parseText);
  const inputs = parsed.map(({ input }) => input);
  const checked = readDocuments(inputs, loader(texts, load));
  const { model } = checked;
  let diagnostics: Diagnostic[] = [];
  for (const { input, said } of parsed) diagnostics = diagnostics.concat(said, withoutEchoes(input.report.diagnostics, said, input.document));
  diagnostics = diagnostics.concat(resolve(checked, duplicates));
  if (rules !== null) {
    const pieces = { model, documents: inputs.map(({ document }) => document), sources: inputs.map(({ source }) => source) };
    diagnostics = diagnostics.concat(runLint(pieces, rules));
  }
  return { diagnostics: inOrder(diagnostics, texts), model };
}

function parseText({ file, text, name }: SourceText): { readonly input: Input; readonly said: readonly Diagnostic[] } {
  const source = makeSource(file, text);
  const { value, diagnostics } = parse(source);
  return { input: { document: value, source, name, report: new Reporter(file) }, said: diagnostics };
}

/** What policies name instead of being one. */
function isResource(file: string): boolean {
  return file.endsWith('.tools.json');
}

/** Among the sources, else by the caller's own means. */
function loader(texts: readonly SourceText[], load: Load | undefined): Load {
  const resources = new Map(texts.flatMap(({ file, text }) => (isResource(file) ? [[normal(file), text] as const] : [])));
  return (reference, from) => resources.get(besideFile(reference, from)) ?? load?.(reference, from) ?? null;
}

/** File by file as given, then by place. */
function inOrder(diagnostics: readonly Diagnostic[], texts: readonly SourceText[]): Diagnostic[] {
  const place = new Map(texts.map(({ file }, i) => [file, i]));
  return [...diagnostics].sort((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.span.start - b.span.start || a.span.end - b.span.end);
}
