// From untrusted bytes to checked sections: header, table, hashes, signature. What stands inside a section is load.ts's to check.

import { check, RuntimeError } from '../errors.js';
import { ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, REQUIRED_SECTIONS, SECTION } from './layout.js';
import { sha256, toHex } from './sha256.js';
import { decodeText } from './text.js';

/** Ed25519 or whatever the embedder speaks: `digest` is the 32 bytes of the revision. */
export type Verify = (digest: Uint8Array, signature: Uint8Array, keyId: string) => boolean;

export interface Sections {
  readonly revision: string;
  readonly keyId: string | null;
  bytes(tag: number): Uint8Array;
  /** The section as 32-bit words. */
  words(tag: number): Uint32Array;
}

const MAX_SECTIONS = 64;
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

export function readSections(input: Uint8Array, verify: Verify | undefined): Sections {
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

  const spans = new Map<number, Uint8Array>();
  const hashed: number[] = [];
  let end = HEADER_BYTES + count * ENTRY_BYTES;
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const tag = view.getUint32(entry, true);
    const offset = view.getUint32(entry + 4, true);
    const length = view.getUint32(entry + 8, true);
    if (offset % 8 !== 0 || offset < end || offset + length > bytes.length) throw new RuntimeError('truncated', 'a section lies outside the bundle');
    check(!spans.has(tag), 'section table');
    check(view.getUint32(entry + 12, true) === 0 && isZero(bytes, end, offset), 'padding');
    const section = bytes.subarray(offset, offset + length);
    const stored = bytes.subarray(entry + 16, entry + 48);
    check(toHex(sha256(section)) === toHex(stored), 'section hash');
    spans.set(tag, section);
    end = offset + length;
    if (tag !== SECTION.signature) hashed.push(tag & 255, (tag >> 8) & 255, (tag >> 16) & 255, (tag >> 24) & 255, ...stored);
  }
  check(view.getUint32(12, true) === 0 && end === bytes.length, 'padding');
  for (const tag of REQUIRED_SECTIONS) check(spans.has(tag), 'section table');
  const digest = sha256(Uint8Array.from(hashed));
  const keyId = checkSignature(spans.get(SECTION.signature), digest, verify);
  const get = (tag: number) => spans.get(tag) as Uint8Array;
  return { revision: `sha256:${toHex(digest)}`, keyId, bytes: get, words: (tag) => toWords(get(tag)) };
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

function toWords(section: Uint8Array): Uint32Array {
  check(section.length % 4 === 0, 'section table');
  if (LITTLE_ENDIAN) return new Uint32Array(section.buffer, section.byteOffset, section.length / 4);
  const view = new DataView(section.buffer, section.byteOffset, section.length);
  return Uint32Array.from({ length: section.length / 4 }, (_, i) => view.getUint32(i * 4, true));
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
