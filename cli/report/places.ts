// Where spans are: lines, columns and the text of lines, for the files of one run. A file is decoded when it is first asked for.

import { LineIndex, makeSource, type Range, type Span } from '@polc/grammar';

export interface FileText {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Lines of a text, and where each begins. */
export class SourceLines extends LineIndex {
  readonly #text: string;

  constructor(text: string) {
    super(text);
    this.#text = text;
  }

  /** The offset at which the line of an offset begins. */
  startOfLine(offset: number): number {
    let start = Math.min(offset, this.#text.length);
    while (start > 0 && !this.#endsLine(start - 1)) start--;
    return start;
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
