// What polc says about somebody's text: data, collected and never thrown. Rendering is the cli's.

import type { Span } from './source.js';

export type Severity = 'error' | 'warning' | 'info';

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A change of the source that mends the fault; `safe` ones keep every decision as it is and are what `--fix` applies. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly safe: boolean;
  /** Safe as the files stood that were looked at together: whoever applies it proves it again. */
  readonly proved?: true;
}

export interface Related {
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

export interface Diagnostic {
  /** Stable, kebab-case, names the fault: `invalid-capability`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, lower-case, without a full stop: what is wrong. */
  readonly message: string;
  readonly file: string;
  /** The tightest place that shows the fault. */
  readonly span: Span;
  /** What to do about it. */
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** A stage's answer: what it made, if it could, and what it has to say. */
export interface Staged<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
