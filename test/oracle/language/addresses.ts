// Addresses and blocks of them (spec.md §7.4, `cidr_contains`), as whole numbers.

interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

const MAPPED = 0xffffn;

/** "IPv4-mapped addresses are their IPv4; IPv4 lies in no IPv6 block". null: the address is malformed. */
export function isInBlock(block: string, text: string): boolean | null {
  const address = addressOf(text);
  if (address === null) return null;
  const [base = '', length] = block.split('/');
  const written = rawAddress(base);
  if (written === null) throw new Error(`"${block}" is no block of addresses`);
  const first = unmapped(written);
  const prefix = (length === undefined ? written.bits : Number(length)) - (written.bits - first.bits);
  // A block that is wider than the mapped range is one of IPv6.
  const { bits, number } = prefix < 0 ? written : first;
  if (bits !== address.bits) return false;
  const shift = BigInt(bits - (prefix < 0 ? Number(length) : prefix));
  return number >> shift === address.number >> shift;
}

function addressOf(text: string): Address | null {
  const address = rawAddress(text);
  return address === null ? null : unmapped(address);
}

function unmapped(address: Address): Address {
  return address.bits === 128 && address.number >> 32n === MAPPED ? { bits: 32, number: address.number & 0xffff_ffffn } : address;
}

function rawAddress(text: string): Address | null {
  const four = ipv4(text);
  if (four !== null) return { bits: 32, number: four };
  const six = ipv6(text);
  return six === null ? null : { bits: 128, number: six };
}

function ipv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  const [head, tail] = groups;
  if (head === null || head === undefined || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...head, ...Array<bigint>(tail === undefined ? 0 : missing).fill(0n), ...(tail ?? [])].reduce((sum, group) => sum * 65_536n + group, 0n);
}

/** Groups of sixteen bits; the end of an address may be written as IPv4. */
function groupsOf(half: string, last: boolean): readonly bigint[] | null {
  if (half === '') return [];
  const groups: bigint[] = [];
  const parts = half.split(':');
  for (const [i, part] of parts.entries()) {
    const four = last && i === parts.length - 1 ? ipv4(part) : null;
    if (four !== null) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}
