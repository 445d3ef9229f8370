// The JSON of tokens and of keys: one object, read as nobody can read it otherwise.

import type { JsonObject } from '@polc/runtime';
import { readIJson } from '../i-json.js';
import { isObject } from '../is-object.js';

/** Deeper than any decision takes. */
const MAX_DEPTH = 32;

/** null for everything else. */
export function readJsonObject(bytes: Uint8Array): JsonObject | null {
  const read = readIJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), MAX_DEPTH);
  return 'value' in read && isObject(read.value) ? read.value : null;
}
