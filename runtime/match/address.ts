// IP addresses and blocks of them: dotted quads, and RFC 4291 text without zone index and brackets. An IPv4-mapped address is its IPv4, and no
// IPv4 address lies in an IPv6 block. What is wrong with a block that is none is judge-block.ts's to say.

import { check } from '../errors.js';

/** Family (4 or 6), then four words from the left; IPv4 has its one first, and zeros. */
export type Address = Int32Array;

/** BLOCK_WORDS words: family, four words as an address has them, the length of the prefix. Bits beyond the prefix are 0. */
export type Block = Int32Array;

export const BLOCK_WORDS = 6;
const PREFIX = 5;

/** What `parse` read last. WHY not a result: a decision that looks at an address then makes no garbage. */
const read = new Int32Array(4);
const groups = new Uint16Array(8);

export function parseAddress(text: unknown): Address | null {
  const family = parse(text);
  return family === 0 ? null : Int32Array.of(family, ...read);
}

/** Whether the address lies in one of the blocks, which stand one behind the other. null: the text is no address. */
export function containsAddress(blocks: Int32Array, text: unknown): boolean | null {
  const family = parse(text);
  if (family === 0) return null;
  for (let at = 0; at < blocks.length; at += BLOCK_WORDS) {
    if (blocks[at] !== family) continue;
    const prefix = blocks[at + PREFIX] as number;
    let word = 0;
    while (word < 4 && (((read[word] as number) ^ (blocks[at + 1 + word] as number)) & maskOf(prefix, word)) === 0) word++;
    if (word === 4) return true;
  }
  return false;
}

/**
 * The same of blocks as programs have them (tree/program.ts), `count` of them from `start`: a byte for the family, one for the prefix, 4 or 16 for the
 * address.
 */
export function containsPacked(bytes: Int8Array, start: number, count: number, text: unknown): boolean | null {
  const family = parse(text);
  if (family === 0) return null;
  let at = start;
  for (let i = 0; i < count; i++) {
    const words = bytes[at] === 4 ? 1 : 4;
    if (bytes[at] === family) {
      const prefix = (bytes[at + 1] as number) & 255;
      let word = 0;
      while (word < words && (((read[word] as number) ^ wordAt(bytes, at + 2 + word * 4)) & maskOf(prefix, word)) === 0) word++;
      if (word === words) return true;
    }
    at += 2 + words * 4;
  }
  return false;
}

/** As an address is written: the highest byte first. */
function wordAt(bytes: Int8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) | (((bytes[at + 1] as number) & 255) << 16) | (((bytes[at + 2] as number) & 255) << 8) | ((bytes[at + 3] as number) & 255)
  );
}

/** Which bits of the word the prefix covers. */
function maskOf(prefix: number, word: number): number {
  const bits = prefix - word * 32;
  // A shift by 32 would be none.
  return bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits);
}

/** `address/n`, or an address alone: a block of one. Bits beyond the prefix are cleared. */
export function parseBlock(text: unknown): Block | null {
  if (typeof text !== 'string') return null;
  const slash = text.indexOf('/');
  const written = slash < 0 ? text : text.slice(0, slash);
  let family = parse(written);
  if (family === 0) return null;
  const mapped = family === 4 && written.includes(':');
  const most = family === 4 && !mapped ? 32 : 128;
  let prefix = slash < 0 ? most : parsePrefix(text, slash + 1);
  if (prefix < 0 || prefix > most) return null;
  if (mapped && prefix >= 96) prefix -= 96;
  else if (mapped) {
    // Wider than all mapped addresses: a block of IPv6, of what it was before it was folded.
    family = 6;
    read[0] = 0;
    read[2] = 0xffff;
  }
  const block = Int32Array.of(family, ...read, prefix);
  for (let word = 0; word < 4; word++) block[1 + word] = (block[1 + word] as number) & maskOf(prefix, word);
  return block;
}

/** Decimal, without leading zeros; -1 otherwise. */
function parsePrefix(text: string, start: number): number {
  const length = text.length - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === 48)) return -1;
  let prefix = 0;
  for (let i = start; i < text.length; i++) {
    const digit = digitOf(text.charCodeAt(i));
    if (digit < 0 || digit > 9) return -1;
    prefix = prefix * 10 + digit;
  }
  return prefix;
}

/** From the words of a bundle. */
export function readBlocks(words: Int32Array): Int32Array {
  check(words.length % BLOCK_WORDS === 0, 'address block');
  for (let at = 0; at < words.length; at += BLOCK_WORDS) {
    const family = words[at];
    const prefix = words[at + PREFIX] as number;
    check((family === 4 || family === 6) && prefix >= 0 && prefix <= (family === 4 ? 32 : 128), 'address block');
    for (let word = 0; word < 4; word++) check(((words[at + 1 + word] as number) & ~maskOf(prefix, word)) === 0, 'address block');
  }
  return words.slice();
}

/** The family, with the address in `read`; 0 when it is none. */
function parse(text: unknown): 0 | 4 | 6 {
  if (typeof text !== 'string') return 0;
  if (text.indexOf(':') < 0) {
    if (!parseQuad(text, 0)) return 0;
    read[1] = read[2] = read[3] = 0;
    return 4;
  }
  if (!parseGroups(text)) return 0;
  for (let word = 0; word < 4; word++) read[word] = ((groups[word * 2] as number) << 16) | (groups[word * 2 + 1] as number);
  if (read[0] !== 0 || read[1] !== 0 || read[2] !== 0xffff) return 6;
  read[0] = read[3] as number;
  read[2] = read[3] = 0;
  return 4;
}

/** A dotted quad from `start` to the end of the text, into the first word of `read`. */
function parseQuad(text: string, start: number): boolean {
  let at = start;
  let bits = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(at++) !== 46) return false;
    const first = at;
    let value = 0;
    for (let digit = digitOf(text.charCodeAt(at)); digit >= 0 && digit <= 9 && at < first + 3; digit = digitOf(text.charCodeAt(at))) {
      value = value * 10 + digit;
      at++;
    }
    // Leading zeros are octal to some readers.
    if (at === first || value > 255 || (at > first + 1 && text.charCodeAt(first) === 48)) return false;
    bits = (bits << 8) | value;
  }
  read[0] = bits;
  return at === text.length;
}

/** IPv6 text into `groups`. */
function parseGroups(text: string): boolean {
  let count = 0;
  let gap = -1;
  let at = 0;
  if (text.startsWith('::')) {
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    if (count === 8) return false;
    const first = at;
    let value = 0;
    for (let digit = digitOf(text.charCodeAt(at)); digit >= 0 && at < first + 4; digit = digitOf(text.charCodeAt(at))) {
      value = value * 16 + digit;
      at++;
    }
    if (text.charCodeAt(at) === 46) {
      if (count > 6 || !parseQuad(text, first)) return false;
      groups[count++] = (read[0] as number) >>> 16;
      groups[count++] = read[0] as number;
      break;
    }
    if (at === first) return false;
    groups[count++] = value;
    if (at === text.length) break;
    if (text.charCodeAt(at++) !== 58 || at === text.length) return false;
    if (text.charCodeAt(at) === 58) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  if (gap < 0) return count === 8;
  // "::" stands for one group at least.
  if (count === 8) return false;
  groups.copyWithin(8 - count + gap, gap, count);
  groups.fill(0, gap, 8 - count + gap);
  return true;
}

/** Of a hexadecimal digit, in either case; -1 for anything else. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
