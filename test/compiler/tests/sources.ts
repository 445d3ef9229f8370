// A small set of policies with somebody of each kind, and ways to read tests beside it.

import { type CompileOptions, type CompileResult, compile, type SourceText, type Tests } from '@polc/compiler';
import { makeSource } from '@polc/grammar';

export const POLICIES: SourceText = {
  file: 'p.hcl',
  text: `
policy "reviewing" {
  path "secret/data/repos/*" { capabilities = ["read"] }
  path "secret/data/repos/secret" { capabilities = ["deny"] }
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    max_ttl      = "5m"
    approval { by = ["group:finance"]  within = "10m"  count = 2 }
  }
  path "mcp/bank/balance" {
    capabilities = ["invoke"]
    mfa_methods  = ["push"]
  }
  path "secret/data/risky" {
    capabilities = ["read"]
    when { expr = context.risk < 70 }
  }
}
scope "code-read" { path "secret/data/repos/*" { capabilities = ["read"] } }
agent_type "careful" { uses = 3 }
agent "bot" { type = "careful"  policies = ["reviewing"] }
user "alice" { policies = ["reviewing"] }
delegation "alice-bot" { from = "user:alice"  to = "bot"  scopes = ["code-read"] }
guardrail "not-at-night" {
  enforcement = "hard-mandatory"
  on      { paths = ["secret/data/repos/*"] }
  require { time { zone = "Europe/Berlin"  hours = ["06:00-22:00"] } }
}
guardrail "big-file" {
  enforcement = "advisory"
  on { paths = ["secret/data/repos/big"] }
}
condition "calm" { expr = context.risk < 70 }
schema { operations = { fetch = "read" } }
`,
};

export function readTests(text: string, options: CompileOptions = {}, file = 'a.test.hcl'): CompileResult {
  return compile([POLICIES, { file, text, role: 'tests' }], options);
}

/** Without a diagnostic. */
export function testsOf(text: string, options: CompileOptions = {}, file?: string): Tests {
  const { model, diagnostics } = readTests(text, options, file);
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 2));
  return model.tests;
}

/** `code: the underlined text: message | help`, one a diagnostic. */
export function said(text: string, options: CompileOptions = {}, file = 'a.test.hcl'): string[] {
  const { diagnostics, bundle } = readTests(text, options, file);
  const source = makeSource(file, text).text;
  if (diagnostics.length > 0 && bundle !== undefined) throw new Error('it compiles');
  return diagnostics.map(({ code, span, message, help }) => `${code}: ${source.slice(span.start, span.end)}: ${message} | ${help ?? ''}`);
}
