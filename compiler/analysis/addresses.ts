// Addresses of which one is in every class that blocks tell apart.

import { parseBlock } from '@polc/runtime/anatomy';

/** Family, four words (an IPv4 address is the first), prefix length: as the runtime packs a block. */
interface Range {
  readonly family: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Two of each class, where there are two: one may be a constant that something else is compared with. */
export function sampleAddresses(blocks: readonly Int32Array[]): readonly string[] {
  const ranges = blocks.flatMap(rangesOf);
  const texts: string[] = [];
  for (const family of [4, 6]) {
    const limit = family === 4 ? 1n << 32n : 1n << 128n;
    const starts = new Set([0n]);
    for (const range of ranges) {
      if (range.family !== family) continue;
      starts.add(range.first);
      if (range.last + 1n < limit) starts.add(range.last + 1n);
    }
    const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
    sorted.forEach((start, i) => {
      const end = sorted[i + 1] ?? limit;
      for (const address of new Set([start, start + 1n, end - 1n])) if (address < end) texts.push(family === 4 ? spell4(address) : spell6(address));
    });
  }
  return texts;
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

/** Whether a text is an address at all. */
export function isAddress(text: string): boolean {
  return !text.includes('/') && parseBlock(text) !== null;
}
