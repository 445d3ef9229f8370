// Spelling between HCL and strict JSON, which knows one way to write a key and fewer ways to write a number.

import type { Key } from '../ast.js';
import { printHclString } from '../print-string.js';
import type { Span } from '../source.js';

const WORD = /^[\p{L}_][\p{L}\p{Nd}_.-]*$/u;

/** A word stands bare, anything else in quotes. */
export function attributeKey(value: string, span: Span): Key {
  const quoted = !WORD.test(value) || value === 'true' || value === 'false';
  return { value, text: quoted ? printHclString(value) : value, quoted, span };
}

/** A label stands in quotes. */
export function labelKey(value: string, span: Span): Key {
  return { value, text: printHclString(value), quoted: true, span };
}

/** An HCL1 number as JSON writes it: decimal, no leading zeros, digits on both sides of the point. */
export function jsonNumber(text: string): string {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const sign = negative ? '-' : '';
  if (/^0[xX]/.test(digits)) return sign + BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return sign + BigInt(`0o${digits}`);
  return (
    sign +
    digits
      .replace(/^0+(?=[0-9])/, '')
      .replace(/^\./, '0.')
      .replace(/\.(?![0-9])/, '.0')
  );
}
