// The order of the stages: texts → checked model (source-set.ts) → bundle. The only place that knows it.

import { type Diagnostic, hasErrors } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import { BundleWriter } from './bundle/bundle-writer.js';
import type { Load } from './check/read-tools-block.js';
import type { Around, RuleSettings } from './lint/linter.js';
import type { Model } from './model/stanza.js';
import { type Changes, type CheckResult, SourceSet } from './source-set.js';
import type { SourceText } from './source-text.js';

export interface CompileOptions {
  /** Lint warnings too; off by default, since nothing of them changes a bundle. */
  readonly lint?: boolean;
  readonly rules?: RuleSettings;
  /** Called for each lint rule that runs, with what runs it. */
  readonly around?: Around;
  /**
   * The text of a file that a policy file names (a `tools` block's schema, a test's facts), null where there is none: the reference as written, and the policy file.
   * Sources that end in `.tools.json` are found without it.
   */
  readonly load?: Load;
  /** Registered beside the files: tests may name it. Nothing of it gets into a bundle. */
  readonly facts?: Facts;
}

export interface CompileResult {
  /** Absent when a diagnostic is an error. No sources give a bundle that denies everything. */
  readonly bundle?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
  readonly model: Model;
}

/**
 * Sources that change, and are compiled again and again: what `compile` makes of all of them, without making anew what is made of files that stay as
 * they are. The policies, stanzas and records of such files are the same objects in each model.
 */
export class Workspace {
  readonly #sources: SourceSet;
  readonly #writer = new BundleWriter();

  constructor(sources: readonly SourceText[], { lint, rules, around, load, facts }: CompileOptions = {}) {
    this.#sources = new SourceSet(sources, { duplicates: 'error', rules: lint === true ? (rules ?? {}) : null, around, load, facts });
  }

  /** A TypeError, and no change, for what is no text. */
  update(changes: Changes): void {
    this.#sources.update(changes);
  }

  compile(): CompileResult {
    const { model, diagnostics } = this.#sources.analyze();
    if (hasErrors(diagnostics)) return { diagnostics, model };
    return { bundle: this.#writer.write(model), diagnostics, model };
  }
}

/** Compiles policies. Pure: the same sources give the same bytes. Never throws on any text; a TypeError for what is no text. */
export function compile(sources: readonly SourceText[], options: CompileOptions = {}): CompileResult {
  return new Workspace(sources, options).compile();
}

/** Everything polc has to say about the sources, as a repository: lint included, two policies of one name a warning. */
export function check(sources: readonly SourceText[], { lint, rules, around, load, facts }: CompileOptions = {}): CheckResult {
  return new SourceSet(sources, { duplicates: 'warning', rules: lint === false ? null : (rules ?? {}), around, load, facts }).analyze();
}
