// Vault is written in Go: how Go compares, trims and folds strings where JavaScript does it differently. Nothing of policies.

import { Buffer } from 'node:buffer';

/** `strings.TrimSpace`: Unicode white space, which has U+0085 and lacks U+FEFF, unlike `String.prototype.trim`. */
export function trimSpace(text: string): string {
  return text.replace(/^\p{White_Space}+/u, '').replace(/\p{White_Space}+$/u, '');
}

/** `strings.ToLower`: each code point by itself, so no final sigma, and one code point stays one (U+0130 becomes `i`). */
export function toLower(text: string): string {
  return Array.from(text, (point) => (point === '\u0130' ? 'i' : point.toLowerCase())).join('');
}

/** `strings.EqualFold` against a plain word: simple Unicode folding, which the flags `iu` are. */
export function equalFold(text: string, word: string): boolean {
  return new RegExp(`^${word}$`, 'iu').test(text);
}

/** A Go string is its UTF-8 bytes: `len(text)`. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** A Go string is its UTF-8 bytes: negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
