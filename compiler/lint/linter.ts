// Runs the lint rules over a checked model. What each finds is its own; here its severity is settled, what the author has had ignored is set aside,
// and everything is put in order. What hangs on one file alone is looked for once, as long as that file stays.

import type { Diagnostic, Document, Severity, Source } from '@polc/grammar';
import type { FileBlocks, FileModel } from '../check/read-file.js';
import { noBlocks } from '../check/read-file.js';
import type { Model } from '../model/stanza.js';
import type { ToolServer } from '../model/tools.js';
import { applyIgnores, IGNORE_CODES, type Ignored, type RuleBook, type Sides } from './apply-ignores.js';
import { type Directives, ignoreDirectives } from './ignore-directives.js';
import { Patterns } from './patterns.js';
import { Prover, type Proving } from './proving.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { RULES } from './rules/index.js';

export type RuleSetting = 'off' | 'warn' | 'error';

/** By rule id; of all files, or of each. */
export type RuleSettings = Readonly<Record<string, RuleSetting>> | ((file: string) => Readonly<Record<string, RuleSetting>>);

export interface LintFile {
  readonly model: FileModel;
  readonly document: Document;
  readonly source: Source;
}

export interface LintPieces {
  readonly model: Model;
  readonly files: readonly LintFile[];
  readonly tools: ReadonlyMap<string, ToolServer>;
  /** No error has been found: it can be compiled. */
  readonly sound: boolean;
}

/** Runs one rule; for whoever wants to know what it costs. */
export type Around = (id: string, run: () => void) => void;

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

interface Known {
  readonly found: readonly Found[];
  readonly directives: Directives;
}

const SEVERITIES: Readonly<Record<'warn' | 'error', Severity>> = { warn: 'warning', error: 'error' };
const IDS = RULES.map(({ id }) => id);
const FILE_RULES = RULES.filter(({ reach }) => reach === 'file');
const PLACES = new Map(RULES.map((rule, i) => [rule.id, i]));

export class Linter {
  readonly #settings: (file: string) => ReadonlyMap<string, RuleSetting>;
  readonly #around: Around;
  /** By what a file was checked to: an object of its own each time. */
  readonly #known = new WeakMap<FileModel, Known>();
  /** Of the set as it was linted last. */
  readonly #patterns = new Patterns([]);
  readonly #prover = new Prover();

  /** Ids that no rule has are the caller's to refuse. */
  constructor(settings: RuleSettings = {}, around: Around = (_id, run) => run()) {
    if (typeof settings === 'function') {
      const files = new Map<string, ReadonlyMap<string, RuleSetting>>();
      this.#settings = (file) => {
        const known = files.get(file) ?? new Map(Object.entries(settings(file)));
        files.set(file, known);
        return known;
      };
    } else {
      const all = new Map(Object.entries(settings));
      this.#settings = () => all;
    }
    this.#around = around;
  }

  run({ model, files, tools, sound }: LintPieces): { readonly diagnostics: readonly Diagnostic[]; readonly ignored: readonly Ignored[] } {
    const shared = { conditions: model.blocks.conditions, tools };
    const known = files.map((file) => this.#knownOf(file, model, shared));
    const whole: Found[] = [];
    const stanzas = model.policies.flatMap((policy) => policy.stanzas);
    const { policies } = model;
    this.#patterns.set(policies);
    let proving: Proving | null | undefined;
    const pieces = {
      model,
      documents: files.map(({ document }) => document),
      sources: files.map(({ source }) => source),
      stanzas,
      policies,
      patterns: this.#patterns,
      proving: () => {
        if (proving === undefined) proving = sound ? this.#prover.of(model) : null;
        return proving;
      },
    };
    const settings = new Set(files.map(({ source }) => this.#settings(source.file)));
    const isOn = (rule: Rule): boolean => rule.reach === 'set' && [...settings].some((each) => severityIn(each, rule) !== null);
    this.#find(RULES.filter(isOn), { ...pieces, ...shared }, whole);
    const byFile = new Map<string, Found[]>(files.map(({ source }) => [source.file, []]));
    for (const { found } of known) for (const each of found) byFile.get(each.finding.file)?.push(each);
    for (const each of whole) byFile.get(each.finding.file)?.push(each);
    const diagnostics: Diagnostic[] = [];
    const ignored: Ignored[] = [];
    for (const [i, { source }] of files.entries()) {
      const found = byFile.get(source.file) ?? [];
      const directives = known[i]?.directives as Directives;
      if (found.length === 0 && directives.directives.length === 0 && directives.faults.length === 0) continue;
      byFile.set(source.file, []);
      const sides = this.#judge(source.file, this.#weighed(found), directives);
      for (const each of sides.standing) diagnostics.push(each);
      for (const each of sides.ignored) ignored.push(each);
    }
    return { diagnostics, ignored };
  }

  /** What hangs on the file alone. */
  #knownOf({ model: file, document, source }: LintFile, { blocks: { schema, conditions } }: Model, shared: Pick<RuleContext, 'conditions' | 'tools'>): Known {
    let known = this.#known.get(file);
    if (known === undefined) {
      const found: Found[] = [];
      const blocks = { ...((file.blocks as FileBlocks | null) ?? noBlocks()), schema };
      const { policies } = file;
      const stanzas = policies.flatMap((policy) => policy.stanzas);
      const pieces = {
        model: { policies, blocks, tools: shared.tools, tests: file.tests },
        documents: [document],
        sources: [source],
        stanzas,
        policies,
        patterns: new Patterns(policies),
        ...shared,
        conditions,
        proving: () => null,
      };
      const settings = this.#settings(source.file);
      this.#find(
        FILE_RULES.filter((rule) => severityIn(settings, rule) !== null),
        pieces,
        found,
      );
      known = { found, directives: ignoreDirectives(document, source.text) };
      this.#known.set(file, known);
    }
    return known;
  }

  /** WHY one context for all: of many small files it would cost more to make than some rules do. */
  #find(rules: readonly Rule[], pieces: Omit<RuleContext, 'report'>, found: Found[]): void {
    let rule: Rule;
    const context: RuleContext = { ...pieces, report: (finding) => found.push({ rule, finding }) };
    const run = (): void => rule.check(context);
    for (rule of rules) this.#around(rule.id, run);
  }

  /** null: off. */
  #severityOf(rule: Pick<Rule, 'id' | 'severity' | 'optIn'>, file: string): Severity | null {
    return severityIn(this.#settings(file), rule);
  }

  /** By place, and at one place in the order of the rules. */
  #weighed(found: readonly Found[]): Diagnostic[] {
    const inOrder = found.toSorted(
      ({ finding: a, rule }, { finding: b, rule: other }) =>
        a.span.start - b.span.start || a.span.end - b.span.end || (PLACES.get(rule.id) as number) - (PLACES.get(other.id) as number),
    );
    return inOrder.flatMap(({ rule, finding }) => {
      const severity = this.#severityOf(rule, finding.file);
      return severity === null ? [] : [{ code: rule.id, severity, ...finding }];
    });
  }

  #judge(file: string, found: readonly Diagnostic[], directives: Directives): Sides {
    const said: Diagnostic[] = [];
    const book: RuleBook = { ids: IDS, isOn: (id) => this.#severityOf(RULES[PLACES.get(id) as number] as Rule, file) !== null };
    const sides = applyIgnores(directives, found, book, (code, span, message, help) => {
      const info = IGNORE_CODES.find(({ id }) => id === code) as (typeof IGNORE_CODES)[number];
      const severity = this.#severityOf(info, file);
      if (severity !== null) said.push({ code, severity, message, file, span, help });
    });
    if (said.length === 0) return sides;
    return { ...sides, standing: [...sides.standing, ...said].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
  }
}

function severityIn(settings: ReadonlyMap<string, RuleSetting>, { id, severity, optIn }: Pick<Rule, 'id' | 'severity' | 'optIn'>): Severity | null {
  const setting = settings.get(id);
  if (setting === undefined) return optIn === true ? null : severity;
  return setting === 'off' ? null : SEVERITIES[setting];
}
