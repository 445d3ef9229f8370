// One policy file of a set: its text, and what was made of it last. The tree is let go as soon as the file is checked, unless lint reads it; where it
// is wanted again, the text is parsed again.

import { type Diagnostic, type Document, makeSource, parse, type Source } from '@polc/grammar';
import { withoutEchoes } from './check/echoes.js';
import { type FileModel, readFile } from './check/read-file.js';
import { declaresWords, mayDeclareWords, type SharedWords } from './check/read-vocabulary.js';
import { type Sorted, sortFile } from './check/sort-file.js';
import { Reporter } from './model/report.js';
import type { SourceText } from './source-text.js';

export interface CheckedFile {
  readonly model: FileModel;
  /** The parser's, then those of the check. */
  readonly diagnostics: readonly Diagnostic[];
  /** null unless it is kept for lint. */
  readonly document: Document | null;
}

interface Read {
  readonly sorted: Sorted;
  readonly said: readonly Diagnostic[];
}

export class SourceFile {
  readonly source: Source;
  readonly #name: string | undefined;
  readonly #testsOnly: boolean;
  #declares: boolean | null = null;
  #read: Read | null = null;
  /** Somebody has reported into what was read. */
  #used = false;
  #checked: CheckedFile | null = null;

  constructor({ file, text, name, role }: SourceText) {
    this.source = makeSource(file, text);
    this.#name = name;
    this.#testsOnly = role === 'tests';
  }

  isSame(other: SourceFile): boolean {
    return (
      this.source.text === other.source.text &&
      this.source.brokenAt === other.source.brokenAt &&
      this.#name === other.#name &&
      this.#testsOnly === other.#testsOnly
    );
  }

  /** As it was checked last; null before that, and once it has been told to forget. */
  get checked(): CheckedFile | null {
    return this.#checked;
  }

  /** Whether other files may speak of something in it. */
  get declares(): boolean {
    this.#declares ??= mayDeclareWords(this.source) && declaresWords(this.#parsed().sorted);
    return this.#declares;
  }

  /** For the words that it shares. They are to be read once for each time that the file is checked. */
  sorted(): Sorted {
    this.#used = true;
    return this.#parsed().sorted;
  }

  /** What was found under these words. The same object until the file is told to forget. */
  check(words: SharedWords, keep: boolean): CheckedFile {
    if (this.#checked === null) {
      const { sorted, said } = this.#parsed();
      this.#used = true;
      const { document, report } = sorted;
      const model = readFile(sorted, words, keep);
      const later = withoutEchoes(report.diagnostics, said, document);
      this.#checked = { model, diagnostics: said.length === 0 && later.length === 0 ? NONE : [...said, ...later], document: keep ? document : null };
      this.#read = null;
    }
    return this.#checked;
  }

  /** Other words hold now. */
  forget(): void {
    if (this.#used) this.#read = null;
    this.#used = false;
    this.#checked = null;
  }

  #parsed(): Read {
    if (this.#read === null) {
      const { value: document, diagnostics: said } = parse(this.source);
      const report = new Reporter(this.source.file);
      this.#read = { sorted: sortFile({ document, source: this.source, name: this.#name, testsOnly: this.#testsOnly, report }), said };
    }
    return this.#read;
  }
}

const NONE: readonly never[] = [];
