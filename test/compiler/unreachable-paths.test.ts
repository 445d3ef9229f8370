// Patterns that no path of a request meets: which are told of, and which are some request's.

import { check } from '@polc/compiler';
import { expect, it } from 'vitest';

const guardrail = (body: string) => `guardrail "g" {\n  enforcement = "hard-mandatory"\n  ${body}\n}\n`;

it.each(['*', '/a', 'a/*', 'a/.*', 'a/b/', 'a/+/b', 'a/+/..b*', 'http/bank.example:8443/pay', 'http/+/Pay', 'http*', 'Http/Bank/x'])(
  'takes %s for the path of a guardrail',
  (path) => {
    expect(check([{ file: 'p.hcl', text: guardrail(`on { paths = ["${path}"] }`) }]).diagnostics).toEqual([]);
  },
);

it('warns of a stanza of an HTTP path that no request has, and leaves other paths to Vault', () => {
  const told = (pattern: string) =>
    check([{ file: 'p.hcl', text: `path "${pattern}" { capabilities = ["deny"] }` }], { lint: false }).diagnostics.map(({ code, severity }) => [
      code,
      severity,
    ]);
  expect(told('http/Bank.example/*')).toEqual([['unreachable-path', 'warning']]);
  expect(told('a//b')).toEqual([]);
});
