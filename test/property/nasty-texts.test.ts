// The fixed nasties: a megabyte in one token, ten thousand levels, the names that JavaScript gives a meaning to.

import { describe, it } from 'vitest';
import { LIMIT_MS, survive, untouched } from './survive.js';

const MEGABYTE = 1 << 20;
const DEPTH = 10_000;

const NASTIES: readonly (readonly [name: string, text: string | Uint8Array])[] = [
  ['a string of a megabyte', `name = "${'a'.repeat(MEGABYTE)}"`],
  ['a string of a megabyte that is not closed', `name = "${'a'.repeat(MEGABYTE)}`],
  ['a megabyte of escapes', `name = "${'\\n'.repeat(MEGABYTE / 2)}"`],
  ['a megabyte of byte escapes', `name = "${'\\xff'.repeat(MEGABYTE / 4)}"`],
  ['a megabyte of "${"', `name = "${'${'.repeat(MEGABYTE / 2)}`],
  ['a megabyte of "${", escaped', `name = "${'\\x24{'.repeat(MEGABYTE / 5)}"`],
  ['a megabyte of "${}"', `name = "${'${}'.repeat(MEGABYTE / 3)}"`],
  ['an identifier of a megabyte', `${'a'.repeat(MEGABYTE)} = 1`],
  ['an identifier of a megabyte beyond ASCII', `${'ä'.repeat(MEGABYTE)} = 1`],
  ['a comment of a megabyte', `#${'a'.repeat(MEGABYTE)}`],
  ['a comment of a megabyte of blanks', `#${' '.repeat(MEGABYTE)}a`],
  ['a comment of a megabyte of carriage returns', `/*${'\r'.repeat(MEGABYTE)}*/`],
  ['a block comment of a megabyte', `/*${'*'.repeat(MEGABYTE)}*/`],
  ['a block comment of a megabyte that is not closed', `/*${'/*'.repeat(MEGABYTE / 2)}`],
  ['a megabyte of comments', '#\n'.repeat(MEGABYTE / 2)],
  ['a number of a megabyte', `name = ${'1'.repeat(MEGABYTE)}`],
  ['an octal number of a megabyte', `name = 0${'7'.repeat(MEGABYTE)}`],
  ['a hexadecimal number of a megabyte', `name = 0x${'f'.repeat(MEGABYTE)}`],
  ['a heredoc of a megabyte', `name = <<EOT\n${'EO\n'.repeat(MEGABYTE / 3)}EOT\n`],
  ['a heredoc of a megabyte that is not closed', `name = <<EOT\n${'EO\n'.repeat(MEGABYTE / 3)}`],
  ['a megabyte of heredocs that are not closed', '<<EOT\n'.repeat(MEGABYTE / 6)],
  ['a megabyte of blanks', ' '.repeat(MEGABYTE)],
  ['a megabyte of line ends', '\n'.repeat(MEGABYTE)],
  ['a megabyte of NUL', '\u0000'.repeat(MEGABYTE)],
  ['a megabyte of bytes that are not UTF-8', new Uint8Array(MEGABYTE).fill(0xff)],
  ['a megabyte of lone surrogates', '\ud800'.repeat(MEGABYTE)],
  ['a megabyte of illegal characters', '§'.repeat(MEGABYTE)],
  ['a megabyte of quotes', '"'.repeat(MEGABYTE)],
  ['a megabyte of opening braces', '{'.repeat(MEGABYTE)],
  ['a megabyte of closing braces', '}'.repeat(MEGABYTE)],
  ['a megabyte of opening blocks', 'a{'.repeat(MEGABYTE / 2)],
  ['a megabyte of opening brackets', `a = ${'['.repeat(MEGABYTE)}`],
  ['a megabyte of commas', `a = [${','.repeat(MEGABYTE)}]`],
  ['nested blocks', `${'a {\n'.repeat(DEPTH)}${'}\n'.repeat(DEPTH)}`],
  ['nested lists', `a = ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`],
  ['nested objects', `a = ${'{ a = '.repeat(DEPTH)}1${' }'.repeat(DEPTH)}`],
  ['nested interpolations', `name = "${'${'.repeat(DEPTH)}${'}'.repeat(DEPTH)}"`],
  ['nested parentheses', `when { expr = ${'('.repeat(DEPTH)}a${')'.repeat(DEPTH)} }`],
  ['nested calls', `when { expr = ${'f('.repeat(DEPTH)}${')'.repeat(DEPTH)} }`],
  ['nested lists of an expression', `when { expr = ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)} }`],
  ['nested negations', `when { expr = ${'!'.repeat(DEPTH)}a }`],
  ['a long chain of operators', `when { expr = a${' && a'.repeat(DEPTH)} }`],
  ['a long chain of indices', `when { expr = a${'[0]'.repeat(DEPTH)} }`],
  ['a long chain of names', `when { expr = a${'.a'.repeat(DEPTH)} }`],
  ["many policies' worth of stanzas", 'path "a/+/b*" { capabilities = ["read"] }\n'.repeat(DEPTH)],
  ['many patterns', Array.from({ length: DEPTH }, (_, i) => `path "a/${i}/+/*" { capabilities = ["read"] }\n`).join('')],
  ['a pattern of many segments', `path "${'+/'.repeat(DEPTH)}*" { capabilities = ["read"] }`],
  ['a pattern of many templates', `path "${'{{identity.entity.id}}/'.repeat(DEPTH)}*" { capabilities = ["read"] }`],
  ['many capabilities', `path "a" { capabilities = [${'"read",'.repeat(DEPTH)}] }`],
  ['many duplicates', 'name = "a"\n'.repeat(DEPTH)],
  ['many attributes', Array.from({ length: DEPTH }, (_, i) => `a${i} = ${i}\n`).join('')],
  ['many parameters', `path "a" { capabilities = ["read"]\n allowed_parameters = { ${Array.from({ length: DEPTH }, (_, i) => `a${i} = ["x"], `).join('')} } }`],
  ['__proto__ everywhere', '__proto__ "__proto__" { __proto__ = { __proto__ = ["__proto__"] } }'],
  [
    '__proto__ as a parameter',
    'path "__proto__" { capabilities = ["read"]\n allowed_parameters = { "__proto__" = [{ "__proto__" = "x" }] "constructor" = [] } }',
  ],
  ['constructor everywhere', 'constructor "prototype" { constructor { prototype = { polluted = true } } }'],
  [
    'JSON: __proto__',
    '{"__proto__": {"__proto__": {"polluted": true}}, "path": {"__proto__": {"capabilities": ["read"], "allowed_parameters": {"__proto__": ["x"]}}}}',
  ],
  ['JSON: constructor', '{"constructor": {"prototype": {"polluted": true}}}'],
  ['JSON: a string of a megabyte', `{"name": "${'a'.repeat(MEGABYTE)}"}`],
  ['JSON: a string of a megabyte that is not closed', `{"name": "${'a'.repeat(MEGABYTE)}`],
  ['JSON: a megabyte of escapes', `{"name": "${'\\n'.repeat(MEGABYTE / 2)}"}`],
  ['JSON: a number of a megabyte', `{"name": ${'1'.repeat(MEGABYTE)}}`],
  ['JSON: a word of a megabyte', `{"name": ${'a'.repeat(MEGABYTE)}}`],
  ['JSON: a megabyte of blanks', `{${' '.repeat(MEGABYTE)}}`],
  ['JSON: nested objects', `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`],
  ['JSON: nested objects that are not closed', '{"a":'.repeat(MEGABYTE / 5)],
  ['JSON: nested lists', `{"a":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`],
  ['JSON: many keys', `{${Array.from({ length: DEPTH }, (_, i) => `"a${i}": {"b": {}}`).join(',')}}`],
  ['JSON: equal keys', `{${Array.from({ length: DEPTH }, () => '"path": {"a": {}}').join(',')}}`],
  ['JSON: lone surrogates', '{"name": "\\ud800", "path": {"\\udfff": {}}}'],
];

describe('a nasty text', () => {
  for (const [name, text] of NASTIES) {
    it(`is survived, each step in ${LIMIT_MS / 1000} s: ${name}`, () => {
      survive(text);
      untouched();
    });
  }
});
