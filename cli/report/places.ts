// Where spans are: lines, columns and the text of lines, for the files of one run. A file is decoded when it is first asked for.

import { LineIndex, makeSource, type Range, type Span } from '@polc/grammar';

export interface FileText {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Lines of a text, and where each begins. Remembers the last one: findings come in order, and a minified file is one line. */
export class SourceLines extends LineIndex {
  readonly #text: string;
  #known = { start: 0, end: -1 };
  #shown = { line: 0, text: '' };

  constructor(text: string) {
    super(text);
    this.#text = text;
  }

  /** The offset at which the line of an offset begins. */
  startOfLine(offset: number): number {
    const { start, end } = this.#known;
    if (offset >= start && offset <= end) return start;
    let first = Math.min(offset, this.#text.length);
    while (first > 0 && !this.#endsLine(first - 1)) {
      first--;
      if (first < start || first > end) continue;
      first = start;
      break;
    }
    this.#known = { start: first, end: offset };
    return first;
  }

  override lineText(line: number): string {
    if (line !== this.#shown.line) this.#shown = { line, text: super.lineText(line) };
    return this.#shown.text;
  }

  #endsLine(offset: number): boolean {
    const unit = this.#text[offset];
    return unit === '\n' || (unit === '\r' && this.#text[offset + 1] !== '\n');
  }
}

export class Places {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #lines = new Map<string, SourceLines>();

  constructor(files: readonly FileText[]) {
    this.#files = new Map(files.map(({ file, bytes }) => [file, bytes]));
  }

  linesOf(file: string): SourceLines {
    const known = this.#lines.get(file);
    if (known !== undefined) return known;
    const bytes = this.#files.get(file);
    const lines = new SourceLines(bytes === undefined ? '' : makeSource(file, bytes).text);
    this.#lines.set(file, lines);
    return lines;
  }

  rangeOf(file: string, span: Span): Range {
    return this.linesOf(file).range(span);
  }
}
