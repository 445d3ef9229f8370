// Addresses as strings of bits, and every spelling RFC 4291 has for them: knows nothing of the runtime's words.

import fc from 'fast-check';

/** '0' and '1', 32 or 128 of them. */
export type Bits = string;

export const MAPPED = '0'.repeat(80) + '1'.repeat(16);
const bitsOf = (length: number): fc.Arbitrary<Bits> => {
  const any = fc.array(fc.constantFrom('0', '1'), { minLength: length, maxLength: length }).map((bits) => bits.join(''));
  // Long runs of one bit: spellings with "::", and the ends of blocks.
  const runsOfBits = fc.tuple(any, fc.nat(length), fc.constantFrom('0', '1')).map(([bits, at, bit]) => bits.slice(0, at) + bit.repeat(length - at));
  const grouped = fc
    .array(fc.constantFrom('0'.repeat(16), '0'.repeat(16), '1'.repeat(16), '0000000000000001'), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.join('').slice(0, length));
  return fc.oneof(any, runsOfBits, grouped);
};
export const bits4 = bitsOf(32);
export const bits6 = bitsOf(128).filter((bits) => !bits.startsWith(MAPPED));

const slices = (bits: Bits, size: number) => Array.from({ length: bits.length / size }, (_, i) => Number.parseInt(bits.slice(i * size, (i + 1) * size), 2));
export const quad = (bits: Bits) => slices(bits, 8).join('.');

export interface Style {
  readonly upper: boolean;
  readonly padded: boolean;
  readonly embedded: boolean;
  /** Which of the runs of zeros becomes "::". */
  readonly gap: number;
}
export const style: fc.Arbitrary<Style> = fc.record({ upper: fc.boolean(), padded: fc.boolean(), embedded: fc.boolean(), gap: fc.nat(5) });

/** One of the spellings of RFC 4291. */
export function spell(bits: Bits, { upper, padded, embedded, gap }: Style): string {
  const groups = slices(embedded ? bits.slice(0, 96) : bits, 16).map((group) => group.toString(16).padStart(padded ? 4 : 1, '0'));
  const parts = (embedded ? [...groups, quad(bits.slice(96))] : groups).map((part) => (upper ? part.toUpperCase() : part));
  const gaps = parts
    .flatMap((_, start) => parts.map((_, i) => [start, i + 1] as const))
    .filter(([start, end]) => end > start && parts.slice(start, end).every((part) => /^0+$/.test(part)));
  const chosen = gaps[gap * 7];
  return chosen === undefined ? parts.join(':') : `${parts.slice(0, chosen[0]).join(':')}::${parts.slice(chosen[1]).join(':')}`;
}

export const show = (bits: Bits) => (bits.length === 32 ? quad(bits) : spell(bits, { upper: false, padded: false, embedded: false, gap: 0 }));
