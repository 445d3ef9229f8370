// Strings as they stand in a log: keyed hashes, as Vault's audit devices write them, so that who holds the key finds a value that he knows, and nobody reads
// one that he does not. Numbers, truth and null stay; so do the names of members.

import { createHmac } from 'node:crypto';
import type { JsonValue } from '@polc/runtime';

const MOST = 10_000;
/** Longer ones are not kept: each may be a megabyte. */
const LONGEST = 256;

export class KeyedHash {
  readonly #key: Uint8Array;
  /** WHY: the same names and paths come again and again, and a hash takes microseconds. */
  readonly #known = new Map<string, string>();

  /** `key`: 32 bytes or more. */
  constructor(key: Uint8Array) {
    if (key.length < 32) throw new RangeError('a key of keyed hashes has 32 bytes or more');
    this.#key = key;
  }

  /** `hmac-sha256:` and 64 hexadecimal digits. */
  text(value: string): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const hashed = `hmac-sha256:${createHmac('sha256', this.#key).update(value).digest('hex')}`;
    if (value.length <= LONGEST) {
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(value, hashed);
    }
    return hashed;
  }

  /** With each string in it hashed. */
  value(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one: JsonValue) => this.value(one));
    return Object.fromEntries(Object.entries(value as { readonly [name: string]: JsonValue }).map(([name, one]) => [name, this.value(one)]));
  }
}
