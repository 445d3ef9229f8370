// Images of JSON values: what is written is what is read, equal things are written once, and any bytes are an image or are refused.

import type { JsonValue } from '@polc/runtime';
import { RuntimeError, VOCABULARY } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageWriter } from '../../compiler/bundle/image-writer.js';
import { firstTexts, Image } from '../../runtime/format/image.js';
import { runs } from '../runs.js';

const VALUES = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, false, 0, -1, 0.1, 2 ** 28, 2 ** 28 - 1, 1e300, '', '\ud83d', 'é', 'x'.repeat(200), ...VOCABULARY.slice(0, 3)),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('id', '__proto__', 'constructor')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

const imageOf = (value: JsonValue, before = 0) => {
  const bytes = new Uint8Array([...new Uint8Array(before), ...new ImageWriter().finish(value)]);
  return new Image(bytes, before, bytes.length);
};
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('an image', () => {
  it('gives back what was written, in the order of its members', () => {
    fc.assert(
      fc.property(VALUES, fc.nat(9), (value, before) => {
        const image = imageOf(value, before);
        const read = image.read(image.root);
        expect(JSON.stringify(read)).toBe(JSON.stringify(value));
        expect(plain(read)).toEqual(plain(value));
      }),
      runs(2_000),
    );
  });

  it('holds equal values once, and gives them back as one', () => {
    const image = imageOf([{ a: [1, 'two'] }, { a: [1, 'two'] }, [1, 'two']]);
    const [first, second, third] = image.read(image.root) as readonly { a: JsonValue }[];
    expect(first).toBe(second);
    expect(first?.a).toBe(third);
    expect(new ImageWriter().finish(Array.from({ length: 100 }, () => ({ a: ['long enough a text'] }))).length).toBeLessThan(150);
  });

  it('tells its first texts without being read, those of the vocabulary too where they were reserved', () => {
    const writer = new ImageWriter();
    writer.reserve(['time', 'é', 'time']);
    const bytes = writer.finish(['other', 'time', 'é']);
    expect(firstTexts(bytes, 0, bytes.length, 2)).toEqual(['time', 'é']);
    const image = new Image(bytes, 0, bytes.length);
    expect(image.read(image.root)).toEqual(['other', 'time', 'é']);
    expect(() => firstTexts(bytes, 0, bytes.length, 9)).toThrow(RuntimeError);
  });

  it('is read, or refused, whatever its bytes are', () => {
    let read = 0;
    fc.assert(
      fc.property(VALUES, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }), (value, changes) => {
        const bytes = new ImageWriter().finish(value);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        try {
          const image = new Image(bytes, 0, bytes.length);
          image.read(image.root);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(RuntimeError);
        }
      }),
      runs(3_000),
    );
    expect(read).toBeGreaterThan(100);
  });
});
