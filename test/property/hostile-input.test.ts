// Whatever bytes come in, an answer comes out: a value or an error, in time, and with the prototypes of the language untouched.

import { compile } from '@polc/compiler';
import { format, makeSource, parse } from '@polc/grammar';
import { Engine, loadBundle, type Request, RuntimeError } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTexts } from '../arbitraries/json.js';
import { scenario } from '../arbitraries/request.js';
import { sloppyTexts } from '../arbitraries/sloppy.js';
import { runs } from '../runs.js';

const LIMIT_MS = 2_000;
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const KEYS = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));

function untouched(): void {
  expect(PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype))).toEqual(KEYS);
}

/** Parses, formats and compiles; everything that a text can be put through before it decides anything. */
function survive(content: string | Uint8Array): void {
  const source = makeSource('hostile.hcl', content);
  const { value, diagnostics } = parse(source);
  expect(value.kind).toBe('document');
  for (const { span, message } of diagnostics) {
    expect(span.start <= span.end && span.start >= 0 && span.end <= source.text.length, `${message} at ${span.start}–${span.end} of ${source.text.length}`).toBe(true);
  }
  const formatted = format(source);
  expect(formatted.diagnostics.map(({ code }) => code)).not.toContain('format-unstable');
  expect(formatted.value === undefined).toBe(formatted.diagnostics.some(({ severity }) => severity === 'error'));
  const compiled = compile([{ file: 'hostile.hcl', text: content }], { lint: true });
  if (compiled.bundle !== undefined) {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loadBundle(compiled.bundle)).toBeInstanceOf(Engine);
  }
}

/** Loads, or throws what loading may throw; an engine that loads decides. */
function loadOrRefuse(bytes: Uint8Array, requests: readonly Request[]): void {
  let engine: Engine;
  try {
    engine = loadBundle(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError);
    return;
  }
  for (const request of requests) expect(JSON.stringify(engine.decide(request))).toBeTypeOf('string');
}

describe('any text', () => {
  it('of any bytes is survived', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survive), runs(10_000));
    untouched();
  });

  it('of any code units is survived', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), survive), runs(10_000));
    untouched();
  });

  it('of the tokens of the language in any order is survived', () => {
    const tokens = fc.constantFrom(
      ...['{', '}', '[', ']', '(', ')', '=', ',', ':', ';', '"', '\\', '${', '<<EOT\n', '<<-EOT\n', '\nEOT\n', '#', '//', '/*', '*/', '\n', '\r\n', ' ', '\ufeff', '\u0000', '\ud800'],
      ...['path', '"secret/*"', 'capabilities', '["read"]', 'when', 'expr', 'parameters', 'condition', 'name', 'true', 'false', 'null', '0', '-1', '0x', '1e', '&&', '||', '!', '-', '<', 'in', 'a.b', '[0]', '__proto__', 'constructor'],
    );
    fc.assert(fc.property(fc.array(tokens, { maxLength: 25 }).map((parts) => parts.join('')), survive), runs(10_000));
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
      runs(10_000),
    );
    untouched();
  });
});

describe('any bundle', () => {
  it('of any bytes loads or is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => loadOrRefuse(bytes, [])),
      runs(10_000),
    );
    untouched();
  });

  it('that was a good one before its bytes were changed loads or is refused', () => {
    const change = fc.record({ how: fc.constantFrom('flip', 'set', 'cut', 'insert', 'swap'), at: fc.nat(), to: fc.nat(), byte: fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff) });
    fc.assert(
      fc.property(scenario(2), fc.array(change, { minLength: 1, maxLength: 3 }), ({ policies, requests }, changes) => {
        const { bundle } = compile([...policies].map(([name, text]) => ({ file: `${name}.hcl`, text, name })));
        loadOrRefuse(changes.reduce(changed, bundle as Uint8Array), requests);
      }),
      runs(10_000),
    );
    untouched();
  });
});

interface Change {
  readonly how: string;
  readonly at: number;
  readonly to: number;
  readonly byte: number;
}

function changed(bytes: Uint8Array, { how, at, to, byte }: Change): Uint8Array {
  const out = [...bytes];
  const place = at % (out.length + 1);
  const other = to % (out.length + 1);
  if (how === 'flip') out[place] = (out[place] ?? 0) ^ (1 << (to % 8));
  else if (how === 'set') out[place] = byte;
  else if (how === 'cut') out.splice(place, to % 9);
  else if (how === 'insert') out.splice(place, 0, byte);
  else [out[place], out[other]] = [out[other] ?? 0, out[place] ?? 0];
  return Uint8Array.from(out);
}

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
  ['many policies\' worth of stanzas', 'path "a/+/b*" { capabilities = ["read"] }\n'.repeat(DEPTH)],
  ['many patterns', Array.from({ length: DEPTH }, (_, i) => `path "a/${i}/+/*" { capabilities = ["read"] }\n`).join('')],
  ['a pattern of many segments', `path "${'+/'.repeat(DEPTH)}*" { capabilities = ["read"] }`],
  ['a pattern of many templates', `path "${'{{identity.entity.id}}/'.repeat(DEPTH)}*" { capabilities = ["read"] }`],
  ['many capabilities', `path "a" { capabilities = [${'"read",'.repeat(DEPTH)}] }`],
  ['many duplicates', 'name = "a"\n'.repeat(DEPTH)],
  ['many attributes', Array.from({ length: DEPTH }, (_, i) => `a${i} = ${i}\n`).join('')],
  ['many parameters', `path "a" { capabilities = ["read"]\n allowed_parameters = { ${Array.from({ length: DEPTH }, (_, i) => `a${i} = ["x"], `).join('')} } }`],
  ['__proto__ everywhere', '__proto__ "__proto__" { __proto__ = { __proto__ = ["__proto__"] } }'],
  ['__proto__ as a parameter', 'path "__proto__" { capabilities = ["read"]\n allowed_parameters = { "__proto__" = [{ "__proto__" = "x" }] "constructor" = [] } }'],
  ['constructor everywhere', 'constructor "prototype" { constructor { prototype = { polluted = true } } }'],
  ['JSON: __proto__', '{"__proto__": {"__proto__": {"polluted": true}}, "path": {"__proto__": {"capabilities": ["read"], "allowed_parameters": {"__proto__": ["x"]}}}}'],
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
    it(`is survived in ${LIMIT_MS / 1000} s: ${name}`, () => {
      const start = performance.now();
      survive(text);
      expect(performance.now() - start).toBeLessThan(LIMIT_MS);
      untouched();
    });
  }
});
