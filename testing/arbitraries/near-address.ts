// Addresses at the edges of blocks: the first and the last, and those just outside.

import { parseBlock } from '@polc/runtime';

export interface NearAddresses {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

/** `outside` of this block; another of the same list may hold it. */
export function addressesNear(written: string): NearAddresses {
  const block = parseBlock(written);
  if (block === null) return { inside: [], outside: [] };
  const [family = 4, a = 0, b = 0, c = 0, d = 0, prefix = 0] = block;
  const bits = family === 4 ? 32n : 128n;
  const words = family === 4 ? [a] : [a, b, c, d];
  const first = words.reduce((all, word) => (all << 32n) | BigInt(word >>> 0), 0n);
  const last = first + (1n << (bits - BigInt(prefix))) - 1n;
  const show = family === 4 ? showQuad : showGroups;
  const other = family === 4 ? '2001:db8::1' : '192.0.2.1';
  return {
    inside: [...new Set([show(first), show(last), ...(family === 4 ? [`::ffff:${show(first)}`] : [])])],
    outside: [...(first > 0n ? [show(first - 1n)] : []), ...(last + 1n < 1n << bits ? [show(last + 1n)] : []), other],
  };
}

function showQuad(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

function showGroups(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const run = /(?:^|:)0(?::0)+(?:$|:)/.exec(groups.join(':'));
  return run === null ? groups.join(':') : groups.join(':').replace(run[0], '::');
}
