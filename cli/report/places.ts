// Where spans are: lines, columns and the text of lines, for the files of one run. A file is decoded when it is first asked for.

import { LineIndex, makeSource, type Position, type Range, type Span } from '@polc/grammar';

export interface FileText {
  readonly file: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 1024;

/** Lines of a text, and where each begins. WHY not LineIndex as it is: a minified file is one line, and may have a finding every few words. */
export class SourceLines extends LineIndex {
  readonly #text: string;
  /** Low surrogates before each block: they take no column. */
  #lowBefore: number[] | null = null;
  /** The line that was asked for last, as far as it is known to go on: findings come in order. */
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

  override position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    const start = this.startOfLine(clamped);
    return { line: this.line(clamped), column: clamped - start - this.#lows(clamped) + this.#lows(start) + 1, offset: clamped };
  }

  override lineText(line: number): string {
    if (line !== this.#shown.line) this.#shown = { line, text: super.lineText(line) };
    return this.#shown.text;
  }

  /** Low surrogates before an offset. */
  #lows(offset: number): number {
    this.#lowBefore ??= countLows(this.#text);
    const block = Math.floor(offset / BLOCK);
    return (this.#lowBefore[block] as number) + lowsIn(this.#text, block * BLOCK, offset);
  }

  #endsLine(offset: number): boolean {
    const unit = this.#text[offset];
    return unit === '\n' || (unit === '\r' && this.#text[offset + 1] !== '\n');
  }
}

function countLows(text: string): number[] {
  const before = [0];
  for (let end = BLOCK; end <= text.length; end += BLOCK) before.push((before.at(-1) as number) + lowsIn(text, end - BLOCK, end));
  return before;
}

function lowsIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) count++;
  }
  return count;
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
