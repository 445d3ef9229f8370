// Addresses and blocks against strings of bits, which the test writes out in any spelling there is.

import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../runtime/errors.js';
import { type Address, containsAddress, parseAddress, parseBlock, readBlocks } from '../../runtime/match/address.js';
import { runs } from '../runs.js';
import { type Bits, bits4, bits6, MAPPED, quad, show, spell, style } from './spell-address.js';

const wordBits = (words: Iterable<number>) => [...words].map((word) => (word >>> 0).toString(2).padStart(32, '0')).join('');
const bitsOfAddress = (address: Address) => wordBits(address.subarray(1, 5)).slice(0, address[0] === 4 ? 32 : 128);
/** The naive rule: same family, same bits as far as the prefix goes. */
const liesIn = (bits: Bits, block: Bits, prefix: number) => bits.length === block.length && bits.slice(0, prefix) === block.slice(0, prefix);

const neighbour = (bits: Bits, step: bigint) =>
  BigInt.asUintN(bits.length, BigInt(`0b${bits}`) + step)
    .toString(2)
    .padStart(bits.length, '0');

/** What IPv6 addresses of this form are mapped to. */
const fold = (bits: Bits): Bits => (bits.startsWith(MAPPED) ? bits.slice(96) : bits);

const address = fc.oneof(bits4, bits6);
const blockOf = fc.oneof(fc.tuple(bits4, fc.nat(32)), fc.tuple(bits6, fc.nat(128)));

describe('an address', () => {
  it('in dotted decimals is its bits', () => {
    fc.assert(
      fc.property(bits4, (bits) => {
        expect(bitsOfAddress(parseAddress(quad(bits)) as Address)).toBe(bits);
      }),
      runs(5_000),
    );
  });

  it('in any spelling of RFC 4291 is its bits', () => {
    fc.assert(
      fc.property(bits6, style, (bits, how) => {
        const text = spell(bits, how);
        expect(isIP(text), text).toBe(6);
        expect(bitsOfAddress(parseAddress(text) as Address), text).toBe(bits);
      }),
      runs(10_000),
    );
  });

  it('of IPv4 mapped into IPv6, in any spelling, is its IPv4', () => {
    fc.assert(
      fc.property(bits4, style, (bits, how) => {
        const read = parseAddress(spell(MAPPED + bits, how));
        parseAddress('1:2:3:4:5:6:7:8');
        expect(read).toEqual(parseAddress(quad(bits)));
        expect(bitsOfAddress(read as Address)).toBe(bits);
      }),
      runs(5_000),
    );
  });

  it('is what the platform takes for one, for texts with faults', () => {
    const text = fc.oneof(
      fc.tuple(bits4, style).map(([bits]) => quad(bits)),
      fc.tuple(bits6, style).map(([bits, how]) => spell(bits, how)),
    );
    const edit = fc.tuple(fc.nat(45), fc.nat(2), fc.constantFrom('', ':', '::', '.', '0', '1', '00', '25', 'f', 'g', 'F', '-', ' ', '1.2.3.4', '\u0661', '\0'));
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 3 }), (start, edits) => {
        const edited = edits.reduce((now, [at, cut, put]) => now.slice(0, at % (now.length + 1)) + put + now.slice((at % (now.length + 1)) + cut), start);
        expect(parseAddress(edited) !== null, JSON.stringify(edited)).toBe(isIP(edited) !== 0);
      }),
      runs(20_000),
    );
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '010.0.0.1',
    '1.2.3.',
    '.1.2.3',
    '1.2.3.4 ',
    '0x1.2.3.4',
    '16909060',
    ':',
    ':::',
    '::1::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1.2.3.4:5',
    '::1.2.3.04',
    '::12345',
    '::g',
    'fe80::1%eth0',
    '[::1]',
    '::1/128',
    ':1',
    '1:',
    'x'.repeat(100_000),
    ':'.repeat(100_000),
  ])('is not %.30j', (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(containsAddress(parseBlock('0.0.0.0/0') as Int32Array, text)).toBeNull();
  });

  it.each([undefined, null, 16_909_060, {}, ['1.2.3.4'], true])('is text, not %j', (value) => {
    expect(parseAddress(value)).toBeNull();
    expect(parseBlock(value)).toBeNull();
    expect(containsAddress(new Int32Array(0), value)).toBeNull();
  });
});

describe('a block', () => {
  it('holds an address where their bits agree as far as the prefix goes', () => {
    fc.assert(
      fc.property(blockOf, address, fc.nat(127), ([bits, prefix], other, at) => {
        const block = parseBlock(`${show(bits)}/${prefix}`) as Int32Array;
        const place = at % bits.length;
        const turned = bits.slice(0, place) + (bits[place] === '0' ? '1' : '0') + bits.slice(place + 1);
        for (const tried of [bits, other, turned, bits.slice(0, prefix) + other.padEnd(128, '0').slice(prefix, bits.length)]) {
          const folded = fold(tried);
          expect(containsAddress(block, show(tried)), `${show(tried)} in ${show(bits)}/${prefix}`).toBe(liesIn(folded, bits, prefix));
        }
      }),
      runs(10_000),
    );
  });

  it('holds its first address and its last, and not the ones before and after', () => {
    fc.assert(
      fc.property(blockOf, ([bits, prefix]) => {
        const block = parseBlock(`${show(bits)}/${prefix}`) as Int32Array;
        const first = bits.slice(0, prefix).padEnd(bits.length, '0');
        const last = bits.slice(0, prefix).padEnd(bits.length, '1');
        for (const tried of [first, last, neighbour(first, -1n), neighbour(first, 1n), neighbour(last, -1n), neighbour(last, 1n)]) {
          expect(containsAddress(block, show(tried)), `${show(tried)} in ${show(bits)}/${prefix}`).toBe(liesIn(fold(tried), bits, prefix));
        }
      }),
      runs(5_000),
    );
  });

  it('among others holds what one of them holds', () => {
    fc.assert(
      fc.property(fc.array(blockOf, { maxLength: 5 }), address, (blocks, tried) => {
        const flat = Int32Array.from(blocks.flatMap(([bits, prefix]) => [...(parseBlock(`${show(bits)}/${prefix}`) as Int32Array)]));
        expect(containsAddress(flat, show(tried))).toBe(blocks.some(([bits, prefix]) => liesIn(tried, bits, prefix)));
      }),
      runs(5_000),
    );
  });

  it('of mapped addresses is a block of IPv4 from /96 on, and before that one of IPv6 without any IPv4', () => {
    fc.assert(
      fc.property(bits4, fc.nat(128), style, address, (bits, prefix, how, other) => {
        const text = `${spell(MAPPED + bits, how)}/${prefix}`;
        const block = parseBlock(text) as Int32Array;
        if (prefix >= 96) {
          expect(block).toEqual(parseBlock(`${quad(bits)}/${prefix - 96}`));
          return;
        }
        expect(block[0]).toBe(6);
        expect(containsAddress(block, quad(bits)), text).toBe(false);
        expect(containsAddress(block, show(other)), `${show(other)} in ${text}`).toBe(liesIn(other, MAPPED + bits, prefix));
        const inside = (MAPPED + bits).slice(0, prefix).padEnd(128, '0');
        expect(containsAddress(block, show(inside)), `${show(inside)} in ${text}`).toBe(true);
      }),
      runs(5_000),
    );
  });

  it('never holds an address of the other family, however wide it is', () => {
    const [all4, all6] = [parseBlock('0.0.0.0/0') as Int32Array, parseBlock('::/0') as Int32Array];
    fc.assert(
      fc.property(bits4, bits6, style, (four, six, how) => {
        expect([containsAddress(all4, quad(four)), containsAddress(all6, quad(four)), containsAddress(all6, spell(MAPPED + four, how))]).toEqual([
          true,
          false,
          false,
        ]);
        expect([containsAddress(all4, spell(six, how)), containsAddress(all6, spell(six, how))]).toEqual([false, true]);
      }),
      runs(2_000),
    );
  });

  it('without a prefix is the one address', () => {
    expect(parseBlock('10.1.2.3')).toEqual(parseBlock('10.1.2.3/32'));
    expect(parseBlock('::ffff:10.1.2.3')).toEqual(parseBlock('10.1.2.3/32'));
    expect(parseBlock('2001:db8::1')).toEqual(parseBlock('2001:db8::1/128'));
  });
});

describe('the words of blocks', () => {
  const flat = Int32Array.from([...(parseBlock('10.0.0.0/8') as Int32Array), ...(parseBlock('2001:db8::/33') as Int32Array)]);

  it('are read as they were written, and copied', () => {
    expect(readBlocks(flat)).toEqual(flat);
    expect(readBlocks(flat)).not.toBe(flat);
    expect(readBlocks(new Int32Array(0))).toEqual(new Int32Array(0));
  });

  it.each<[string, readonly number[]]>([
    ['are cut off', [4, 0, 0, 0, 0]],
    ['have no family', [0, 0, 0, 0, 0, 0]],
    ['have a prefix below nothing', [4, 0, 0, 0, 0, -1]],
    ['have a prefix beyond IPv4', [4, 0, 0, 0, 0, 33]],
    ['have a prefix beyond IPv6', [6, 0, 0, 0, 0, 129]],
    ['have bits beyond the prefix', [4, 0x0a000001, 0, 0, 0, 8]],
    ['have bits beyond IPv4', [4, 0, 0, 1, 0, 32]],
    ['have bits beyond the prefix of IPv6', [6, 0, 1, 0, 0, 63]],
  ])('are refused where they %s', (_, words) => {
    expect(() => readBlocks(Int32Array.from(words))).toThrow(RuntimeError);
  });
});
