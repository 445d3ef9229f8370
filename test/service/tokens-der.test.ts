// DER, as much as certificates need: whatever could be read in two ways is refused.

import { describe, expect, it } from 'vitest';
import { readDer, smallIntegerOf, TAG, timeOf } from '../../service/tokens/der.js';

describe('DER', () => {
  const read = (hex: string) => () => readDer(Buffer.from(hex, 'hex'), TAG.sequence);

  it.each([
    '',
    '30',
    '3001',
    '3080',
    '30800000',
    '308100',
    '30817f',
    '30820080',
    '3084ffffffff',
    '30850000000000',
    '30ff',
    '3000ff',
    '30003000',
    '3100',
    '1f00',
    '3f8100',
  ])('%s is none that a certificate has', (hex) => {
    expect(read(hex)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  it('has lengths in their shortest form, small numbers, and times that there are', () => {
    const of = (size: number, length: string) => readDer(Buffer.concat([Buffer.from(`30${length}`, 'hex'), Buffer.alloc(size)]), TAG.sequence).content.length;
    expect([of(0, '00'), of(127, '7f'), of(128, '8180'), of(255, '81ff'), of(256, '820100')]).toEqual([0, 127, 128, 255, 256]);
    const number = (hex: string) => () => smallIntegerOf({ tag: TAG.integer, content: Buffer.from(hex, 'hex'), whole: Buffer.alloc(0) });
    expect([number('00')(), number('7f')(), number('0080')(), number('00ff')()]).toEqual([0, 127, 128, 255]);
    for (const hex of ['', '80', 'ff', '0000', '007f', '0100', '010000']) expect(number(hex), hex).toThrow();
    const time = (text: string) => () =>
      timeOf({ tag: text.length > 13 ? TAG.generalizedTime : TAG.utcTime, content: Buffer.from(text), whole: Buffer.alloc(0) });
    expect([time('260504100000Z')(), time('20260504100000Z')(), time('491231235959Z')(), time('500101000000Z')(), time('20240229000000Z')()]).toEqual(
      ['2026-05-04T10:00:00Z', '2026-05-04T10:00:00Z', '2049-12-31T23:59:59Z', '1950-01-01T00:00:00Z', '2024-02-29T00:00:00Z'].map(Date.parse),
    );
    for (const text of [
      '',
      '260229000000Z',
      '2605041000Z',
      '260504100000',
      '260504100000+0000',
      '261304100000Z',
      '260504240000Z',
      '20260504100000.5Z',
      '2026050410000Z',
    ]) {
      expect(time(text), text).toThrow();
    }
  });
});
