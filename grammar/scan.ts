// Character-level scanners for the tokens that regular expressions cannot say: HCL1 strings and heredocs.
// Each takes a text and an offset and answers where the token ends; none looks at meaning.

const QUOTE = 34;
const DOLLAR = 36;
const BACKSLASH = 92;
const NEWLINE = 10;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;

/**
 * End of the string that opens at `start` (behind its closing quote), or -1 when it is not closed. Inside `${ … }` braces are balanced and
 * quotes and newlines are ordinary characters, as in HCL1's scanner.
 */
export function scanString(text: string, start: number): number {
  let depth = 0;
  const lineBound = givenUp === text;
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === NEWLINE && (depth === 0 || lineBound)) return -1;
    if (unit === QUOTE && depth === 0) return i + 1;
    if (unit === BACKSLASH) {
      i++;
      if (text.charCodeAt(i) === NEWLINE) return -1;
    } else if (depth === 0) {
      if (unit === DOLLAR && text.charCodeAt(i + 1) === LEFT_BRACE) {
        depth = 1;
        i++;
      }
    } else if (unit === LEFT_BRACE) depth++;
    else if (unit === RIGHT_BRACE) depth--;
  }
  if (depth > 0) givenUp = text;
  return -1;
}

// WHY kept: each further "${" of a text that has one unclosed would be followed to the end. The text is refused already; strings end at their lines.
let givenUp: string | null = null;

/** A string without `${`: closed on its own line. Expressions use it, where `${` is an error of its own. */
export function scanPlainString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === NEWLINE) return -1;
    if (unit === QUOTE) return i + 1;
    if (unit === BACKSLASH) i++;
  }
  return -1;
}

export type HeredocFault = 'marker' | 'anchor' | 'empty-anchor' | 'unterminated';

export type HeredocScan = { readonly end: number } | { readonly fault: HeredocFault; readonly end: number };

const ANCHOR = /[\p{L}_\p{Nd}]*/uy;

/** A heredoc from its `<`. The end is behind the newline of the closing marker; with a fault it is where the faulty part ends. */
export function scanHeredoc(text: string, start: number): HeredocScan {
  if (text[start + 1] !== '<') return { fault: 'marker', end: start + 1 };
  let i = start + 2;
  const indented = text[i] === '-';
  if (indented) i++;
  ANCHOR.lastIndex = i;
  const anchor = ANCHOR.exec(text)?.[0] ?? '';
  i += anchor.length;
  if (i >= text.length) return { fault: 'unterminated', end: i };
  if (text[i] === '\r' && text[i + 1] === '\n') i++;
  if (text[i] !== '\n') return { fault: 'anchor', end: lineEnd(text, i) };
  if (anchor === '') return { fault: 'empty-anchor', end: i };
  const end = closingLines(text, indented).endBehind(anchor, i);
  return end < 0 ? { fault: 'unterminated', end: i } : { end };
}

/** Ends of the lines that could close a heredoc, by their word, in order. */
class ClosingLines {
  readonly #ends = new Map<string, number[]>();

  /**
   * Blanks, a word, then nothing but carriage returns. WHY `indented`: HCL1 wants the line to be as long as the marker with its `-`, so that under
   * `<<-` a closing marker without any blank closes nothing.
   */
  constructor(text: string, indented: boolean) {
    for (const match of text.matchAll(/^([ \t\v\f\r]*)([\p{L}_\p{Nd}]+)(\r*?)\r?\n/gmu)) {
      const [line, blanks, word, returns] = match as unknown as [string, string, string, string];
      if (indented && blanks === '' && returns === '') continue;
      const ends = this.#ends.get(word);
      if (ends === undefined) this.#ends.set(word, [match.index + line.length]);
      else ends.push(match.index + line.length);
    }
  }

  /** The first end whose line starts behind `offset`; -1 when there is none. */
  endBehind(anchor: string, offset: number): number {
    const ends = this.#ends.get(anchor) ?? [];
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // A line that ends behind the head's newline starts behind it too.
      if ((ends[middle] as number) <= offset + 1) low = middle + 1;
      else high = middle;
    }
    return ends[low] ?? -1;
  }
}

// WHY kept: a text of many heredocs would be searched to its end for each of them.
let searched: { readonly text: string; plain?: ClosingLines; indented?: ClosingLines } = { text: '' };

function closingLines(text: string, indented: boolean): ClosingLines {
  if (searched.text !== text) searched = { text };
  if (indented) {
    searched.indented ??= new ClosingLines(text, true);
    return searched.indented;
  }
  searched.plain ??= new ClosingLines(text, false);
  return searched.plain;
}

export function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}
