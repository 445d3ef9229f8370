// JSON values as a bundle holds them: texts, numbers, lists and maps in tables of bytes, read when somebody asks. The compiler's bundle/image-writer.ts
// writes them.
//
// Counts, lengths and references are varints (seven bits a byte, low ones first, the highest bit set on all but the last).
//   count of texts, the length of each, the texts (format/text.ts);
//   count of numbers, the numbers (float64, little-endian);
//   count of values, the length of each, the values; reference of the root.
// A value is a list or a map: twice its count, one more for a map, then a reference for each element, for each member the number of its name and a
// reference. A reference's low two bits are its kind: a value before the one that holds it, a text (vocabulary.ts, then the table), a small integer, or
// what is left.

import { check } from '../errors.js';
import type { JsonValue } from '../request.js';
import { decodeText } from './text.js';
import { VOCABULARY } from './vocabulary.js';

export enum REFERENCE {
  value = 0,
  text = 1,
  integer = 2,
  other = 3,
}
/** Others: these, then the numbers of the table. */
export enum OTHER {
  null = 0,
  false = 1,
  true = 2,
  number = 3,
}
/** Integers from 0 to this are in the reference itself. */
export const MAX_INTEGER = 0x0fffffff;

/** Of one value when nothing is shared: some hundred thousand agents. WHY: whoever walks the value walks what is shared as often as it stands there. */
const MAX_SIZE = 16_000_000;
/** The compiler's own values are far less deep. */
const MAX_DEPTH = 1_500;

export class Image {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Where each text starts, and where the last ends; the same of values. */
  readonly #textStarts: Int32Array;
  readonly #numbersStart: number;
  readonly #numberCount: number;
  readonly #valueStarts: Int32Array;
  /** The root's reference. */
  readonly root: number;
  readonly #texts: (string | undefined)[] = [];
  /** Equal references give the same value, so that what is written once is held once. */
  readonly #values: (readonly JsonValue[] | { readonly [key: string]: JsonValue } | undefined)[] = [];
  readonly #sizes: number[] = [];
  #at: number;

  /** @throws RuntimeError corrupt, where the tables do not fill the bytes exactly; what the values hold is checked when they are read */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#end = end;
    this.#at = start;
    this.#textStarts = this.#spans();
    this.#numberCount = this.#varint();
    this.#numbersStart = this.#at;
    this.#at += this.#numberCount * 8;
    this.#valueStarts = this.#spans();
    this.root = this.#varint();
    check(this.#at === end, 'image');
  }

  /** The value of a reference. @throws RuntimeError corrupt */
  read(reference: number): JsonValue {
    return this.#read(reference, this.#valueStarts.length - 1, 0);
  }

  /** The same, and nothing of it is kept: for what will not be asked for again. */
  readOnce(reference: number): JsonValue {
    const value = this.read(reference);
    this.#values.length = 0;
    this.#texts.length = 0;
    return value;
  }

  /** The references that a list holds. */
  references(reference: number): number[] {
    check((reference & 3) === REFERENCE.value, 'image');
    const number = reference >>> 2;
    this.#seek(number, this.#valueStarts.length - 1);
    const head = this.#varint();
    check((head & 1) === 0, 'image');
    return Array.from({ length: this.#counted(head >>> 1, 1) }, () => this.#varint());
  }

  /** The first element of a list. */
  first(reference: number): JsonValue {
    const [first] = this.references(reference);
    check(first !== undefined, 'image');
    return this.read(first);
  }

  #read(reference: number, before: number, depth: number): JsonValue {
    const number = reference >>> 2;
    switch (reference & 3) {
      case REFERENCE.value:
        return this.#value(number, before, depth);
      case REFERENCE.text:
        return this.#word(number);
      case REFERENCE.integer:
        return number;
      default:
        return number >= OTHER.number ? this.#number(number - OTHER.number) : number === OTHER.null ? null : number === OTHER.true;
    }
  }

  #value(number: number, before: number, depth: number): JsonValue {
    check(number < before, 'image');
    const known = this.#values[number];
    if (known !== undefined) return known as JsonValue;
    check(depth < MAX_DEPTH, 'image');
    this.#seek(number, before);
    const head = this.#varint();
    const isMap = (head & 1) === 1;
    const count = this.#counted(head >>> 1, isMap ? 2 : 1);
    const names: number[] = [];
    const references: number[] = [];
    for (let i = 0; i < count; i++) {
      if (isMap) names.push(this.#varint());
      references.push(this.#varint());
    }
    check(this.#at === this.#valueStarts[number + 1], 'image');
    let size = 1;
    const inner: JsonValue[] = [];
    // WHY no map: each call between two values takes of the stack that deep ones need.
    for (const one of references) {
      inner.push(this.#read(one, number, depth + 1));
      size += (one & 3) === REFERENCE.value ? (this.#sizes[one >>> 2] as number) : 1;
      check(size <= MAX_SIZE, 'image');
    }
    const value = isMap
      ? objectOf(
          names.map((name) => this.#word(name)),
          inner,
        )
      : inner;
    this.#sizes[number] = size;
    this.#values[number] = value;
    return value;
  }

  /** By its number in a reference: first the words of the vocabulary, then the image's own. */
  #word(number: number): string {
    return VOCABULARY[number] ?? this.#text(number - VOCABULARY.length);
  }

  #text(number: number): string {
    const known = this.#texts[number];
    if (known !== undefined) return known;
    const starts = this.#textStarts;
    check(number < starts.length - 1, 'image');
    const text = decodeText(this.#bytes, starts[number] as number, starts[number + 1] as number);
    check(text !== null, 'image');
    this.#texts[number] = text;
    return text;
  }

  #number(number: number): number {
    check(number < this.#numberCount, 'image');
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#numbersStart + number * 8, 8).getFloat64(0, true);
    check(Number.isFinite(value), 'image');
    return value;
  }

  /** A count, so many lengths, and the bytes they measure: where each starts. */
  #spans(): Int32Array {
    const count = this.#counted(this.#varint(), 1);
    const starts = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) starts[i] = this.#varint();
    let start = this.#at;
    for (let i = 0; i <= count; i++) {
      const length = starts[i] as number;
      starts[i] = start;
      start += length;
      check(start <= this.#end, 'image');
    }
    this.#at = start;
    return starts;
  }

  #seek(number: number, before: number): void {
    check(number < before, 'image');
    this.#at = this.#valueStarts[number] as number;
  }

  /** What takes at least so many bytes each must fit into the image. */
  #counted(count: number, bytes: number): number {
    check(count * bytes <= this.#end - this.#at, 'image');
    return count;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      check(this.#at < this.#end, 'image');
      const byte = this.#bytes[this.#at++] as number;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        check(value <= 0x7fffffff, 'image');
        return value;
      }
    }
    check(false, 'image');
    return 0;
  }
}

/** INVARIANT: without a prototype, so that no name means more than a member. */
function objectOf(names: readonly string[], values: readonly JsonValue[]): { readonly [key: string]: JsonValue } {
  const object = Object.create(null) as Record<string, JsonValue>;
  names.forEach((name, i) => {
    object[name] = values[i] as JsonValue;
  });
  return object;
}

/** The first texts of an image, without reading further. @throws RuntimeError corrupt */
export function firstTexts(bytes: Uint8Array, start: number, end: number, count: number): string[] {
  let at = start;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      check(at < end && shift < 28, 'image');
      const byte = bytes[at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const all = varint();
  check(count <= all && all <= end - at, 'image');
  const lengths: number[] = [];
  for (let i = 0; i < all; i++) {
    const length = varint();
    if (i < count) lengths.push(length);
  }
  return lengths.map((length) => {
    const text = at + length <= end ? decodeText(bytes, at, at + length) : null;
    check(text !== null, 'image');
    at += length;
    return text;
  });
}
