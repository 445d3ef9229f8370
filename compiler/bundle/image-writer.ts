// JSON values to the bytes of an image (runtime/format/image.ts). Equal texts, numbers and values are written once.

import { encodeText, type JsonValue, MAX_INTEGER, OTHER, REFERENCE, VOCABULARY } from '@polc/runtime';
import { Bytes } from './bytes.js';

export class ImageWriter {
  readonly #texts = new Map<string, number>();
  readonly #numbers = new Map<number, number>();
  readonly #values = new Map<string, number>();
  readonly #written: Uint8Array[] = [];
  /** WHY: what named conditions say stands in the code of all that name them, the very same object; written out each time it could be huge. */
  readonly #known = new Map<object, number>();

  /** The reference of a value, written if it was not yet. Members that are undefined are left out; keys stay in the order given. */
  add(value: JsonValue): number {
    if (typeof value === 'string') return reference(this.#text(value), REFERENCE.text);
    if (typeof value === 'number') return this.#number(value);
    if (typeof value !== 'object' || value === null) return reference(value === null ? OTHER.null : value ? OTHER.true : OTHER.false, REFERENCE.other);
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const numbers = isList(value) ? this.#list(value) : this.#map(value);
    const key = numbers.join();
    const number = this.#values.get(key) ?? this.#written.length;
    if (number === this.#written.length) {
      this.#values.set(key, number);
      const bytes = new Bytes();
      for (const one of numbers) bytes.varint(one);
      this.#written.push(bytes.whole());
    }
    const found = reference(number, REFERENCE.value);
    this.#known.set(value, found);
    return found;
  }

  /** The image of which `root` is the root. */
  finish(root: JsonValue): Uint8Array {
    const last = this.add(root);
    const bytes = new Bytes();
    bytes.spans([...this.#texts.keys()].map(encodeText));
    bytes.varint(this.#numbers.size);
    for (const number of this.#numbers.keys()) bytes.float(number);
    bytes.spans(this.#written);
    bytes.varint(last);
    return bytes.whole();
  }

  /** Texts that must have the first places in the image's own table, in this order; before anything else is written. */
  reserve(texts: readonly string[]): void {
    for (const text of texts) numberOf(this.#texts, text);
  }

  #text(text: string): number {
    return WORDS.get(text) ?? WORDS.size + numberOf(this.#texts, text);
  }

  #number(value: number): number {
    // A map takes -0 for 0, which expressions cannot tell apart either.
    if (Number.isInteger(value) && value >= 0 && value <= MAX_INTEGER) return reference(value, REFERENCE.integer);
    return reference(OTHER.number + numberOf(this.#numbers, value), REFERENCE.other);
  }

  #list(value: readonly JsonValue[]): number[] {
    const numbers = [value.length * 2];
    for (const inner of value) numbers.push(this.add(inner));
    return numbers;
  }

  #map(value: { readonly [key: string]: JsonValue }): number[] {
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const numbers = [members.length * 2 + 1];
    for (const [name, inner] of members) numbers.push(this.#text(name), this.add(inner));
    return numbers;
  }
}

const WORDS: ReadonlyMap<string, number> = new Map(VOCABULARY.map((word, number) => [word, number]));

const reference = (number: number, kind: number) => number * 4 + kind;

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(key, number);
  return number;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
