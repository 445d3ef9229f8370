// Addresses of which one is in every class that blocks tell apart.

import { parseBlock } from '@polc/runtime/anatomy';
import type { Sample } from './numbers.js';

/** Family, four words (an IPv4 address is the first), prefix length: as the runtime packs a block. */
interface Range {
  readonly family: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Of IPv6 text: what is mapped is an IPv4 address. */
const MAPPED = 0xffffn << 32n;
const BEHIND_MAPPED = 0x10000n << 32n;

/** So many texts of each class: some may be constants that are told from the rest, or equal to what is compared with it. */
export function sampleAddresses(blocks: readonly Int32Array[], count: number): Sample<string> {
  const ranges = blocks.flatMap(rangesOf);
  const texts: string[] = [];
  let whole = true;
  for (const family of [4, 6]) {
    const limit = family === 4 ? 1n << 32n : 1n << 128n;
    const starts = new Set(family === 4 ? [0n] : [0n, MAPPED, BEHIND_MAPPED]);
    for (const range of ranges) {
      if (range.family !== family) continue;
      starts.add(range.first);
      if (range.last + 1n < limit) starts.add(range.last + 1n);
    }
    const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
    sorted.forEach((start, i) => {
      if (family === 6 && start >= MAPPED && start < BEHIND_MAPPED) return;
      const end = sorted[i + 1] ?? limit;
      const own = textsBetween(start, end, family, count);
      texts.push(...own);
      whole &&= own.length >= count;
    });
  }
  return { values: texts, whole };
}

/** The first, the last, others between, and where these are too few, in other spellings. */
function textsBetween(start: bigint, end: bigint, family: number, count: number): readonly string[] {
  const some = Array.from({ length: count }, (_, i) => start + BigInt(i));
  const addresses = [...new Set([start, end - 1n, ...some])].filter((address) => address < end);
  const texts = addresses.map(family === 4 ? spell4 : spell6);
  if (texts.length >= count) return texts;
  const spelled = addresses.flatMap(family === 4 ? otherSpellings4 : otherSpellings6);
  return [...new Set([...texts, ...spelled])].slice(0, Math.max(count, texts.length));
}

const BLOCK_WORDS = 6;

function rangesOf(packed: Int32Array): Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at + BLOCK_WORDS <= packed.length; at += BLOCK_WORDS) {
    const [family = 0, ...words] = packed.subarray(at, at + BLOCK_WORDS);
    const prefix = words[4] as number;
    const bits = family === 4 ? 32 : 128;
    const used = words.slice(0, bits / 32).reduce((value, word) => (value << 32n) | BigInt(word >>> 0), 0n);
    const size = 1n << BigInt(bits - prefix);
    const first = (used / size) * size;
    ranges.push({ family, first, last: first + size - 1n });
  }
  return ranges;
}

function spell4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

/** In full: whoever shortens it may do so. */
function spell6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - i * 16)) & 0xffffn).toString(16));
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}

function otherSpellings4(address: bigint): string[] {
  const letters = ['ffff', 'FFFF', 'fFFF', 'FfFF', 'FFfF', 'FFFf', 'Ffff', 'fFff'];
  return ['::', '0::', '0:0::', '0:0:0::'].flatMap((zeros) => letters.map((mapped) => `${zeros}${mapped}:${spell4(address)}`));
}

/** Its last two groups as a dotted quad, groups with zeros in front, letters of the other case. */
function otherSpellings6(address: bigint): string[] {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - i * 16)) & 0xffffn).toString(16));
  const padded = groups.map((_, i) => groups.map((group, j) => (j <= i ? group.padStart(4, '0') : group)).join(':'));
  const quad = [...groups.slice(0, 6), spell4(address & 0xffffffffn)].join(':');
  const spelled = [groups.join(':'), ...padded, quad];
  return [...spelled, ...spelled.map((text) => text.toUpperCase())];
}

/** Whether a text is an address at all. */
export function isAddress(text: string): boolean {
  return !text.includes('/') && parseBlock(text) !== null;
}
