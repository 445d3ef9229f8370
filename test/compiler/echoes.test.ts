// What the parser refused is not told of again by those who miss it.

import { check } from '@polc/compiler';
import { describe, expect, it } from 'vitest';

const stanza = (body: string) => `path "a" {\n  capabilities = ["read"]\n  ${body}\n}\n`;
const agent = (body: string) => `agent "a" {\n  ${body}\n}\n`;
const delegation = (body: string) => `user "u" {}\nagent "a" {}\nscope "s" {}\ndelegation "d" {\n  to = "a"\n  ${body}\n}\n`;
const guardrail = (body: string) => `guardrail "g" {\n  ${body}\n}\n`;
const HARD = 'enforcement = "hard-mandatory"';

describe('what the parser refused', () => {
  it.each([
    ['a condition', stanza('when { expr = 1 < 2 < 3 }'), 'invalid-expression'],
    ['a condition of a guardrail', guardrail(`${HARD}\n  forbid { expr = }`), 'invalid-expression'],
    ['a key that is needed', guardrail('enforcement ='), 'missing-value'],
    ['a value without quotes', agent('metadata = { a = "b" }\n  expires = tomorrow'), 'bare-word'],
    ['null', 'agent_type "t" {\n  uses = null\n}', 'bare-word'],
    ['a condition in JSON', '{"guardrail": {"g": {"enforcement": "advisory", "forbid": {"expr": "1 <"}}}}', 'invalid-expression'],
  ])('is told of once: %s', (_name, text, code) => {
    const file = text.startsWith('{') ? 'p.polc.json' : 'p.hcl';
    expect(check([{ file, text }], { lint: false }).diagnostics.map((each) => each.code)).toEqual([code]);
  });

  it('hides no other fault of its block', () => {
    const text = delegation('from = \n  scopes = ["x"]');
    expect(
      check([{ file: 'p.hcl', text }], { lint: false })
        .diagnostics.map((each) => each.code)
        .sort(),
    ).toEqual(['missing-value', 'unknown-scope']);
  });
});
