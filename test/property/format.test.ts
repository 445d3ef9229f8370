// Formatting is idempotent, loses no comment and no meaning, and refuses what it cannot read.

import { type Body, type Comment, type Document, format, makeSource, parse, type Value } from '@polc/grammar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSpans } from '../arbitraries/document.js';
import { jsonTexts } from '../arbitraries/json.js';
import { sloppyTexts } from '../arbitraries/sloppy.js';
import { runs } from '../runs.js';

const junk = fc.constantFrom(
  '',
  '',
  '{',
  '}',
  '"',
  '[',
  ']',
  ';',
  '\u0000',
  '<<',
  '<<EOT\n',
  '/*',
  '*/',
  '#',
  '//',
  '\\',
  '${',
  '=',
  ',',
  '\r',
  '\n',
  '\ufeff',
  '\ud800',
  'a',
  '0',
  'a {',
  '= 1',
);

function formatted(text: string): string {
  const { value, diagnostics } = format(makeSource('test.hcl', text));
  expect(value, `${JSON.stringify(text)} ${JSON.stringify(diagnostics)}`).toBeTypeOf('string');
  return value as string;
}

describe('format', () => {
  it('keeps the tree and every comment of a text that nobody formatted', () => {
    fc.assert(
      fc.property(sloppyTexts, ({ text, comments, document }) => {
        const { value } = parse(makeSource('test.hcl', formatted(text)));
        expect(bare(value)).toEqual(bare(document));
        expect(commentsOf(value.body).map(tidied).sort()).toEqual(comments.map(tidied).sort());
      }),
      runs(1_500, 32_000),
    );
  });

  it('changes nothing in what it has formatted', () => {
    fc.assert(
      fc.property(sloppyTexts, ({ text }) => {
        const once = formatted(text);
        expect(formatted(once)).toBe(once);
      }),
      runs(3_000, 80_000),
    );
  });

  it('writes LF, no byte order mark, and one line end at the end', () => {
    fc.assert(
      fc.property(sloppyTexts, ({ text }) => {
        const once = formatted(text);
        expect(once).not.toMatch(/^\ufeff|[^\r]\r\n|\n\n$|[^\n]$/);
        expect(once === '' || /[^\n]\n$/.test(once)).toBe(true);
      }),
      runs(1_000, 24_000),
    );
  });

  it('sets strict JSON anew, token for token, and nothing else', () => {
    fc.assert(
      fc.property(jsonTexts, ({ text, strict }) => {
        const { value, diagnostics } = format(makeSource('test.json', text));
        if (!strict) {
          expect(diagnostics.map(({ code }) => code)).toContain('not-strict-json');
          expect(value).toBeUndefined();
          return;
        }
        expect(value, JSON.stringify(diagnostics)).toBeTypeOf('string');
        expect(JSON.parse(value as string)).toEqual(JSON.parse(text));
        expect((value as string).replace(/[ \n]/g, '')).toBe(text.replace(/[ \t\r\n]/g, ''));
        expect(format(makeSource('test.json', value as string)).value).toBe(value);
      }),
      runs(2_000, 40_000),
    );
  });

  it('refuses the texts that have an error, and no others', () => {
    fc.assert(
      fc.property(sloppyTexts, fc.nat(), fc.nat(3), junk, ({ text }, place, cut, inserted) => {
        const at = place % (text.length + 1);
        const source = makeSource('test.hcl', text.slice(0, at) + inserted + text.slice(at + cut));
        const parsed = parse(source);
        // A brace in front makes it JSON, which has a property of its own.
        fc.pre(parsed.value.syntax === 'hcl');
        const faulty = parsed.diagnostics.some(({ severity }) => severity === 'error');
        const { value, diagnostics } = format(source);
        expect(value === undefined, `${JSON.stringify(source.text)} ${JSON.stringify(diagnostics)}`).toBe(faulty);
        if (value !== undefined) expect(formatted(value)).toBe(value);
      }),
      runs(2_000, 40_000),
    );
  });
});

/** The tree without comments and blank lines. */
function bare(document: Document): unknown {
  return JSON.parse(
    JSON.stringify(withoutSpans(document), (name, value) => (['leading', 'trailing', 'dangling', 'spaced'].includes(name) ? undefined : value)),
  );
}

function commentsOf(body: Body): Comment[] {
  const inside = (value: Value): Comment[] => {
    if (value.kind === 'object') return commentsOf(value.body);
    if (value.kind !== 'list') return [];
    return [...value.elements.flatMap((element) => [...element.leading, ...inside(element.value), ...some(element.trailing)]), ...value.dangling];
  };
  return [...body.items.flatMap((item) => [...item.leading, ...inside(item.value), ...some(item.trailing)]), ...body.dangling];
}

function some(comment: Comment | null): Comment[] {
  return comment === null ? [] : [comment];
}

function tidied(comment: Comment | string): string {
  const text = typeof comment === 'string' ? comment : comment.text;
  return text.replaceAll(/\r+\n/g, '\n').trimEnd();
}
