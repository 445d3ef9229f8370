// A block of addresses as an author wrote it, for those who judge a policy's text: the block with its one spelling, or what is wrong with it.

import { type Block, parseAddress, parseBlock } from './address.js';

export type JudgedBlock =
  /** `hostBits`: bits are set beyond the prefix, which the block leaves out. `canonical` always has a prefix. */
  { readonly block: Block; readonly hostBits: boolean; readonly canonical: string } | { readonly fault: { readonly message: string; readonly help: string } };

export function judgeBlock(text: string): JudgedBlock {
  const block = parseBlock(text);
  if (block === null) return { fault: faultOf(text) };
  const address = parseAddress(text.split('/', 1)[0]);
  // A mapped address in a block of IPv6 differs in its family already; its bits beyond the prefix are set.
  return { block, hostBits: address === null || address.some((word, i) => word !== block[i]), canonical: showBlock(block) };
}

function faultOf(text: string): { message: string; help: string } {
  const slash = text.indexOf('/');
  const written = slash < 0 ? text : text.slice(0, slash);
  // The author's word, cut short: it may be a megabyte.
  const quote = (word: string) => JSON.stringify(word.length > 60 ? `${word.slice(0, 60)}…` : word);
  if (parseAddress(written) === null) return { message: `${quote(written)} is not an address`, help: helpFor(written) };
  const prefix = text.slice(slash + 1);
  if (/^(?:0|[1-9][0-9]*)$/.test(prefix)) {
    const [most, family] = written.includes(':') ? [128, 'IPv6'] : [32, 'IPv4'];
    return { message: `the prefix of ${quote(text)} is too long`, help: `an ${family} address has ${most} bits: the prefix is /0 to /${most}` };
  }
  return {
    message: `${quote(prefix)} is not the length of a prefix`,
    help: /[.:]/.test(prefix)
      ? 'write the number of bits instead of a mask, such as /8 for 255.0.0.0'
      : 'write the number of bits behind the slash, without leading zeros',
  };
}

function helpFor(written: string): string {
  if (written.includes('%')) return 'a zone index means nothing outside its machine: leave out "%" and what follows';
  if (written.includes('[') || written.includes(']')) return 'write the address without brackets';
  const parts = written.split('.');
  if (/^[0-9.]+$/.test(written)) {
    if (parts.length !== 4 || parts.includes('')) return 'an IPv4 address has four numbers: write 10.0.0.0/8 rather than 10/8';
    if (parts.some((part) => /^0[0-9]/.test(part))) return 'leave out leading zeros: some readers take such numbers for octal';
    return 'the numbers of an IPv4 address are 0 to 255';
  }
  return 'write an IPv4 or IPv6 block, such as "10.0.0.0/8" or "2001:db8::/32"';
}

/** `address/n`, spelled as RFC 5952 has it. */
export function showBlock(block: Block): string {
  const words = [...block.subarray(1, 5)];
  const prefix = block[5];
  if (block[0] === 4) return `${[24, 16, 8, 0].map((shift) => ((words[0] as number) >>> shift) & 255).join('.')}/${prefix}`;
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const { start, length } = longestZeros(groups);
  const hex = (some: readonly number[]) => some.map((group) => group.toString(16)).join(':');
  if (length < 2) return `${hex(groups)}/${prefix}`;
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}/${prefix}`;
}

/** The first of the longest. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
