// From untrusted bytes to checked sections: header, table, hashes, signature. What stands inside a section is load.ts's to check.

import { check, RuntimeError } from '../errors.js';
import { ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, REQUIRED_SECTIONS, SECTION } from './layout.js';
import type { Hash } from './platform-hash.js';
import { toHex } from './sha256.js';
import { decodeText } from './text.js';

/** Ed25519 or whatever the embedder speaks: `digest` is the 32 bytes of the revision. */
export type Verify = (digest: Uint8Array, signature: Uint8Array, keyId: string) => boolean;

/** Where a section lies in the bundle's bytes. */
export interface Section {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  /** Its place among the sections of the bundle before, where it is there byte for byte; -1 where it is not. */
  readonly before: number;
}

export interface Sections {
  readonly revision: string;
  readonly keyId: string | null;
  /** The bundle's own copy, little-endian words and all. */
  readonly bytes: Uint8Array;
  /** In table order. */
  readonly all: readonly Section[];
  /** The only one of its tag. */
  one(tag: SECTION): Section;
}

/** Far more than policies that a machine holds. */
const MAX_SECTIONS = 1 << 24;

/** `before`: a bundle that was read already. What it shares with this one need not be hashed again: equal bytes have equal hashes. */
export function readSections(input: Uint8Array, sha256: Hash, verify: Verify | undefined, before?: Sections): Sections {
  if (!(input instanceof Uint8Array)) throw new RuntimeError('not_a_bundle', 'a bundle is a Uint8Array');
  // Own bytes, aligned, that nobody can change behind the engine's back. WHY not slice: a Node Buffer's is a view.
  const bytes = copyOf(input);
  const view = new DataView(bytes.buffer);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) throw new RuntimeError('not_a_bundle', 'these bytes are not a polc bundle');
  const version = view.getUint32(4, true);
  if (version !== FORMAT_VERSION)
    throw new RuntimeError('unsupported_version', `bundle format ${version} is not ${FORMAT_VERSION}, the one this runtime reads`);
  const count = view.getUint32(8, true);
  if (count > MAX_SECTIONS || HEADER_BYTES + count * ENTRY_BYTES > bytes.length) throw new RuntimeError('truncated', 'the section table is cut off');

  const known = before === undefined ? null : new KnownSections(before, bytes);
  const all: Section[] = [];
  const once = new Map<number, Section>();
  const hashed = new Uint8Array(count * HASHED_BYTES);
  let hashedEnd = 0;
  let end = HEADER_BYTES + count * ENTRY_BYTES;
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const tag = view.getUint32(entry, true);
    const start = view.getUint32(entry + 4, true);
    const length = view.getUint32(entry + 8, true);
    if (start % 8 !== 0 || start < end || start + length > bytes.length) throw new RuntimeError('truncated', 'a section lies outside the bundle');
    check(view.getUint32(entry + 12, true) === 0 && isZero(bytes, end, start), 'padding');
    end = start + length;
    const there = known?.find(entry, start, end) ?? -1;
    if (there < 0) check(isEqual(sha256(bytes.subarray(start, end)), bytes, entry + 16), 'section hash');
    check(TAGS.has(tag), 'section table');
    const section = { tag, start, end, before: there };
    all.push(section);
    if (tag !== SECTION.policy) {
      check(!once.has(tag), 'section table');
      once.set(tag, section);
    }
    if (tag === SECTION.signature) continue;
    for (let k = 0; k < 4; k++) hashed[hashedEnd++] = bytes[entry + k] as number;
    for (let k = 16; k < 48; k++) hashed[hashedEnd++] = bytes[entry + k] as number;
  }
  check(view.getUint32(12, true) === 0 && end === bytes.length, 'padding');
  for (const tag of REQUIRED_SECTIONS) check(once.has(tag), 'section table');
  const digest = sha256(hashed.subarray(0, hashedEnd));
  const signature = once.get(SECTION.signature);
  const keyId = checkSignature(signature && bytes.subarray(signature.start, signature.end), digest, verify);
  return { revision: `sha256:${toHex(digest)}`, keyId, bytes, all, one: (tag) => once.get(tag) as Section };
}

/** WHY no others: a policy that nobody reads would be a policy that does not hold. */
const TAGS: ReadonlySet<number> = new Set<number>([...REQUIRED_SECTIONS, SECTION.policy, SECTION.signature]);

/** Tag and hash. */
const HASHED_BYTES = 36;

/** Sections of a bundle by the first word of their hashes. */
class KnownSections {
  readonly #before: Sections;
  readonly #bytes: Uint8Array;
  readonly #oldWords: Int32Array;
  readonly #words: Int32Array;
  readonly #byHash = new Map<number, number>();

  constructor(before: Sections, bytes: Uint8Array) {
    this.#before = before;
    this.#bytes = bytes;
    this.#oldWords = wordsOf(before.bytes);
    this.#words = wordsOf(bytes);
    before.all.forEach((_, i) => {
      this.#byHash.set(wordAt(before.bytes, HEADER_BYTES + i * ENTRY_BYTES + 16), i);
    });
  }

  /** Where a section with this entry was, with the same bytes; -1 if nowhere. */
  find(entry: number, start: number, end: number): number {
    const bytes = this.#bytes;
    const number = this.#byHash.get(wordAt(bytes, entry + 16));
    const section = number === undefined ? undefined : this.#before.all[number];
    if (number === undefined || section === undefined || section.end - section.start !== end - start) return -1;
    const old = this.#before.bytes;
    const there = HEADER_BYTES + number * ENTRY_BYTES;
    const isSameEntry = wordAt(old, there) === wordAt(bytes, entry) && isSame(old, there + 16, bytes, entry + 16, 32);
    return isSameEntry && this.#hasSameBytes(section.start, start, end - start) ? number : -1;
  }

  /** WHY by words: it is all of the bundle that is compared. */
  #hasSameBytes(old: number, now: number, length: number): boolean {
    const words = length >> 2;
    const [a, b] = [this.#oldWords, this.#words];
    for (let i = 0; i < words; i++) if (a[old / 4 + i] !== b[now / 4 + i]) return false;
    return isSame(this.#before.bytes, old + words * 4, this.#bytes, now + words * 4, length & 3);
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24) | 0;
}

function isSame(a: Uint8Array, startA: number, b: Uint8Array, startB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[startA + i] !== b[startB + i]) return false;
  return true;
}

function isEqual(hash: Uint8Array, bytes: Uint8Array, start: number): boolean {
  return isSame(hash, 0, bytes, start, hash.length);
}

function copyOf(input: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(input);
  } catch {
    throw new RuntimeError('not_a_bundle', 'the bytes cannot be read');
  }
}

/** What no hash covers holds nothing. */
function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The whole bundle as 32-bit words. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  const count = bytes.length >> 2;
  if (LITTLE_ENDIAN) return new Int32Array(bytes.buffer, bytes.byteOffset, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true));
}

/** With `verify` handed in, a bundle must be signed and the signature good; without it signatures are not looked at. */
function checkSignature(section: Uint8Array | undefined, digest: Uint8Array, verify: Verify | undefined): string | null {
  const keyLength = section === undefined || section.length < 4 ? -1 : new DataView(section.buffer, section.byteOffset).getUint32(0, true);
  const keyId = section === undefined || keyLength < 0 || 4 + keyLength > section.length ? null : decodeText(section, 4, 4 + keyLength);
  check(section === undefined || keyId !== null, 'signature section');
  if (verify === undefined) return keyId;
  if (section === undefined || keyId === null) throw new RuntimeError('unsigned', 'the bundle is not signed');
  let good = false;
  try {
    good = verify(digest.slice(), section.slice(4 + keyLength), keyId) === true;
  } catch {
    // Whatever went wrong, it is not good.
  }
  if (!good) throw new RuntimeError('bad_signature', `the signature by key ${JSON.stringify(keyId)} is not good for this bundle`);
  return keyId;
}
