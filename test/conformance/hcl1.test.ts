// The parser against HCL1's own test documents: refused by the parser exactly where Vault's strict parser refuses.

import { hasErrors, makeSource, parse } from '@polc/grammar';
import { expect, it } from 'vitest';
import { describeShared, readSharedJson } from '../shared-data.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly parser_strict: 'ok' | 'error';
  readonly parser_message?: string;
}

describeShared('the documents of HCL1', () => {
  const { cases } = readSharedJson<{ cases: Case[] }>('conformance/hcl1.json');

  it('are there', () => {
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases.map((each) => [each.name, each.parser_strict, each] as const))('%s: %s', (name, verdict, { text, parser_message }) => {
    const { diagnostics } = parse(makeSource(name, text));
    const said = diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`).join('\n');
    expect(hasErrors(diagnostics) ? 'error' : 'ok', `${said}\nHCL1: ${parser_message}`).toBe(verdict);
  });
});
