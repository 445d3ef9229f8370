// Tokens of the JSON form, as HCL1's JSON scanner cuts them: looser than RFC 8259 in numbers and escapes, stricter in `\/`.

export type JsonTokenType = 'string' | 'number' | 'boolean' | 'null' | '{' | '}' | '[' | ']' | ',' | ':' | 'end' | 'illegal';

export interface JsonToken {
  readonly type: JsonTokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}_][\p{L}\p{Nd}_-]*/uy;
const NUMBER = /-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?|\.[0-9]+/y;
const BLANK = /[ \t\r\n]*/y;

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/** The token at or behind `offset`, blanks skipped. */
export function scanJson(text: string, offset: number): JsonToken {
  const start = offset + (match(BLANK, text, offset)?.length ?? 0);
  const make = (type: JsonTokenType, length: number): JsonToken => ({ type, text: text.slice(start, start + length), start, end: start + length });
  const first = text[start];
  if (first === undefined) return make('end', 0);
  if ('{}[],:'.includes(first)) return make(first as JsonTokenType, 1);
  if (first === '"') {
    const string = scanString(text, start);
    return string === undefined ? make('illegal', Math.max(1, lineLength(text, start))) : make('string', string);
  }
  const number = match(NUMBER, text, start);
  if (number !== undefined) return make(/^-?0[0-9]+$/.test(number) || /[eE][+-]?$/.test(number) ? 'illegal' : 'number', number.length);
  const word = match(WORD, text, start);
  if (word === undefined) return make('illegal', String.fromCodePoint(text.codePointAt(start) as number).length);
  if (word === 'true' || word === 'false') return make('boolean', word.length);
  return make(word === 'null' ? 'null' : 'illegal', word.length);
}

/** WHY not a regular expression: a string of megabytes can exhaust its stack. */
function scanString(text: string, start: number): number | undefined {
  let i = start + 1;
  for (; i < text.length; i++) {
    const unit = text[i];
    if (unit === '"') return i + 1 - start;
    if (unit === '\n') return undefined;
    if (unit === '\\') i++;
  }
  return undefined;
}

function lineLength(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return (end < 0 ? text.length : end) - start;
}
