// Every refusal of a Vault policy: its code, the very text that is underlined, and that its help says what to do.

import { check } from '@polc/compiler';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly text: string;
  readonly code: string;
  /** What the span covers. */
  readonly at: string;
  readonly help?: RegExp;
}

const inStanza = (body: string) => `path "a" {\n  ${body}\n}\n`;

const CASES: readonly Case[] = [
  { text: 'path "a" { capabilities = ["read }', code: 'unterminated-string', at: '"read }', help: /double quote/ },
  { text: "path 'a' {}", code: 'wrong-quotes', at: "'a'", help: /"a"/ },
  { text: 'path “a” {}', code: 'wrong-quotes', at: '“a”', help: /"a"/ },
  { text: inStanza('capabilities = [read]'), code: 'bare-word', at: 'read', help: /"read"/ },
  { text: inStanza('capabilities = ["read" "list"]'), code: 'missing-comma', at: '"list"', help: /comma/ },
  { text: inStanza('capabilities : ["read"]'), code: 'colon-for-equals', at: ':', help: /"="/ },
  { text: inStanza('policy = "read";'), code: 'semicolon', at: ';', help: /comma/ },
  { text: 'path "a" = {}', code: 'labelled-assignment', at: '=', help: /remove/ },
  { text: 'path "a" capabilities = ["read"] }', code: 'missing-brace', at: '=', help: /\{/ },
  { text: 'path "a" {{ }}', code: 'doubled-brace', at: '{', help: /template/ },
  { text: inStanza('capabilities = ${caps}'), code: 'unrendered-template', at: '${caps}', help: /rendered/ },
  { text: inStanza('capabilities ='), code: 'missing-value', at: '=', help: /capabilities = …/ },
  { text: 'path', code: 'missing-value', at: 'path', help: /path/ },
  { text: 'path "a" {', code: 'unclosed-brace', at: '{', help: /\}/ },
  { text: 'path "a" {} }', code: 'stray-brace', at: '}', help: /missing above/ },
  { text: inStanza('capabilities = ["read"'), code: 'unclosed-list', at: '[', help: /\]/ },
  { text: inStanza('capabilities = ["re\\qad"]'), code: 'invalid-escape', at: '\\q', help: /backslash itself/ },
  { text: inStanza('min_wrapping_ttl = 08'), code: 'malformed-number', at: '08', help: /octal/ },
  { text: 'path 5 {}', code: 'bad-label', at: '5', help: /double quotes/ },
  { text: 'path "a"\u00a0{}', code: 'illegal-character', at: '\u00a0', help: /space/ },
  { text: '/* never', code: 'unterminated-comment', at: '/*', help: /\*\// },
  { text: inStanza('comment = <<EOT\n  x'), code: 'bad-heredoc', at: '<<EOT', help: /marker/ },
  { text: inStanza('policy = "read"\n  policy = "write"'), code: 'duplicate-attribute', at: 'policy', help: /keep one/ },
  { text: 'paht "a" {}', code: 'unknown-key', at: 'paht', help: /did you mean path/ },
  { text: 'capabilities = ["read"]', code: 'unknown-key', at: 'capabilities', help: /inside a path/ },
  { text: inStanza('capabilites = ["read"]'), code: 'unknown-key', at: 'capabilites', help: /did you mean capabilities/ },
  { text: inStanza('Capabilities = ["read"]'), code: 'unknown-key', at: 'Capabilities', help: /did you mean capabilities/ },
  { text: inStanza('control-group = {}'), code: 'unknown-key', at: 'control-group', help: /did you mean control_group/ },
  { text: inStanza('pagination_limit = 3'), code: 'unknown-key', at: 'pagination_limit', help: /OpenBao/ },
  { text: inStanza('capabilities = ["raed"]'), code: 'invalid-capability', at: '"raed"', help: /did you mean "read"/ },
  { text: inStanza('capabilities = ["write"]'), code: 'invalid-capability', at: '"write"', help: /"create" and "update"/ },
  { text: inStanza('capabilities = ["*"]'), code: 'invalid-capability', at: '"*"', help: /no wildcard/ },
  { text: inStanza('capabilities = ["scan"]'), code: 'invalid-capability', at: '"scan"', help: /OpenBao/ },
  { text: inStanza('capabilities = "read"'), code: 'wrong-type', at: '"read"' },
  { text: inStanza('capabilities = [["read"]]'), code: 'wrong-type', at: '["read"]' },
  { text: inStanza('policy = "banana"'), code: 'invalid-policy-keyword', at: '"banana"', help: /capabilities/ },
  { text: inStanza('allowed_parameters = { "x" = "1" }'), code: 'not-a-list', at: '"1"', help: /\["1"\]/ },
  { text: inStanza('allowed_parameters = { "x" = [99999999999999999999] }'), code: 'number-out-of-range', at: '99999999999999999999', help: /quotes/ },
  { text: inStanza('min_wrapping_ttl = "2d12h"'), code: 'invalid-duration', at: '"2d12h"', help: /60h/ },
  { text: inStanza('min_wrapping_ttl = 400\n  max_wrapping_ttl = 200'), code: 'wrapping-limits-crossed', at: '200', help: /no request/ },
  { text: inStanza('capabilities = ["read"]\n  control_group = { ttl = "1h" }'), code: 'invalid-control-group', at: 'path "a"', help: /factor/ },
  { text: 'path "a/+*" {}', code: 'plus-star', at: '"a/+*"', help: /\+\/\*/ },
  { text: 'path "a/{{x" {}', code: 'unbalanced-template', at: '"a/{{x"', help: /\}\}/ },
  { text: 'path = "x"', code: 'path-not-a-block', at: '"x"', help: /path "…"/ },
  { text: 'name = "root"', code: 'reserved-policy-name', at: '"root"', help: /rename/ },
  { text: 'name = "a/../b"', code: 'invalid-policy-name', at: '"a/../b"' },
  { text: 'policy "p" {}\npath "a" {}', code: 'path-beside-blocks', at: 'path', help: /policy "name"/ },
  { text: '{"path": {"a": {"capabilities": [null]}}}', code: 'unexpected-token', at: 'null' },
  { text: '{"path": {"a\\/b": {}}}', code: 'invalid-escape', at: '\\/' },
  { text: '{ // no\n"path": {}}', code: 'comment-in-json', at: '/', help: /HCL/ },
];

describe('a refused policy', () => {
  it.each(CASES)('$code: $text', ({ text, code, at, help }) => {
    const { diagnostics } = check([{ file: 'p.hcl', text }], { lint: false });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((diagnostic) => diagnostic.code)).toContain(code);
    const found = errors.find((diagnostic) => diagnostic.code === code);
    expect(text.slice(found?.span.start, found?.span.end)).toBe(at);
    if (help !== undefined) expect(found?.help).toMatch(help);
    expect(found?.message).toMatch(/^(?![A-Z][a-z]).*[^.]$/s);
  });

  it('is told of all its faults at once', () => {
    const text = `path "a" {\n  capabilites = ["raed"]\n  capabilities = ["wirte", "lsit"]\n  min_wrapping_ttl = "x"\n}\npaht "b" {}\n`;
    const { diagnostics } = check([{ file: 'p.hcl', text }], { lint: false });
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-key', 'invalid-capability', 'invalid-capability', 'invalid-duration', 'unknown-key']);
  });

  it('has two policies of one name only for check, as a warning', async () => {
    const { compile } = await import('@polc/compiler');
    const sources = [
      { file: 'a/dev.hcl', text: '' },
      { file: 'b/Dev.hcl', text: '' },
    ];
    expect(check(sources).diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['duplicate-policy', 'warning']]);
    const compiled = compile(sources);
    expect(compiled.bundle).toBeUndefined();
    expect(compiled.diagnostics[0]?.message).toMatch(/b\/Dev\.hcl.*a\/dev\.hcl/);
  });
});
