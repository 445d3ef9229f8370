// Characters and words that printers and parsers stumble over.

import fc from 'fast-check';

/** Pieces of strings: quotes, escapes, interpolations whole and broken, what nobody can see, what is no single code unit. */
const PIECES = [
  ...[
    'a',
    'Z',
    '0',
    ' ',
    '/',
    '*',
    '+',
    '-',
    '.',
    ',',
    '=',
    '#',
    '//',
    '[',
    ']',
    "'",
    '%{',
    '$',
    '{',
    '}',
    '$$',
    '\\',
    '"',
    '\\n',
    '\\d',
    '\\"',
    '\\x4',
    '\\u00',
  ],
  ...['${', '${}', '${a}', '${a{b}c}', '${"q"}', '${\\"}', '${\\d}', '${\\}', '${\n}', '${\r\n}', '${${x}', '${\u0000}', '$${a}', '{{identity.entity.id}}'],
  ...['\n', '\r', '\r\n', '\t', '\v', '\f', '\b', '\u0007', '\u0000', '\u001b', '\u007f', '\u0085', '\u00a0', '\ufeff', '\ufffd', '\ue123', '\u2028', '\u202e'],
  ...['ä', 'é', '語', '😀', 'e\u0301', '\u{10ffff}', '__proto__', 'constructor'],
];

/** U+DC00 + byte, as `parse` writes bytes that are part of no character; followed by an `x`, so that no two of them make one. */
const RAW_BYTES = ['\udcffx', '\udc80x', '\udcc3x', '\udcf0x'];

/** The value of a quoted HCL1 string. */
export const hclStrings = joined([...PIECES, ...RAW_BYTES]);

/** The value of a string in an expression: any sequence of code units. */
export const expressionStrings = joined([...PIECES, '\ud800', '\udfff', '\udc80']);

export const identifiers = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'key',
    'path',
    'name',
    'capabilities',
    'x-y',
    'x.y',
    '_',
    'ü',
    'true_',
    'falsey',
    'in',
    'expr',
    '__proto__',
    'constructor',
    'toString',
  ),
  fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,6}$/).filter((word) => word !== 'true' && word !== 'false'),
);

/** A key in quotes: what it means, and one of the ways to write it. */
export const quotedKeys = fc
  .array(
    fc.constantFrom(
      ...[
        ['a', 'a'],
        ['b c', 'b c'],
        ['/', '/'],
        ['*', '\\x2a'],
        ['+', '\\u002b'],
        ['"', '\\"'],
        ['\\', '\\\\'],
        ['\n', '\\n'],
        ['${"x"}', '${"x"}'],
        ['$', '\\x24'],
        ['ä', 'ä'],
        ['ä', '\\xc3\\xa4'],
        ['é', '\\303\\251'],
        ['😀', '\\U0001F600'],
        ['😀', '😀'],
      ].map(([value, written]) => ({ value: value as string, written: written as string })),
    ),
    { maxLength: 3 },
  )
  .map((parts) => ({ value: parts.map((part) => part.value).join(''), text: `"${parts.map((part) => part.written).join('')}"` }));

function joined(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join('')) },
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
}
