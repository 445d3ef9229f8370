// The two pools that a bundle's tables point into: texts, each once, and data words. Equal data is written once.

import type { ControlGroup, JsonValue } from '@polc/runtime';
import { encodeText, layout } from '@polc/runtime';
import type { ParameterRule, ParameterValue } from '../model/stanza.js';

export class StringPool {
  readonly #numbers = new Map<string, number>();

  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  bytes(): Uint8Array {
    const texts = [...this.#numbers.keys()].map(encodeText);
    const head = 4 * (texts.length + 2);
    const total = texts.reduce((sum, text) => sum + text.length, 0);
    const bytes = new Uint8Array(head + total);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, texts.length, true);
    let end = 0;
    texts.forEach((text, i) => {
      bytes.set(text, head + end);
      end += text.length;
      view.setUint32(8 + i * 4, end, true);
    });
    return bytes;
  }
}

/** INVARIANT: what a record points to was written before it; the reader relies on it. Offset 0 means none. */
export class DataPool {
  readonly #words: number[] = [0];
  readonly #known = new Map<string, number>();
  readonly #strings: StringPool;
  /** WHY: what named conditions say stands in the code of all that name them, the very same object; written out each time it could be huge. */
  readonly #plainly = new Map<object, number>();

  constructor(strings: StringPool) {
    this.#strings = strings;
  }

  words(): readonly number[] {
    return this.#words;
  }

  /** WHY `kind`: records of two kinds can be the same words, but one of them may have to stand behind what those words point to. */
  #write(kind: string, record: readonly number[]): number {
    const key = `${kind} ${record.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const offset = this.#words.length;
    for (const word of record) this.#words.push(word);
    this.#known.set(key, offset);
    return offset;
  }

  text(text: string | null): number {
    return text === null ? 0 : this.#write('text', [this.#strings.add(text)]);
  }

  texts(texts: readonly string[]): number {
    return texts.length === 0 ? 0 : this.textList(texts);
  }

  /** Written even when empty. */
  textList(texts: readonly string[]): number {
    return this.#write('texts', [texts.length, ...texts.map((text) => this.#strings.add(text))]);
  }

  float(value: number): number {
    return value === 0 ? 0 : this.#float(value);
  }

  #float(value: number): number {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, true);
    return this.#write('float', [view.getUint32(0, true), view.getUint32(4, true)]);
  }

  parameters(rules: readonly ParameterRule[] | null): number {
    if (rules === null || rules.length === 0) return 0;
    const pairs = rules.flatMap(({ name, values }) => {
      const list = this.#write('values', [values.length, ...values.map((value) => this.#value(value))]);
      return [this.#strings.add(name), list];
    });
    return this.#write('parameters', [rules.length, ...pairs]);
  }

  #value(value: ParameterValue): number {
    const { VALUE } = layout;
    switch (value.kind) {
      case 'string':
        return this.#write('value', [VALUE.string, this.#strings.add(value.value)]);
      case 'boolean':
        return this.#write('value', [VALUE.boolean, value.value ? 1 : 0]);
      case 'list':
        return this.#write('value', [VALUE.list, value.elements.length, ...value.elements.map((inner) => this.#value(inner))]);
      case 'object':
        return this.#write('value', [
          VALUE.object,
          value.entries.length,
          ...value.entries.flatMap(([key, inner]) => [this.#strings.add(key), this.#value(inner)]),
        ]);
      case 'number':
        return this.#write('value', [VALUE.number, this.#float(value.value)]);
      case 'never':
        return this.#write('value', [VALUE.never, 0]);
    }
  }

  /** Any JSON value; 0 for null at the top. Keys in the order given. */
  plain(value: JsonValue | undefined): number {
    return value === null || value === undefined ? 0 : this.#plain(value);
  }

  #plain(value: JsonValue): number {
    const { VALUE } = layout;
    if (value === null) return this.#write('value', [VALUE.null, 0]);
    if (typeof value === 'string') return this.#write('value', [VALUE.string, this.#strings.add(value)]);
    if (typeof value === 'boolean') return this.#write('value', [VALUE.boolean, value ? 1 : 0]);
    if (typeof value === 'number') return this.#write('value', [VALUE.number, this.#float(value)]);
    const known = this.#plainly.get(value);
    if (known !== undefined) return known;
    const offset = this.#write('value', isList(value) ? this.#list(value) : this.#object(value));
    this.#plainly.set(value, offset);
    return offset;
  }

  #list(value: readonly JsonValue[]): number[] {
    return [layout.VALUE.list, value.length, ...value.map((inner) => this.#plain(inner))];
  }

  #object(value: { readonly [key: string]: JsonValue }): number[] {
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return [layout.VALUE.object, members.length, ...members.flatMap(([key, inner]) => [this.#strings.add(key), this.#plain(inner)])];
  }

  controlGroup(group: ControlGroup | null): number {
    if (group === null) return 0;
    const ttl = this.#float(group.ttl);
    const factors = group.factors.flatMap((factor) => [
      this.#strings.add(factor.name),
      factor.approvals,
      this.textList(factor.controlled_capabilities),
      this.textList(factor.group_ids),
      this.textList(factor.group_names),
    ]);
    return this.#write('group', [ttl, group.factors.length, ...factors]);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
