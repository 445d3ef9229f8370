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
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === NEWLINE && depth === 0) return -1;
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
  return -1;
}

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
  for (let line = i + 1; line < text.length; ) {
    const newline = text.indexOf('\n', line);
    if (newline < 0) break;
    if (isClosingLine(text, line, newline, anchor, indented)) return { end: newline + 1 };
    line = newline + 1;
  }
  return { fault: 'unterminated', end: i };
}

/**
 * Blanks, the anchor, then nothing but carriage returns. WHY the last condition: HCL1 wants the line to be as long as the marker with its `-`,
 * so that under `<<-` a closing marker without any blank closes nothing.
 */
function isClosingLine(text: string, start: number, newline: number, anchor: string, indented: boolean): boolean {
  const end = text[newline - 1] === '\r' ? newline - 1 : newline;
  let i = start;
  while (i < end && ' \t\v\f\r'.includes(text[i] as string)) i++;
  if (!text.startsWith(anchor, i)) return false;
  i += anchor.length;
  while (i < end && text[i] === '\r') i++;
  return i === end && (!indented || end - start > anchor.length);
}

export function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}
