// Bytes to base64, as runtime/format/base64.ts reads it.

import { BASE64 } from '@polc/runtime';

/** Bytes at a time. WHY: a string that grows by four characters is slow to make and to read. */
const PIECE = 3 * 4096;

export function encodeBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += PIECE) pieces.push(encodePiece(bytes.subarray(from, from + PIECE)));
  return pieces.join('');
}

function encodePiece(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(i, i + 3);
    const group = (first << 16) | (second << 8) | third;
    const left = bytes.length - i;
    text += BASE64.charAt(group >> 18) + BASE64.charAt((group >> 12) & 63);
    text += (left > 1 ? BASE64.charAt((group >> 6) & 63) : '=') + (left > 2 ? BASE64.charAt(group & 63) : '=');
  }
  return text;
}
