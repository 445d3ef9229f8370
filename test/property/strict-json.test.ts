// The strict JSON form: what is printed in it reads back as the tree it came from, and nothing is read that RFC 8259 would refuse.

import { type Body, type Document, format, hasErrors, type Item, makeSource, parse, print, printPolcJson, type Value } from '@polc/grammar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents, polcDocuments, withoutSpans } from '../arbitraries/document.js';
import { jsonTexts } from '../arbitraries/json.js';
import { runs } from '../runs.js';
import { inTime } from './survive.js';

const source = (text: string | Uint8Array) => makeSource('test.polc.json', text);

/** The tree, whatever it was written in: the form decides about blank lines. */
const tree = (document: Document): unknown =>
  JSON.parse(JSON.stringify(withoutSpans({ ...document, syntax: 'hcl' }), (name, value) => (name === 'spaced' ? undefined : value)));

function printed(document: Document): string {
  const { value, diagnostics } = printPolcJson(document);
  expect(diagnostics, print(document)).toEqual([]);
  return value as string;
}

describe('a document in strict JSON', () => {
  it('is the tree that it is in HCL', () => {
    fc.assert(
      fc.property(polcDocuments, (document) => {
        const text = printed(document);
        const json = parse(source(text));
        expect(json.diagnostics, text).toEqual([]);
        expect(json.value.syntax).toBe('polc-json');
        expect(tree(json.value), text).toEqual(tree(document));
        const hcl = parse(makeSource('test.hcl', print(document)));
        expect(hcl.diagnostics, print(document)).toEqual([]);
        expect(tree(hcl.value), text).toEqual(tree(json.value));
      }),
      runs(1_500, 32_000),
    );
  });

  it('is JSON in the canonical layout, printed and formatted alike', () => {
    fc.assert(
      fc.property(polcDocuments, (document) => {
        const text = printed(document);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(print(parse(source(text)).value)).toBe(text);
        expect(format(source(text))).toEqual({ value: text, diagnostics: [] });
        expect(format(source(JSON.stringify(JSON.parse(text)))).value).toBe(format(source(JSON.stringify(JSON.parse(text), null, 7))).value);
      }),
      runs(800, 16_000),
    );
  });

  it('says what any HCL says, or that it cannot', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { value, diagnostics } = printPolcJson(document);
        expect(value === undefined, JSON.stringify(diagnostics)).toBe(hasErrors(diagnostics));
        if (value === undefined) return;
        const json = parse(source(value));
        expect(json.diagnostics, value).toEqual([]);
        expect(meaning(json.value.body), value).toEqual(meaning(document.body));
      }),
      runs(4_000, 80_000),
    );
  });
});

describe('a text that is read as strict JSON', () => {
  it('has a fault wherever RFC 8259 has one, or a key twice, and no other but of polc', () => {
    fc.assert(
      fc.property(jsonTexts, ({ text, strict }) => {
        const { diagnostics } = parse(source(text));
        // null, and a labelled block that is none.
        const own = diagnostics.filter(({ code, message }) => code === 'wrong-type' || message.startsWith('null is'));
        expect(diagnostics.length > own.length, `${text} ${JSON.stringify(diagnostics)}`).toBe(!strict);
      }),
      runs(4_000, 80_000),
    );
  });

  it('is survived, whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survived), runs(4_000, 80_000));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), survived), runs(4_000, 80_000));
  });

  it('is survived when it was a good one before a splice, and accepted only as JSON', () => {
    const junk = fc.oneof(
      fc.constantFrom(
        '',
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\\',
        '\\u',
        '\\ud800',
        '/*',
        '//',
        '#',
        'null',
        'NaN',
        '01',
        '-',
        "'a'",
        '\u0000',
        '\ufeff',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(polcDocuments, fc.nat(), fc.nat(4), junk, (document, place, cut, inserted) => {
        const text = printed(document);
        const at = place % (text.length + 1);
        survived(text.slice(0, at) + inserted + text.slice(at + cut));
      }),
      runs(4_000, 80_000),
    );
  });
});

function survived(content: string | Uint8Array): void {
  const read = source(content);
  const { value, diagnostics } = inTime('parsing', () => parse(read));
  expect(value.syntax).toBe('polc-json');
  expect(diagnostics.find(({ span }) => !(span.start >= 0 && span.start <= span.end && span.end <= read.text.length))).toBeUndefined();
  const formatted = inTime('formatting', () => format(read));
  expect(formatted.value === undefined, JSON.stringify(formatted.diagnostics)).toBe(hasErrors(diagnostics));
  if (formatted.value === undefined) return;
  expect(() => JSON.parse(read.text.replace(/^\ufeff/, ''))).not.toThrow();
  expect(format(source(formatted.value)).value).toBe(formatted.value);
}

/** What a body says, apart from comments, spelling, and the order of unlike members. */
function meaning({ items }: Body): unknown {
  const words = new Map<string, unknown[]>();
  for (const { keys, value } of items) {
    const [first, ...labels] = keys.map((key) => key.value) as [string, ...string[]];
    words.set(first, [...(words.get(first) ?? []), { labels, value: valueMeaning(value) }]);
  }
  return words;
}

function valueMeaning(value: Item['value']): unknown {
  switch (value.kind) {
    case 'number':
      return { number: value.value, integer: value.integer, fault: value.fault };
    case 'string':
      return value.value;
    case 'list':
      return value.elements.map((element) => valueMeaning(element.value as Value));
    case 'object':
      return { object: meaning(value.body) };
    case 'expression':
      return JSON.parse(JSON.stringify(value.expression, (name, part) => (/^(?:s|keyS|nameS)pan$/.test(name) ? undefined : part)));
    default:
      return value.kind === 'boolean' ? value.value : null;
  }
}
