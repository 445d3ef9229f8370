// What a test expects, held against decisions of each kind: what is so passes, what is otherwise is named with what is.

import { describe, expect, it } from 'vitest';
import { run, verdicts } from './run.js';

const POLICIES = `
policy "reviewing" {
  path "secret/repos/*" { capabilities = ["read"] }
  path "secret/risky" {
    capabilities = ["read"]
    when { expr = context.risk < 70 }
  }
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    max_ttl      = "5m"
    approval { by = ["user:carol"] }
  }
  path "mcp/bank/balance" {
    capabilities = ["invoke"]
    mfa_methods  = ["push"]
  }
}
policy "narrow" { path "secret/repos/a" { capabilities = ["read"] } }
agent_type "careful" { uses = 3 }
agent "bot" {
  type     = "careful"
  policies = ["reviewing"]
}
agent "held" {
  policies = ["reviewing"]
  ceiling { policies = ["narrow"] }
}
guardrail "not-that" {
  enforcement = "hard-mandatory"
  on { paths = ["secret/repos/forbidden"] }
}
guardrail "ask-first" {
  enforcement = "soft-mandatory"
  on { paths = ["secret/repos/ask"] }
  approval { by = ["user:carol"] }
}
guardrail "mind-that" {
  enforcement = "advisory"
  on { paths = ["secret/repos/mind"] }
}
`;

const asked = (agent: string, operation: string, path: string, more = '') =>
  `request { agent = "${agent}"  operation = "${operation}"  path = "${path}"  ${more} }`;

const READ = asked('bot', 'read', 'secret/repos/x');
const WRITE = asked('bot', 'update', 'secret/repos/x');
const TRANSFER = asked('bot', 'invoke', 'mcp/bank/transfer');
const BALANCE = asked('bot', 'invoke', 'mcp/bank/balance');
const HELD = asked('held', 'read', 'secret/repos/b');
const FORBIDDEN = asked('bot', 'read', 'secret/repos/forbidden');
const ASK = asked('bot', 'read', 'secret/repos/ask');
const MIND = asked('bot', 'read', 'secret/repos/mind');
const RISKY = asked('bot', 'read', 'secret/risky');

/** Request, what is expected of it, and what is otherwise; nothing: it passes. */
type Row = readonly [request: string, expected: string, ...otherwise: string[]];

const ROWS: readonly Row[] = [
  [READ, 'decision = "allow"'],
  [READ, 'decision = "deny"', 'decision: expected deny, got allow (allowed)'],
  [WRITE, 'decision = "deny"'],
  [WRITE, 'decision = "allow"', 'decision: expected allow, got deny (capability_missing)'],
  // Allowed but for what is outstanding is not allowed.
  [TRANSFER, 'decision = "deny"'],
  [TRANSFER, 'decision = "allow"', 'decision: expected allow, got deny (approval_required)'],
  [BALANCE, 'decision = "allow"', 'decision: expected allow, got deny (mfa_required)'],
  [WRITE, 'outcome = "capability_missing"'],
  [WRITE, 'outcome = "no_matching_rule"', 'outcome: expected "no_matching_rule", got "capability_missing"'],
  [READ, 'policy = "reviewing"'],
  [READ, 'policy = "narrow"', 'policy: expected "narrow", got "reviewing", "secret/repos/*" (agent_policies); "reviewing", "secret/repos/*" (ceiling)'],
  [asked('bot', 'read', 'elsewhere'), 'policy = "reviewing"', 'policy: expected "reviewing", got no rule decided'],
  [READ, 'path = "secret/repos/*"'],
  [READ, 'path = "secret/repos"', 'path: expected "secret/repos", got "reviewing", "secret/repos/*" (agent_policies); "reviewing", "secret/repos/*" (ceiling)'],
  // One rule must have all three: the layer denies by narrow, where reviewing has decided elsewhere.
  [asked('held', 'read', 'secret/repos/a'), 'policy = "narrow"  layer = "ceiling"'],
  [
    asked('held', 'read', 'secret/repos/a'),
    'policy = "narrow"  layer = "agent_policies"',
    'policy, layer: expected "narrow", "agent_policies", got "reviewing", "secret/repos/*" (agent_policies); "narrow", "secret/repos/a" (ceiling)',
  ],
  [HELD, 'layer = "ceiling"  outcome = "no_matching_rule"', 'outcome: expected "no_matching_rule", got "ceiling"'],
  [HELD, 'layer = "ceiling"'],
  [HELD, 'layer = "agent_policies"', 'layer: expected "agent_policies", got ceiling'],
  [READ, 'layer = "agent_policies"'],
  [READ, 'layer = "scope"', 'layer: expected "scope", got agent_policies, ceiling'],
  [FORBIDDEN, 'guardrail = "not-that"  layer = "guardrail"'],
  [READ, 'guardrail = "not-that"', 'guardrail: expected "not-that", got no guardrail spoke'],
  [FORBIDDEN, 'guardrail = "mind-that"', 'guardrail: expected "mind-that", got "not-that"'],
  [ASK, 'guardrail = "ask-first"  approval = true  outcome = "approval_required"'],
  [MIND, 'guardrail = "mind-that"  decision = "allow"  advice = ["mind-that"]'],
  [MIND, 'advice = []', 'advice: expected [], got ["mind-that"]'],
  [READ, 'advice = ["mind-that"]', 'advice: expected ["mind-that"], got []'],
  [TRANSFER, 'max_ttl = "5m"  uses = 3  approval = true  mfa = false'],
  [TRANSFER, 'max_ttl = "10m"  uses = "none"', 'max_ttl: expected 600, got 300', 'uses: expected none, got 3'],
  [READ, 'max_ttl = "none"  uses = 3'],
  [READ, 'approval = true', 'approval: expected true, got false'],
  [BALANCE, 'mfa = true  approval = false'],
  [BALANCE, 'mfa = false', 'mfa: expected false, got true'],
  [RISKY, 'outcome = "condition_unknown"  missing = ["context.risk"]'],
  [RISKY, 'missing = []', 'missing: expected [], got ["context.risk"]'],
  [asked('bot', 'read', 'secret/risky', 'context = { risk = 5 }'), 'missing = []  decision = "allow"'],
  [asked('bot', 'read', 'secret/risky', 'context = { risk = 90 }'), 'outcome = "condition_false"'],
  [WRITE, 'message = "grants read"'],
  [
    WRITE,
    'message = "grants all"',
    'message: expected "grants all", got "the policies of agent:bot: \\"secret/repos/*\\" decides \\"secret/repos/x\\" and grants read, not update"',
  ],
  // A member that a request does not have at all.
  [asked('nobody', 'read', 'x'), 'outcome = "unknown_principal"'],
  [asked('bot', 'fly', 'x'), 'outcome = "unknown_operation"'],
  [asked('bot', 'read', 'a//b'), 'outcome = "malformed_request"'],
];

describe('a test', () => {
  it.each(ROWS)('%s expect { %s }', (request, expected, ...otherwise) => {
    const results = run(POLICIES, `test "t" {\n${request}\nexpect { ${expected} }\n}`);
    expect(verdicts(results)).toEqual([otherwise.length === 0 ? 'passed' : otherwise]);
    const [result] = results;
    expect(result).toMatchObject({ name: 't', test: 't', label: null, file: 'a.test.hcl', line: 1 });
    expect(result?.explanation?.decision.allowed).toBe(otherwise.length === 0 ? undefined : result?.explanation?.decision.outcome === 'allowed');
  });

  it('has the place of what was expected', () => {
    const text = `test "t" { ${READ}\nexpect { outcome = "scope" } }`;
    const [result] = run(POLICIES, text);
    const { start, end } = result?.mismatches[0]?.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe('"scope"');
  });

  it('has the place of what a case says, where the case says it', () => {
    const text = `test "t" {
      for_each = { right = { outcome = "allowed" }  wrong = { outcome = "scope" } }
      ${READ}
      expect { outcome = "\${each.outcome}" }
    }`;
    const results = run(POLICIES, text);
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['t [right]', true],
      ['t [wrong]', false],
    ]);
    const { start, end } = results[1]?.mismatches[0]?.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe('"scope"');
  });
});
