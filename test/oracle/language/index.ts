// The door of the oracle of the whole language: documents to a model, and a model, facts and a request to an answer (spec.md §5 to §12).

import { type Document, hasErrors, LineIndex, makeSource, parse } from '@polc/grammar';
import { readBlocks } from './blocks.js';
import type { Model } from './model.js';

export { type JudgeOptions, oracleJudge } from './judge.js';
export type { Model } from './model.js';
export type { ChosenStanza, LayerAnswer, OracleAnswer, OracleObligations, Outcome, Requirement } from './outcome.js';

export type Reading = { readonly model: Model } | { readonly errors: readonly string[] };

export interface OracleText {
  readonly file: string;
  readonly text: string | Uint8Array;
  /** Of a Vault file: the name it is stored under. */
  readonly name?: string | undefined;
}

/** Documents alone have no lines: those of the answers are 0. */
export function readLanguage(documents: readonly Document[]): Reading {
  return read(() => readBlocks(documents.map((document) => ({ document, lineAt: () => 0 }))));
}

export function readTexts(texts: readonly OracleText[]): Reading {
  const parsed = texts.map(({ file, text, name }) => {
    const source = makeSource(file, text);
    const lines = new LineIndex(source.text);
    return { ...parse(source), name, lineAt: (offset: number) => lines.line(offset) };
  });
  const faults = parsed.flatMap(({ diagnostics }) => (hasErrors(diagnostics) ? diagnostics : []));
  if (faults.length > 0) return { errors: faults.map(({ file, message }) => `${file}: ${message}`) };
  return read(() => readBlocks(parsed.map(({ value, name, lineAt }) => ({ document: value, name, lineAt }))));
}

function read(make: () => Model): Reading {
  try {
    return { model: make() };
  } catch (error) {
    return { errors: [error instanceof Error ? error.message : String(error)] };
  }
}
