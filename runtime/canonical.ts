// Canonical JSON (RFC 8785) and digests over it: what approvals are bound to (grammar/spec.md §10.5).

import { ownSha256, toHex } from './format/sha256.js';
import { encodeText } from './format/text.js';
import { isPlainObject } from './plain.js';
import type { JsonValue } from './request.js';

/** Members in the order of their UTF-16 units, no blanks, numbers as ECMAScript writes them. Members that are undefined are left out; throws on what is no JSON. */
export function canonicalJson(value: JsonValue): string {
  // Where a list has nothing, JSON has null.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join()}]`;
  if (!isPlainObject(value)) throw new TypeError('no JSON');
  const object = value as { readonly [key: string]: JsonValue | undefined };
  const members = Object.keys(object)
    .sort()
    .filter((key) => object[key] !== undefined);
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] as JsonValue)}`).join()}}`;
}

/** `sha256:` and the hex digest of the canonical JSON. */
export function digestOf(value: JsonValue): string {
  return `sha256:${toHex(ownSha256(encodeText(canonicalJson(value))))}`;
}
