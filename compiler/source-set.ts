// Texts to a checked model and all that is to be said of them. Keeps what was made of each file, so that after a change only what it touches is made
// anew; what they say about one another (resolve) is looked at as a whole, where there is something to be said.

import { type Diagnostic, hasErrors } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import { joinFiles } from './check/join-files.js';
import type { Load } from './check/read-tools-block.js';
import { readVocabulary, type SharedWords } from './check/read-vocabulary.js';
import type { Ignored } from './lint/apply-ignores.js';
import { type Around, Linter, type LintFile, type RuleSettings } from './lint/linter.js';
import type { Model } from './model/stanza.js';
import { Census } from './resolve/census.js';
import { resolve } from './resolve/resolve.js';
import { isResource, Resources } from './resources.js';
import { SourceFile } from './source-file.js';
import { requireText, type SourceText } from './source-text.js';

export interface SetSettings {
  /** The weight of two policies of one name. */
  readonly duplicates: 'error' | 'warning';
  /** null: no lint. */
  readonly rules: RuleSettings | null;
  readonly around?: Around | undefined;
  readonly load: Load | undefined;
  /** Registered beside the files: tests may name it. */
  readonly facts: Facts | undefined;
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  /** What lint found and the author has had ignored, with the reason. */
  readonly ignored: readonly Ignored[];
  readonly model: Model;
}

export interface Changes {
  /** Each takes the place of the source of its file's name, or comes last where there is none. */
  readonly set?: readonly SourceText[];
  /** Names of files; done before anything is set. */
  readonly remove?: readonly string[];
}

interface Member {
  readonly given: SourceText;
  /** null for what policies name instead of being one. */
  readonly file: SourceFile | null;
}

export class SourceSet {
  readonly #settings: SetSettings;
  readonly #linter: Linter | null;
  readonly #resources: Resources;
  /** Of all files but the fresh ones. */
  #census = new Census();
  #members: readonly Member[] = [];
  #files: readonly SourceFile[] = [];
  /** Those that came since the set was looked at. */
  #fresh = new Set<SourceFile>();
  /** null when they have to be read again. */
  #words: SharedWords | null = null;

  /** Of several sources of one file's name all count. */
  constructor(sources: readonly SourceText[], settings: SetSettings) {
    this.#settings = settings;
    this.#linter = settings.rules === null ? null : new Linter(settings.rules, settings.around);
    this.#resources = new Resources(settings.load);
    this.#take(sources.map(member));
    this.#fresh = new Set(this.#files);
  }

  update({ set = [], remove = [] }: Changes): void {
    const coming = new Map(set.map((given) => [given.file, member(given)]));
    const placed = new Set<string>();
    const leaving = new Set(remove);
    const members: Member[] = [];
    for (const old of this.#members) {
      const { file } = old.given;
      const next = leaving.has(file) ? undefined : coming.get(file);
      const goes = leaving.has(file) || (next !== undefined && (placed.has(file) || !isSame(old, next)));
      if (goes) this.#leave(old);
      else members.push(old);
      if (next === undefined || placed.has(file)) continue;
      placed.add(file);
      if (goes) members.push(this.#come(next));
    }
    for (const [file, next] of coming) if (!placed.has(file)) members.push(this.#come(next));
    this.#take(members);
  }

  #leave({ file }: Member): void {
    if (file === null) return;
    if (!this.#fresh.delete(file)) {
      // What others spoke of is gone.
      if (file.declares) this.#words = null;
      if (file.checked !== null) this.#census.count(file.checked.model, -1);
    }
  }

  #come(next: Member): Member {
    if (next.file !== null) this.#fresh.add(next.file);
    return next;
  }

  #take(members: readonly Member[]): void {
    const files: SourceFile[] = [];
    const resources: SourceText[] = [];
    for (const { given, file } of members) {
      if (file === null) resources.push(given);
      else files.push(file);
    }
    this.#members = members;
    this.#files = files;
    this.#resources.set(resources);
  }

  analyze(): CheckResult {
    const { duplicates } = this.#settings;
    const keep = this.#linter !== null;
    const words = this.#sharedWords();
    const checked = this.#files.map((file) => file.check(words, keep));
    const files = checked.map((file) => file.model);
    for (const file of this.#fresh) this.#census.count(file.check(words, keep).model, 1);
    this.#fresh = new Set();
    const model = joinFiles(files, words.vocabulary.schema, words.tools);
    const diagnostics: Diagnostic[] = [];
    const say = (said: readonly Diagnostic[]): void => {
      for (const each of said) diagnostics.push(each);
    };
    for (const { diagnostics: said } of checked) if (said.length > 0) say(said);
    say(resolve(model, files, this.#census, duplicates));
    const lint = this.#lint(model, words, !hasErrors(diagnostics));
    say(lint.diagnostics);
    return { diagnostics: this.#inOrder(diagnostics), ignored: lint.ignored, model };
  }

  #lint(model: Model, words: SharedWords, sound: boolean): ReturnType<Linter['run']> {
    if (this.#linter === null) return { diagnostics: [], ignored: [] };
    const files: LintFile[] = [];
    for (const { checked, source } of this.#files) {
      if (checked?.document) files.push({ model: checked.model, document: checked.document, source });
    }
    return this.#linter.run({ model, files, tools: words.tools, sound });
  }

  /** Everything is checked anew where they are no longer what they were: any file may speak of them. */
  #sharedWords(): SharedWords {
    let words = this.#resources.haveChanged() ? null : this.#words;
    for (const file of this.#fresh) if (file.declares) words = null;
    if (words === null) {
      this.#words = null;
      this.#census = new Census();
      this.#fresh = new Set(this.#files);
      this.#resources.forget();
      for (const file of this.#files) file.forget();
      words = readVocabulary(
        this.#files.filter((file) => file.declares).map((file) => file.sorted()),
        this.#resources.load,
        { load: this.#settings.load === undefined ? null : this.#resources.load, facts: this.#settings.facts ?? null },
      );
      this.#words = words;
    }
    return words;
  }

  /** File by file as given, then by place. */
  #inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
    if (diagnostics.length < 2) return diagnostics;
    const place = new Map(this.#members.map(({ given }, i) => [given.file, i]));
    return diagnostics.sort((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.span.start - b.span.start || a.span.end - b.span.end);
  }
}

function member(given: SourceText): Member {
  requireText(given);
  return { given, file: isResource(given) ? null : new SourceFile(given) };
}

function isSame({ file }: Member, next: Member): boolean {
  return file !== null && next.file !== null && file.isSame(next.file);
}
