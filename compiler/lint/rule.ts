// What a lint rule is: one id, one severity, one function from the checked model to findings.

import type { Document, Fix, Related, Severity, Source, Span } from '@polc/grammar';
import type { Blocks } from '../model/blocks.js';
import type { Model, Policy, Stanza } from '../model/stanza.js';
import type { ToolServer } from '../model/tools.js';
import type { Patterns } from './patterns.js';
import type { Proving } from './proving.js';

export interface Finding {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** What a rule sees: of one file, or of the whole set, as its reach says. */
export interface RuleContext {
  readonly model: Model;
  readonly documents: readonly Document[];
  readonly sources: readonly Source[];
  /** Stanzas of all policies, in source order. */
  readonly stanzas: readonly Stanza[];
  readonly policies: readonly Policy[];
  /** The rules of these policies as one policy list. */
  readonly patterns: Patterns;
  /** Named conditions of the whole set. */
  readonly conditions: Blocks['conditions'];
  /** Servers of the whole set, by name. */
  readonly tools: ReadonlyMap<string, ToolServer>;
  /** For rules of reach `set` whose findings are proved; null where the set has errors, or is too large. Made when it is first asked for. */
  proving(): Proving | null;
  report(finding: Finding): void;
}

export interface RuleInfo {
  /** Kebab-case, states the fault; the same in file, test, page and `--rule`. */
  readonly id: string;
  readonly severity: Severity;
  /** Said only where it is asked for. */
  readonly optIn?: true;
  /** One line for lists of rules. */
  readonly summary: string;
}

export interface Rule extends RuleInfo {
  /**
   * `file`: what it finds in a file hangs on nothing but that file and the words that all share (schema, conditions, tools), so it is not looked
   * for again while these stay. `set`: anything else.
   */
  readonly reach: 'file' | 'set';
  check(context: RuleContext): void;
}
