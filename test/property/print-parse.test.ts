// Printing and parsing undo one another: a tree printed and parsed is the same tree, and no diagnostic is said about canonical text.

import { type Document, type Expression, makeSource, parse, print } from '@polc/grammar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents, withoutSpans } from '../arbitraries/document.js';
import { expressions } from '../arbitraries/expression.js';
import { jsonTexts } from '../arbitraries/json.js';
import { NOWHERE } from '../arbitraries/spans.js';
import { runs } from '../runs.js';

function reparsed(document: Document): Document {
  const { value, diagnostics } = parse(makeSource(document.file, print(document)));
  expect(diagnostics, print(document)).toEqual([]);
  return value;
}

describe('print, then parse', () => {
  it('gives the same document', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(withoutSpans(reparsed(document)), print(document)).toEqual(withoutSpans(document));
      }),
      runs(4_000, 80_000),
    );
  });

  it('gives the same expression', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const document = condition(expression);
        expect(withoutSpans(reparsed(document)), print(document)).toEqual(withoutSpans(document));
      }),
      runs(4_000, 80_000),
    );
  });

  it('gives the same document in JSON, and JSON is what is printed', () => {
    fc.assert(
      fc.property(jsonTexts, ({ text, strict }) => {
        const { value: document } = parse(makeSource('test.json', text));
        const printed = print(document);
        const { value, diagnostics } = parse(makeSource('test.json', printed));
        expect(diagnostics, printed).toEqual([]);
        expect(withoutSpans(value), printed).toEqual(withoutSpans(document));
        if (strict) expect(() => JSON.parse(printed)).not.toThrow();
      }),
      runs(4_000, 80_000),
    );
  });
});

/** `when { expr = … }` */
function condition(expression: Expression): Document {
  const plain = { leading: [], trailing: null, spaced: false, span: NOWHERE };
  const key = (text: string) => ({ value: text, text, quoted: false, span: NOWHERE });
  const expr = { kind: 'item' as const, keys: [key('expr')], assigned: true, value: { kind: 'expression' as const, expression, span: NOWHERE }, ...plain };
  const value = { kind: 'object' as const, body: { items: [expr], dangling: [], span: NOWHERE }, span: NOWHERE };
  const body = { items: [{ kind: 'item' as const, keys: [key('when')], assigned: false, value, ...plain }], dangling: [], span: NOWHERE };
  return { kind: 'document', file: 'test.hcl', syntax: 'hcl', body };
}
