// Lists, maps and values in a bundle's data, every offset checked as it is followed.

import type { ControlGroup, ControlGroupFactor } from './decision.js';
import { check } from './errors.js';
import { VALUE } from './format/layout.js';
import type { JsonValue } from './request.js';
import { NEVER, type ParameterMap, type PolicyValue } from './rule.js';

const NO_TEXTS: readonly string[] = [];

/** INVARIANT: an offset in data points before the word that holds it, so that reading ends. Offset 0 is none. */
export class DataReader {
  readonly #data: Uint32Array;
  readonly #strings: readonly string[];
  readonly #plain = new Map<number, JsonValue>();
  /** How many values each of them is when nothing is shared. */
  readonly #sizes = new Map<number, number>();
  readonly #values = new Map<number, Sized>();
  readonly #texts = new Map<number, readonly string[]>();
  readonly #parameters = new Map<number, ParameterMap>();
  readonly #controlGroups = new Map<number, ControlGroup>();

  constructor(data: Uint32Array, strings: readonly string[]) {
    this.#data = data;
    this.#strings = strings;
  }

  string(index: number): string {
    const text = this.#strings[index];
    check(text !== undefined, 'string reference');
    return text;
  }

  /** A string by the offset of its number. */
  text(offset: number): string | null {
    return offset === 0 ? null : this.string(this.#words(offset, 1)[0] as number);
  }

  /** A JSON value; null for none. Equal offsets give the same value, so that what is written once is read once. */
  plain(offset: number): JsonValue {
    return offset === 0 ? null : this.#plainAt(offset, 0);
  }

  #plainAt(offset: number, depth: number): JsonValue {
    const known = this.#plain.get(offset);
    if (known !== undefined) return known;
    check(depth < MAX_DEPTH, 'data section');
    const value = this.#readPlain(offset, depth + 1);
    this.#plain.set(offset, value);
    return value;
  }

  #readPlain(offset: number, depth: number): JsonValue {
    const [kind, word] = this.#words(offset, 2) as unknown as [number, number];
    let size = 1;
    const inner = (at: number) => {
      const value = this.#plainAt(this.#back(at, offset), depth);
      size += this.#sizes.get(at) ?? 1;
      // WHY: whoever walks the value walks what is shared as often as it stands there.
      check(size <= MAX_SIZE, 'data section');
      this.#sizes.set(offset, size);
      return value;
    };
    switch (kind) {
      case VALUE.string:
        return this.string(word);
      case VALUE.number:
        return this.float(this.#back(word, offset));
      case VALUE.boolean:
        return word === 1;
      case VALUE.null:
        return null;
      case VALUE.list:
        return Array.from(this.#words(offset + 2, word), inner);
      default: {
        check(kind === VALUE.object && word <= this.#data.length, 'data section');
        const words = this.#words(offset + 2, word * 2);
        const object: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>;
        for (let i = 0; i < words.length; i += 2) object[this.string(words[i] as number)] = inner(words[i + 1] as number);
        return object;
      }
    }
  }

  /** `count` words at an offset. */
  #words(offset: number, count: number): Uint32Array {
    check(offset > 0 && offset + count <= this.#data.length, 'data section');
    return this.#data.subarray(offset, offset + count);
  }

  #counted(offset: number, width: number): Uint32Array {
    const count = this.#words(offset, 1)[0] as number;
    check(count <= this.#data.length, 'data section');
    return this.#words(offset + 1, count * width);
  }

  texts(offset: number): readonly string[] {
    if (offset === 0) return NO_TEXTS;
    return once(this.#texts, offset, () => Array.from(this.#counted(offset, 1), (index) => this.string(index)));
  }

  float(offset: number): number {
    if (offset === 0) return 0;
    const [low, high] = this.#words(offset, 2) as unknown as [number, number];
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(0, low, true);
    view.setUint32(4, high, true);
    const value = view.getFloat64(0, true);
    check(Number.isFinite(value), 'data section');
    return value;
  }

  parameters(offset: number): ParameterMap | null {
    return offset === 0 ? null : once(this.#parameters, offset, () => this.#readParameters(offset));
  }

  #readParameters(offset: number): ParameterMap {
    const words = this.#counted(offset, 2);
    const map = new Map<string, readonly PolicyValue[]>();
    for (let i = 0; i < words.length; i += 2) {
      const list = this.#back(words[i + 1] as number, offset);
      map.set(
        this.string(words[i] as number),
        Array.from(this.#counted(list, 1), (value) => this.#value(this.#back(value, list), 0).value),
      );
    }
    check(map.size > 0 && map.size === words.length / 2, 'data section');
    return map;
  }

  #back(offset: number, holder: number): number {
    check(offset < holder, 'data section');
    return offset;
  }

  #value(offset: number, depth: number): Sized {
    return once(this.#values, offset, () => this.#readValue(offset, depth));
  }

  #readValue(offset: number, depth: number): Sized {
    check(depth < MAX_VALUE_DEPTH, 'data section');
    const [kind, word] = this.#words(offset, 2) as unknown as [number, number];
    let size = 1;
    const inner = (at: number): PolicyValue => {
      const one = this.#value(this.#back(at, offset), depth + 1);
      size += one.size;
      check(size <= MAX_VALUE_SIZE, 'data section');
      return one.value;
    };
    const read = (): PolicyValue => {
      switch (kind) {
        case VALUE.string:
          return this.string(word);
        case VALUE.number:
          return this.float(this.#back(word, offset));
        case VALUE.boolean:
          return word === 1;
        case VALUE.list:
          return { elements: Array.from(this.#words(offset + 2, word), inner) };
        case VALUE.object: {
          const words = this.#words(offset + 2, word * 2);
          const entries = new Map<string, PolicyValue>();
          for (let i = 0; i < words.length; i += 2) entries.set(this.string(words[i] as number), inner(words[i + 1] as number));
          return { entries };
        }
        default:
          check(kind === VALUE.never, 'data section');
          return NEVER;
      }
    };
    return { value: read(), size };
  }

  /** ttl (a float), factors; each: name, approvals, capabilities, group ids, group names. */
  controlGroup(offset: number): ControlGroup | null {
    return offset === 0 ? null : once(this.#controlGroups, offset, () => this.#readControlGroup(offset));
  }

  #readControlGroup(offset: number): ControlGroup {
    const ttl = this.float(this.#back(this.#words(offset, 1)[0] as number, offset));
    const words = this.#counted(offset + 1, 5);
    const factors: ControlGroupFactor[] = [];
    for (let i = 0; i < words.length; i += 5) {
      const texts = (word: number) => this.texts(this.#back(words[i + word] as number, offset));
      factors.push({
        name: this.string(words[i] as number),
        approvals: words[i + 1] as number,
        controlled_capabilities: texts(2),
        group_ids: texts(3),
        group_names: texts(4),
      });
    }
    return { ttl, factors };
  }
}

/** A value, and how many it is when nothing is shared. */
interface Sized {
  readonly value: PolicyValue;
  readonly size: number;
}

/** Equal offsets give the same: what a bundle of a megabyte holds once is not held a thousand times. */
function once<T>(known: Map<number, T>, offset: number, read: () => T): T {
  const found = known.get(offset);
  if (found !== undefined) return found;
  const value = read();
  known.set(offset, value);
  return value;
}

/** Of one value of a parameter list; brackets nest less. */
const MAX_VALUE_SIZE = 1_000_000;
const MAX_VALUE_DEPTH = 250;

/** Of one plain value: some hundred thousand agents. */
const MAX_SIZE = 16_000_000;

/** Of plain values; the compiler's own are far less deep. */
const MAX_DEPTH = 1_500;
