import { format, makeSource } from '@polc/grammar';
import { describe, expect, it } from 'vitest';

const formatted = (text: string | Uint8Array) => format(makeSource('a', text)).value;
const codes = (text: string | Uint8Array) => format(makeSource('a', text)).diagnostics.map(({ code }) => code);

describe('format', () => {
  it.each([
    ['nothing', '', ''],
    ['blank lines alone', '\n \r\n\n', ''],
    [
      'a document on one line',
      'path "a" { policy="read", capabilities=["sudo"] } path "b" {}',
      'path "a" {\n  policy       = "read"\n  capabilities = ["sudo"]\n}\n\npath "b" {}\n',
    ],
    ['CRLF line ends', '# a\r\npath "a" {\r\n}\r\n', '# a\npath "a" {}\n'],
    ['lone carriage returns', 'path "a" {\r policy = "read"\r}\r', 'path "a" {\n  policy = "read"\n}\n'],
    ['more blank lines than one', 'a = 1\n\n\n\nb = 2\n\n\n', 'a = 1\n\nb = 2\n'],
    ['blank lines at the edges of a block', 'p {\n\n  a = 1\n\n}\n', 'p {\n  a = 1\n}\n'],
    ['blank lines between comments', '# licence\n\n\n# about a\na = 1\n\n# about nothing\n', '# licence\n\n# about a\na = 1\n\n# about nothing\n'],
    ['a blank line between a comment and its item', '# head\n\npath "a" {}\n', '# head\n\npath "a" {}\n'],
    ['comments between the parts of an item', 'path /* 1 */ "a" /* 2 */ { # 3\n}', '/* 1 */\n/* 2 */\npath "a" {\n  # 3\n}\n'],
    ["a carriage return that is the author's", 'a = "x\\r\\ny"', 'a = "x\\r\\ny"\n'],
    ["a comment below a heredoc, which is the next item's", 'a = <<EOT\nx\nEOT\n# b\nb = 1\n', 'a = <<EOT\nx\nEOT\n# b\nb = 1\n'],
    ['a blank line below a heredoc', 'a = <<EOT\nx\nEOT\n\n\nb = 1\n', 'a = <<EOT\nx\nEOT\n\nb = 1\n'],
    ['a comment with more carriage returns than one', '/* a\r\r\n */\n', '/* a\n */\n'],
    ['a heredoc whose lines end in a carriage return of their own', 'a = <<EOT\nx\r\r\nEOT\n', 'a = <<EOT\nx\r\r\nEOT\n'],
    ['blanks at the end of a comment', '#  a \t\n', '#  a\n'],
  ])('mends %s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
  });

  it('drops a byte order mark, and still warns of it', () => {
    const { value, diagnostics } = format(makeSource('a.hcl', '\ufeffpath "a" {}'));
    expect(value).toBe('path "a" {}\n');
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['byte-order-mark', 'warning']]);
    expect(formatted('\ufeff{"a":1}')).toBe('{\n  "a": 1\n}\n');
  });

  it('answers with the diagnostics of a faulty text, and with no text', () => {
    const result = format(makeSource('a.hcl', 'path "a" { x = }'));
    expect(result.value).toBeUndefined();
    expect(result.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('format of JSON', () => {
  it('sets the tokens of strict JSON anew, and changes none of them', () => {
    const text = '{"2":1.50,"1":[1,2,{"a":[]}],"path":{"a":{"capabilities":["read","list"],"comment":"\\u00e9 , {"}},"e":{}}';
    expect(formatted(text)).toBe(`{
  "2": 1.50,
  "1": [
    1,
    2,
    {
      "a": []
    }
  ],
  "path": {
    "a": {
      "capabilities": ["read", "list"],
      "comment": "\\u00e9 , {"
    }
  },
  "e": {}
}
`);
  });

  it('breaks a list that does not fit', () => {
    const list = (count: number) => `{"a": [${Array.from({ length: count }, () => '"1234567890"').join(',')}]}`;
    expect(formatted(list(6))?.split('\n')).toHaveLength(4);
    expect(formatted(list(7))?.split('\n')).toHaveLength(12);
  });

  it.each([
    ['a trailing comma in an object', '{"a": 1,}', 'a comma stands before the closing brace', [8, 9]],
    ['a trailing comma in a list', '{"a": [1,]}', 'a comma stands before the closing bracket', [9, 10]],
    ['a key twice', '{"a": 1, "b": {"a": 1}, "\\u0061": 2}', 'the key "\\u0061" stands twice', [24, 32]],
    ['text behind the end', '{"a": 1} # rest', 'something stands behind the end', [9, 15]],
    ['a missing brace', '{"a": {"b": 1}', 'ends too early', [14, 14]],
    ['a missing comma', '{"a": [1 2]}', 'a comma is missing', [9, 10]],
    ["an escape of Vault's own", '{"a": "\\x41"}', '"\\\\x" is not an escape of JSON', [7, 9]],
  ])('refuses %s, at its place', (_, text, message, [start, end]) => {
    const { value, diagnostics } = format(makeSource('a.json', text));
    expect(value).toBeUndefined();
    const last = diagnostics.at(-1);
    expect(last).toMatchObject({ code: 'not-strict-json', severity: 'error', span: { start, end } });
    expect(last?.message).toContain(message);
    expect(last?.help).toBeTypeOf('string');
  });

  it('says what Vault refuses as Vault does', () => {
    expect(codes('{"a": nope}')).not.toContain('not-strict-json');
  });
});
