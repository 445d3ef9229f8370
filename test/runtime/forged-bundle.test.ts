// Bundles whose hashes are right and whose tables are hostile: what grows without bound when it is read or walked is refused at once.

import { createHash } from 'node:crypto';
import { compile } from '@polc/compiler';
import { layout, loadBundle, RuntimeError } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { block, stanza } from '../language/language-case.js';

/** A bundle of good hashes with other words in its data: what follows `make` is put at the word of the first or second stanza. */
function forged(stanzaNumber: number, word: number, make: (data: number[], string: (text: string) => number) => number): Uint8Array {
  const text = block('policy', 'p', 'path "a/*" {\n  capabilities = ["read"]\n  allowed_parameters = { "x" = ["1"] }\n}\n', stanza('b/*', 'read', SHAPES));
  const bytes = compile([{ file: 'world.hcl', text }]).bundle as Uint8Array;
  const sections = readSections(bytes);
  const at = (tag: number) => sections.get(tag) as Uint8Array;
  const data = [...new Uint32Array(at(layout.SECTION.data).slice().buffer)];
  const stanzas = new Uint32Array(at(layout.SECTION.stanzas).slice().buffer);
  const strings = stringsOf(at(layout.SECTION.strings));
  stanzas[stanzaNumber * layout.STANZA_WORDS + word] = make(data, (wanted) => {
    expect(strings).toContain(wanted);
    return strings.indexOf(wanted);
  });
  sections.set(layout.SECTION.data, new Uint8Array(Uint32Array.from(data).buffer));
  sections.set(layout.SECTION.stanzas, new Uint8Array(stanzas.buffer));
  return writeSections(bytes, sections);
}

/** Holds every word that is forged below. */
const SHAPES = 'parameters { x = one_of(string, list(any)) }\nwhen { expr = all(y, parameters.x, y == 1 && context.risk < 5) && context.lat == 1 }';

function readSections(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return new Map(
    Array.from({ length: view.getUint32(8, true) }, (_, i) => {
      const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
      const start = view.getUint32(entry + 4, true);
      return [view.getUint32(entry, true), bytes.slice(start, start + view.getUint32(entry + 8, true))] as const;
    }),
  );
}

function writeSections(head: Uint8Array, sections: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const parts = [...sections];
  let end = layout.HEADER_BYTES + parts.length * layout.ENTRY_BYTES;
  const placed = parts.map(([tag, part]) => {
    const start = Math.ceil(end / 8) * 8;
    end = start + part.length;
    return { tag, part, start };
  });
  const bytes = new Uint8Array(end);
  bytes.set(head.subarray(0, layout.HEADER_BYTES));
  const view = new DataView(bytes.buffer);
  placed.forEach(({ tag, part, start }, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    [tag, start, part.length].forEach((word, k) => {
      view.setUint32(entry + k * 4, word, true);
    });
    bytes.set(createHash('sha256').update(part).digest(), entry + 16);
    bytes.set(part, start);
  });
  return bytes;
}

function stringsOf(section: Uint8Array): string[] {
  const view = new DataView(section.buffer, section.byteOffset);
  const count = view.getUint32(0, true);
  const base = 4 * (count + 2);
  const bound = (i: number) => base + view.getUint32(4 + i * 4, true);
  return Array.from({ length: count }, (_, i) => new TextDecoder().decode(section.subarray(bound(i), bound(i + 1))));
}

describe('a bundle whose hashes are right', () => {
  const { STANZA, VALUE } = layout;
  const put = (data: number[], ...words: number[]) => data.push(...words) - words.length;
  const parameters = (data: number[], name: number, value: number) => put(data, 1, name, put(data, 1, value));

  it.each<[string, Uint8Array]>([
    [
      'and a value that holds itself twice, forty times over',
      forged(0, STANZA.allowed, (data, string) => {
        let value = put(data, VALUE.boolean, 1);
        for (let i = 0; i < 40; i++) value = put(data, VALUE.list, 2, value, value);
        return parameters(data, string('x'), value);
      }),
    ],
    [
      'and a value fifty thousand lists deep',
      forged(0, STANZA.allowed, (data, string) => {
        let value = put(data, VALUE.boolean, 1);
        for (let i = 0; i < 50_000; i++) value = put(data, VALUE.list, 1, value);
        return parameters(data, string('x'), value);
      }),
    ],
    [
      'and a shape that is one of itself twice, twenty times over',
      forged(1, STANZA.parameters, (data, string) => {
        const text = (word: string) => put(data, VALUE.string, string(word));
        const object = (...members: readonly (readonly [string, number])[]) =>
          put(data, VALUE.object, members.length, ...members.flatMap(([name, value]) => [string(name), value]));
        let shape = object(['kind', text('any')]);
        for (let i = 0; i < 20; i++) shape = object(['kind', text('one_of')], ['shapes', put(data, VALUE.list, 2, shape, shape)]);
        const member = put(data, VALUE.list, 3, text('x'), put(data, VALUE.boolean, 0), shape);
        return object(['kind', text('object')], ['members', put(data, VALUE.list, 1, member)]);
      }),
    ],
    [
      'and a condition that is itself and itself, twenty times over',
      forged(1, STANZA.when, (data, string) => {
        let code = put(data, VALUE.list, 2, put(data, VALUE.string, string('const')), put(data, VALUE.boolean, 1));
        for (let i = 0; i < 20; i++) code = put(data, VALUE.list, 3, put(data, VALUE.string, string('and')), code, code);
        return put(data, VALUE.list, 1, code);
      }),
    ],
    [
      'and a quantifier inside a quantifier inside a quantifier',
      forged(1, STANZA.when, (data, string) => {
        const text = (word: string) => put(data, VALUE.string, string(word));
        const slot = put(data, VALUE.number, put(data, 0, 0));
        const list = put(data, VALUE.list, 3, text('read'), text('parameters'), text('x'));
        let code = put(data, VALUE.list, 2, text('const'), put(data, VALUE.boolean, 1));
        for (let i = 0; i < 3; i++) code = put(data, VALUE.list, 4, text('all'), slot, list, code);
        return put(data, VALUE.list, 1, code);
      }),
    ],
  ])('%s is refused at once', (_, bytes) => {
    const started = performance.now();
    expect(() => loadBundle(bytes)).toThrow(RuntimeError);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('and nothing else is loaded', () => {
    const same = forged(0, STANZA.line, () => 7);
    expect(loadBundle(same).allows({ policies: ['p'], operation: 'read', path: 'a/x' })).toBe(true);
  });
});
