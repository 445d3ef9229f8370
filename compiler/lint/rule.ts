// What a lint rule is: one id, one severity, one function from the checked model to findings.

import type { Document, Fix, Related, Severity, Source, Span } from '@polc/grammar';
import type { Model, Policy, Stanza } from '../model/stanza.js';

export interface Finding {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export interface RuleContext {
  readonly model: Model;
  readonly documents: readonly Document[];
  readonly sources: readonly Source[];
  /** Stanzas of all policies, in source order. */
  readonly stanzas: readonly Stanza[];
  readonly policies: readonly Policy[];
  report(finding: Finding): void;
}

export interface Rule {
  /** Kebab-case, states the fault; the same in file, test, page and `--rule`. */
  readonly id: string;
  readonly severity: Severity;
  /** One line for lists of rules. */
  readonly summary: string;
  check(context: RuleContext): void;
}
