// The values of literals: escapes, heredoc indentation, numbers, as HCL1 reads them. Answers with the place of a fault instead of throwing.

import type { NumberValue } from './ast.js';
import type { Span } from './source.js';

export type Unquoted = { readonly value: string } | { readonly fault: Span };

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' };
const DIGITS: Readonly<Record<string, { length: number; pattern: RegExp }>> = {
  x: { length: 2, pattern: /^[0-9a-fA-F]{2}$/ },
  u: { length: 4, pattern: /^[0-9a-fA-F]{4}$/ },
  U: { length: 8, pattern: /^[0-9a-fA-F]{8}$/ },
};

/**
 * The value of a quoted HCL1 string; `image` has its quotes. `\xNN` and `\NNN` are bytes, joined to UTF-8 with their neighbours; a byte that is
 * part of no character becomes the lone surrogate U+DC00 + byte, which no request can hold. Text inside `${…}` stays as written. In JSON
 * (`interpolate` false) it does not. A surrogate half written as `\uNNNN` is U+FFFD in HCL and a fault in JSON, as in Go.
 */
export function unquote(image: string, interpolate = true): Unquoted {
  const text = image.slice(1, -1);
  if (!text.includes('\\')) return { value: normalizeLineEnds(text) };
  const pieces: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) pieces.push(decodeBytes(bytes));
    bytes = [];
  };
  for (let i = 0; i < text.length; ) {
    if (interpolate && text.startsWith('${', i)) {
      const end = interpolationEnd(text, i);
      const bad = badEscape(text, i, end);
      if (bad >= 0) return { fault: { start: bad + 1, end: bad + 3 } };
      flush();
      pieces.push(normalizeLineEnds(text.slice(i, end)));
      i = end;
      continue;
    }
    if (text[i] !== '\\') {
      const character = String.fromCodePoint(text.codePointAt(i) as number);
      flush();
      pieces.push(character);
      i += character.length;
      continue;
    }
    const read = readEscape(text, i, interpolate);
    if (read === null) return { fault: { start: i + 1, end: Math.min(i + 3, image.length - 1) } };
    if (typeof read.value === 'number') bytes.push(read.value);
    else {
      flush();
      pieces.push(read.value);
    }
    i = read.end;
  }
  flush();
  return { value: pieces.join('') };
}

function readEscape(text: string, start: number, surrogates: boolean): { value: string | number; end: number } | null {
  const letter = text[start + 1];
  if (letter === undefined) return null;
  const simple = Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : undefined;
  if (simple !== undefined) return { value: simple, end: start + 2 };
  if (letter >= '0' && letter <= '7') {
    const octal = text.slice(start + 1, start + 4);
    if (!/^[0-7]{3}$/.test(octal) || Number.parseInt(octal, 8) > 255) return null;
    return { value: Number.parseInt(octal, 8), end: start + 4 };
  }
  const form = Object.hasOwn(DIGITS, letter) ? DIGITS[letter] : undefined;
  if (form === undefined) return null;
  const end = start + 2 + form.length;
  const digits = text.slice(start + 2, end);
  if (!form.pattern.test(digits)) return null;
  const code = Number.parseInt(digits, 16);
  if (letter === 'x') return { value: code, end };
  if (code > 0x10ffff) return null;
  if (code >= 0xd800 && code <= 0xdfff) return surrogates ? { value: '\ufffd', end } : null;
  return { value: String.fromCodePoint(code), end };
}

/** End of the `${…}` at `start`: braces balanced, escapes not read. The scanner has made sure that it closes. */
function interpolationEnd(text: string, start: number): number {
  let depth = 1;
  let i = start + 2;
  for (; i < text.length && depth > 0; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}') depth--;
  }
  return i;
}

/** Escapes inside `${…}` are not read, but must be escapes. */
function badEscape(text: string, start: number, end: number): number {
  for (let i = text.indexOf('\\', start); i >= 0 && i < end; i = text.indexOf('\\', i)) {
    const read = readEscape(text, i, true);
    if (read === null) return i;
    i = read.end;
  }
  return -1;
}

const BYTE_ESCAPE = 0xdc00;

function decodeBytes(bytes: readonly number[]): string {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i] as number);
    let decoded: string | null = null;
    try {
      if (length > 0 && i + length <= bytes.length) {
        decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes.slice(i, i + length)));
      }
    } catch {
      decoded = null;
    }
    out += decoded ?? String.fromCharCode(BYTE_ESCAPE + (bytes[i] as number));
    i += decoded === null ? 1 : length;
  }
  return out;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

function normalizeLineEnds(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
}

/**
 * The value of a heredoc, final newline included. With `<<-` the closing marker's indentation is taken off every line when every line has it,
 * else off none. WHY the odd arithmetic: HCL1 cuts the closing marker off by length, so an indented marker of a plain `<<` leaves its blanks.
 */
export function heredocValue(image: string): string {
  const text = normalizeLineEnds(image);
  const head = text.indexOf('\n');
  if (text[2] !== '-') return text.slice(head + 1, text.length - head + 1);
  const lines = text.slice(head + 1, text.length - head + 2).split('\n');
  const indent = lines.at(-1) as string;
  if (lines.every((line) => line.startsWith(indent))) {
    return lines.map((line, index) => (index === lines.length - 1 ? '' : line.slice(indent.length))).join('\n');
  }
  return text.slice(head + 1, text.length - head + 1).replace(/[ \t]+$/, '');
}

const INT64_MAX = 9223372036854775807n;

/** HCL1's numbers: decimal, `0x`, a leading zero for octal; with a point or an exponent a float. */
export function readNumber(text: string, span: Span): NumberValue {
  const make = (value: number, integer: boolean, fault?: NumberValue['fault']): NumberValue => ({
    kind: 'number',
    text,
    value,
    integer,
    span,
    ...(fault === undefined ? {} : { fault }),
  });
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const hexadecimal = /^0[xX]/.test(digits);
  if (!hexadecimal && /[.eE]/.test(digits)) {
    if (/[eE][+-]?$/.test(digits)) return make(Number.NaN, false, 'exponent');
    const value = Number.parseFloat(text);
    return Number.isFinite(value) ? make(value, false) : make(value, false, 'range');
  }
  if (hexadecimal && digits.length === 2) return make(Number.NaN, true, 'exponent');
  const octal = !hexadecimal && digits.length > 1 && digits.startsWith('0');
  if (octal && /[89]/.test(digits)) return make(Number.NaN, true, 'octal');
  const magnitude = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const value = negative ? -Number(magnitude) : Number(magnitude);
  return magnitude > (negative ? INT64_MAX + 1n : INT64_MAX) ? make(value, true, 'range') : make(value === 0 ? 0 : value, true);
}
