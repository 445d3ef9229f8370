// A source text and its positions: bytes to text, offsets to lines and columns. Knows nothing of any grammar.

/** Half-open range of UTF-16 offsets into a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines and columns count from 1, columns in Unicode code points; `offset` counts UTF-16 units from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Source {
  /** The name shown in diagnostics; a path as the caller spells it. */
  readonly file: string;
  readonly text: string;
  /** Offset of the first byte that is not UTF-8, as an offset into `text`; absent when the bytes are sound. */
  readonly brokenAt?: number;
}

/**
 * Bytes are decoded as UTF-8; a byte order mark stays in the text, so that the parser can speak of it. Bytes that are not UTF-8 become
 * U+FFFD and the first of them is named by `brokenAt`.
 */
export function makeSource(file: string, content: string | Uint8Array): Source {
  if (typeof content === 'string') {
    const lone = firstLoneSurrogate(content);
    return lone < 0 ? { file, text: content } : { file, text: content, brokenAt: lone };
  }
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
    return { file, text, brokenAt: firstReplacement(text, content) };
  }
}

function firstLoneSurrogate(text: string): number {
  if (!/[\ud800-\udfff]/.test(text)) return -1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return i;
    i++;
  }
  return -1;
}

/** Tells a U+FFFD that stands in the bytes from one that the decoder put there. */
function firstReplacement(text: string, bytes: Uint8Array): number {
  const encoder = new TextEncoder();
  let byte = 0;
  for (let i = 0; i < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(i) as number);
    if (character === '\ufffd' && !(bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd)) return i;
    byte += encoder.encode(character).length;
    i += character.length;
  }
  return 0;
}

/** Turns offsets into lines and columns; line starts are found once a source. LF, CRLF and a lone CR end a line. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1);
    }
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The line of an offset, from 1; cheaper than its position, which counts columns. */
  line(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.line(clamped);
    let column = 1;
    for (let i = this.#starts[line - 1] as number; i < clamped; i++) {
      const unit = this.#text.charCodeAt(i);
      if (unit < 0xdc00 || unit > 0xdfff) column++;
    }
    return { line, column, offset: clamped };
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) };
  }

  /** The text of a line (from 1), without its line end. */
  lineText(line: number): string {
    const start = this.#starts[line - 1];
    if (start === undefined) return '';
    const end = this.#starts[line] ?? this.#text.length;
    return this.#text.slice(start, end).replace(/[\r\n]+$/, '');
  }
}
