// Base64 to bytes, in an engine that has nothing for it. The writer is the compiler's (compiler/codegen/base64.ts).

import { RuntimeError } from '../errors.js';

export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of the standard alphabet, padded. @throws RuntimeError not_a_bundle */
export function decodeBase64(text: string): Uint8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < BASE64.length; i++) values[BASE64.charCodeAt(i)] = i;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let faults = text.length % 4;
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let group = 0;
    for (let k = i; k < i + 4; k++) {
      // What pads the end counts as zero, and is cut off by the length of the bytes.
      const value = k < text.length - padding ? (values[text.charCodeAt(k)] ?? -1) : 0;
      if (value < 0) faults++;
      group = (group << 6) | value;
    }
    bytes[at++] = group >> 16;
    bytes[at++] = group >> 8;
    bytes[at++] = group;
  }
  if (faults > 0) throw new RuntimeError('not_a_bundle', 'the text of the bundle is not base64');
  return bytes;
}
