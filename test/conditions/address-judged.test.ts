// Blocks as an author writes them: the one spelling of each, and words for what is none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBlock } from '../../runtime/match/address.js';
import { judgeBlock } from '../../runtime/match/judge-block.js';
import { runs } from '../runs.js';
import { bits4, bits6, quad, show, spell, style } from './spell-address.js';

describe('a judged block', () => {
  it('has one spelling, that of RFC 5952, and that is read back as the same block', () => {
    fc.assert(
      fc.property(bits6, fc.nat(128), style, (bits, prefix, how) => {
        const judged = judgeBlock(`${spell(bits, how)}/${prefix}`);
        if ('fault' in judged) throw new Error(judged.fault.message);
        expect(parseBlock(judged.canonical)).toEqual(judged.block);
        const network = show(bits.slice(0, prefix).padEnd(128, '0'));
        // URLs spell addresses of IPv6 by the same rule.
        expect(judged.canonical).toBe(`${new URL(`http://[${network}]/`).hostname.slice(1, -1)}/${prefix}`);
        expect(judged.hostBits).toBe(bits.slice(prefix).includes('1'));
      }),
      runs(5_000),
    );
    fc.assert(
      fc.property(bits4, fc.nat(32), (bits, prefix) => {
        expect(judgeBlock(`${quad(bits)}/${prefix}`)).toEqual({
          block: parseBlock(`${quad(bits)}/${prefix}`),
          hostBits: bits.slice(prefix).includes('1'),
          canonical: `${quad(bits.slice(0, prefix).padEnd(32, '0'))}/${prefix}`,
        });
      }),
      runs(2_000),
    );
  });

  it.each([
    ['10.1.2.3', '10.1.2.3/32', false],
    ['10.1.2.3/8', '10.0.0.0/8', true],
    ['::FFFF:10.1.2.3/104', '10.0.0.0/8', true],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8', false],
    ['::ffff:0:0/96', '0.0.0.0/0', false],
    ['::ffff:0:0/95', '::fffe:0:0/95', true],
    ['::ffff:0:0/80', '::/80', true],
    ['::1.2.3.4', '::102:304/128', false],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128', false],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7/128', false],
    ['::/0', '::/0', false],
  ])('%s is %s', (text, canonical, hostBits) => {
    expect(judgeBlock(text)).toMatchObject({ canonical, hostBits });
  });

  it.each([
    ['10.0.0.0/33', 'the prefix of "10.0.0.0/33" is too long', 'an IPv4 address has 32 bits: the prefix is /0 to /32'],
    ['::/129', 'the prefix of "::/129" is too long', 'an IPv6 address has 128 bits: the prefix is /0 to /128'],
    ['::ffff:1.2.3.4/129', 'the prefix of "::ffff:1.2.3.4/129" is too long', 'an IPv6 address has 128 bits: the prefix is /0 to /128'],
    ['::/4294967296', 'the prefix of "::/4294967296" is too long', 'an IPv6 address has 128 bits: the prefix is /0 to /128'],
    ['1.2.3/8', '"1.2.3" is not an address', 'an IPv4 address has four numbers: write 10.0.0.0/8 rather than 10/8'],
    ['010.0.0.1', '"010.0.0.1" is not an address', 'leave out leading zeros: some readers take such numbers for octal'],
    ['256.0.0.1', '"256.0.0.1" is not an address', 'the numbers of an IPv4 address are 0 to 255'],
    ['fe80::1%eth0/64', '"fe80::1%eth0" is not an address', 'a zone index means nothing outside its machine: leave out "%" and what follows'],
    ['[::1]/128', '"[::1]" is not an address', 'write the address without brackets'],
    ['10.0.0.0/', '"" is not the length of a prefix', 'write the number of bits behind the slash, without leading zeros'],
    ['10.0.0.0/08', '"08" is not the length of a prefix', 'write the number of bits behind the slash, without leading zeros'],
    ['10.0.0.0/-1', '"-1" is not the length of a prefix', 'write the number of bits behind the slash, without leading zeros'],
    ['10.0.0.0/8/8', '"8/8" is not the length of a prefix', 'write the number of bits behind the slash, without leading zeros'],
    ['10.0.0.0/255.0.0.0', '"255.0.0.0" is not the length of a prefix', 'write the number of bits instead of a mask, such as /8 for 255.0.0.0'],
    ['example.com/24', '"example.com" is not an address', 'write an IPv4 or IPv6 block, such as "10.0.0.0/8" or "2001:db8::/32"'],
    ['', '"" is not an address', 'write an IPv4 or IPv6 block, such as "10.0.0.0/8" or "2001:db8::/32"'],
    ['/8', '"" is not an address', 'write an IPv4 or IPv6 block, such as "10.0.0.0/8" or "2001:db8::/32"'],
  ])('%j is none: %s', (text, message, help) => {
    expect(judgeBlock(text)).toEqual({ fault: { message, help } });
  });

  it('that is none is quoted in part only', () => {
    for (const text of ['x'.repeat(1_000_000), `1.2.3.4/${'9'.repeat(1_000_000)}`, `1.2.3.4/${'x'.repeat(1_000_000)}`]) {
      const judged = judgeBlock(text);
      expect('fault' in judged && judged.fault.message.length < 120).toBe(true);
    }
  });
});
