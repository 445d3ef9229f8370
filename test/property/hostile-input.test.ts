// Any text goes through every stage to a value or to diagnostics: random bytes, random characters, random tokens, and good texts spliced.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { jsonTexts } from '../arbitraries/json.js';
import { scenario } from '../arbitraries/request.js';
import { sloppyTexts } from '../arbitraries/sloppy.js';
import { runs } from '../runs.js';
import { survive, untouched } from './survive.js';

describe('any text', () => {
  it('of any bytes is survived', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survive), runs(2_000, 40_000));
    untouched();
  });

  it('of any code units is survived', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), survive), runs(2_000, 40_000));
    untouched();
  });

  it('of the tokens of the language in any order is survived', () => {
    const tokens = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        '(',
        ')',
        '=',
        ',',
        ':',
        ';',
        '"',
        '\\',
        '${',
        '<<EOT\n',
        '<<-EOT\n',
        '\nEOT\n',
        '#',
        '//',
        '/*',
        '*/',
        '\n',
        '\r\n',
        ' ',
        '\ufeff',
        '\u0000',
        '\ud800',
      ],
      ...[
        'path',
        '"secret/*"',
        'capabilities',
        '["read"]',
        'when',
        'expr',
        'parameters',
        'condition',
        'name',
        'true',
        'false',
        'null',
        '0',
        '-1',
        '0x',
        '1e',
        '&&',
        '||',
        '!',
        '-',
        '<',
        'in',
        'a.b',
        '[0]',
        '__proto__',
        'constructor',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(tokens, { maxLength: 25 }).map((parts) => parts.join('')),
        survive,
      ),
      runs(2_000, 40_000),
    );
    untouched();
  });

  it('that was a good one before a splice is survived', () => {
    const texts = fc.oneof(
      sloppyTexts.map(({ text }) => text),
      jsonTexts.map(({ text }) => text),
      scenario(1).map(({ policies }) => [...policies.values()].join('\n')),
    );
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(4), fc.string({ unit: 'binary', maxLength: 2 }), (text, place, cut, inserted) => {
        const at = place % (text.length + 1);
        survive(text.slice(0, at) + inserted + text.slice(at + cut));
      }),
      runs(1_200, 24_000),
    );
    untouched();
  });
});
