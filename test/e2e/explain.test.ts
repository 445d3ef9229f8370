// `polc explain` and `polc capabilities`: what decides, what could, and where.

import { describe, expect, it } from 'vitest';
import { ALLOWED, CODE_REVIEW, DENIED } from './policy-texts.js';
import { folder, polc } from './run-polc.js';

const POLICY = { 'p/code-review.hcl': CODE_REVIEW };

describe('polc explain', () => {
  const explain = (request: unknown, ...flags: string[]) =>
    polc(['explain', '-p', 'p', '--request', '-', ...flags], { cwd: folder(POLICY), input: JSON.stringify(request) });

  it('shows a no step by step, with what would allow it', () => {
    expect(explain(DENIED)).toEqual({
      code: 1,
      stderr: '',
      stdout: [
        'denied: parameter_not_allowed',
        'parameter "repo" may be frontend or backend, not "billing"',
        '',
        'Steps',
        '  ✓ form        a request of the policies code-review',
        '  ✓ selection   "secret/data/code-repos/*" is the most specific pattern that matches',
        '  ✓ capability  read is asked for; the pattern has read',
        '  ✗ parameters  parameter "repo" may be frontend or backend, not "billing"',
        '',
        'Patterns that match, best first',
        '  1. "secret/data/code-repos/*" (prefix): read; decides',
        '     code-review, p/code-review.hcl:1',
        '',
        'What would allow it',
        '  the caller could',
        '    - give "repo" the value frontend or backend',
        '    - leave out the parameter "repo"',
        '  a policy author could',
        '    - change the parameter lists of "secret/data/code-repos/*" at p/code-review.hcl:1',
        '',
      ].join('\n'),
    });
  });

  it('shows a yes with what would take it away', () => {
    const { code, stdout } = explain(ALLOWED);
    expect(code).toBe(0);
    expect(stdout).toContain('What would take it away\n  a policy author could\n    - remove read from "auth/token/lookup-self" at p/code-review.hcl:8\n');
  });

  it('ranks the patterns that match and says which one decides', () => {
    const cwd = folder({
      'p.hcl': 'path "a/*" { capabilities = ["read"] }\npath "a/b/+" { capabilities = ["deny"] }\npath "a/+/c" { capabilities = ["read"] }\n',
    });
    const { stdout, code } = polc(['explain', '-p', 'p.hcl', '--request', '-'], { cwd, input: '{"policies": ["p"], "operation": "read", "path": "a/b/c"}' });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /1\. "a\/b\/\+" \(segment\): deny; decides\n {5}p, p\.hcl:2\n {2}2\. "a\/\+\/c" \(segment\): read; does not count\n[\s\S]*3\. "a\/\*" \(prefix\)/,
    );
  });

  it('shows the sessions that a delegation is for, and which of them to ask in', () => {
    const cwd = folder({
      'p/set.hcl': `policy "p" { path "a" { capabilities = ["read"] } }
scope "s" { path "a" { capabilities = ["read"] } }
user "alice" { policies = ["p"] }
agent "bot" { policies = ["p"] }
delegation "d" {
  from     = "user:alice"
  to       = "bot"
  scopes   = ["s"]
  purposes = ["work"]
  sessions = ["s1", "s2"]
  consent  = "implied"
}
`,
    });
    const request = { agent: 'bot', delegation: { id: 'd' }, operation: 'read', path: 'a', purpose: 'work' };
    const { code, stdout } = polc(['explain', '-p', 'p', '--request', '-'], { cwd, input: JSON.stringify(request) });
    expect(code).toBe(1);
    expect(stdout).toContain('denied: session_not_allowed\nthe delegation "d" is for other sessions\n');
    expect(stdout).toContain('    "d": active; scopes s; for work; in s1, s2; consent implied');
    expect(stdout).toContain('  the enforcement point could\n    - ask in the session "s1"\n');
  });

  it('is one JSON document with --format json', () => {
    const { code, stdout } = explain(DENIED, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      decision: { allowed: false, outcome: 'parameter_not_allowed' },
      steps: expect.arrayContaining([{ step: 'parameters', passed: false, text: expect.any(String) }]),
      layers: [{ layer: 'policies', lists: [{ candidates: [{ pattern: 'secret/data/code-repos/*', selected: true }] }] }],
      changes: expect.arrayContaining([expect.objectContaining({ by: 'caller', request: expect.objectContaining({ parameters: { repo: 'frontend' } }) })]),
    });
  });

  it('explains what is no request, and refuses what is no JSON', () => {
    expect(explain({ operation: 'read' })).toMatchObject({ code: 1, stdout: expect.stringMatching(/^denied: malformed_request\n/) });
    expect(polc(['explain', '-p', 'p', '--request', '-'], { cwd: folder(POLICY), input: '{' })).toMatchObject({ code: 2, stdout: '' });
  });
});

/** An agent that may read invoices on behalf of alice, whose ceiling knows office hours and risk only. */
const AGENTS = {
  'p/world.hcl': `policy "clerk" {
  path "secret/data/invoices/*" { capabilities = ["read", "update"] }
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    approval { by = ["group:finance"]  within = "10m" }
  }
}

policy "assistant" {
  path "secret/data/invoices/*" {
    capabilities = ["read"]
    when { expr = context.risk < 70 && !(context.country in ["KP", "IR"]) }
  }
}

scope "invoices" {
  path "secret/data/invoices/*" { capabilities = ["read"] }
}

user "alice" { policies = ["clerk"] }
agent "bot"  { policies = ["assistant"] }

delegation "help" {
  from   = "user:alice"
  to     = "bot"
  scopes = ["invoices"]
}
`,
  'facts.json': JSON.stringify({ consents: [{ delegation: 'help', scopes: ['invoices'], given_at: '2026-01-01T00:00:00Z' }] }),
};

describe('polc explain, of more than bare policies', () => {
  const explain = (request: unknown, ...flags: string[]) =>
    polc(['explain', '-p', 'p', '--request', '-', ...flags], { cwd: folder(AGENTS), input: JSON.stringify(request) });
  const onBehalf = { agent: 'bot', delegation: { id: 'help' }, operation: 'read', path: 'secret/data/invoices/7', context: { risk: 80 } };

  it('shows each layer and each atom with the value it saw, unknown apart from false', () => {
    expect(explain(onBehalf, '--facts', 'facts.json')).toEqual({
      code: 1,
      stderr: '',
      stdout: [
        'denied: ceiling',
        'the ceiling of agent:bot: a condition of "secret/data/invoices/*" is not met',
        '',
        'Steps',
        '  ✓ form        a request of user:alice → agent:bot',
        '  ✓ standing    everybody is registered and active',
        '  ✓ layer       user_policies of user:alice: allowed',
        '  ✗ layer       ceiling of agent:bot: condition_false',
        '  ✓ layer       scope of delegation:help: allowed',
        '',
        'Who stands behind it',
        '  ✓ user:alice: active',
        '  ✓ agent:bot: active',
        '  user:alice → agent:bot',
        '    "help": active; scopes invoices; consent explicit; taken',
        '      ✓ consent to invoices from 2026-01-01T00:00:00.000Z',
        '',
        'Layers',
        '  ✓ user_policies of user:alice: allowed',
        '      policies clerk',
        '      1. "secret/data/invoices/*" (prefix): read, update; decides',
        '         clerk, p/world.hcl:2',
        '  ✗ ceiling of agent:bot: condition_false',
        '      policies assistant',
        '      1. "secret/data/invoices/*" (prefix): read; decides',
        '         assistant, p/world.hcl:10',
        '         ✗ when: the condition is false',
        '             false   and',
        '               false   context.risk < 70  (context.risk = 80)',
        '               unknown not',
        '                 unknown context.country in ["KP", "IR"]  (context.country has no value, missing)',
        '  ✓ scope of delegation:help: allowed',
        '      policies invoices',
        '      1. "secret/data/invoices/*" (prefix): read; decides',
        '         invoices, p/world.hcl:17',
        '',
        'What would allow it',
        '  the enforcement point could',
        '    - have context.risk = 69; and supply context.country = "other"',
        '  a policy author could',
        '    - change the condition of "secret/data/invoices/*" at p/world.hcl:10',
        '',
      ].join('\n'),
    });
  });

  it('says whose approval is wanted, and for what', () => {
    expect(explain({ user: { id: 'alice' }, operation: 'invoke', path: 'mcp/bank/transfer' })).toEqual({
      code: 1,
      stderr: '',
      stdout: [
        'denied: approval_required',
        'everything else allows it; an approval by group:finance is wanted',
        '',
        'Steps',
        '  ✓ form        a request of user:alice',
        '  ✓ standing    everybody is registered and active',
        '  ✓ layer       user_policies of user:alice: allowed',
        '  ✗ needs       everything else allows it; an approval by group:finance is wanted',
        '',
        'Who stands behind it',
        '  ✓ user:alice: active',
        '',
        'Layers',
        '  ✓ user_policies of user:alice: allowed',
        '      policies clerk',
        '      1. "mcp/bank/transfer" (exact): invoke; decides',
        '         clerk, p/world.hcl:3',
        '         wants an approval by group:finance',
        '',
        'What would allow it',
        '  an approver could',
        '    - give an approval by group:finance for the stanza "clerk:mcp/bank/transfer", not older than 600 s',
        '  a policy author could',
        '    - change the stanza "clerk:mcp/bank/transfer" at p/world.hcl:3',
        '',
      ].join('\n'),
    });
  });

  it('without the facts misses the consent', () => {
    expect(explain(onBehalf).stdout).toContain('  together\n    - the user: consent to the delegation "help" (invoices)\n');
  });

  it('of an allowed request says what it rests on', () => {
    const { code, stdout } = explain({ ...onBehalf, context: { risk: 5, country: 'DE' } }, '--facts', 'facts.json');
    expect(code).toBe(0);
    expect(stdout.slice(stdout.indexOf('What it rests on'))).toBe(
      [
        'What it rests on',
        '  user_policies of user:alice: clerk, p/world.hcl:2',
        '  ceiling of agent:bot: assistant, p/world.hcl:10',
        '    true    context.risk < 70  (context.risk = 5)',
        '    false   context.country in ["KP", "IR"]  (context.country = "DE")',
        '  scope of delegation:help: invoices, p/world.hcl:17',
        '  delegation "help", consent to invoices, given 2026-01-01T00:00:00.000Z',
        '',
      ].join('\n'),
    );
  });
});

describe('polc capabilities', () => {
  const TWO = {
    'p/dev.hcl':
      'path "a/*" { capabilities = ["read", "list"] }\npath "a/secret" { capabilities = ["read"] }\npath "a/{{identity.entity.id}}" { capabilities = ["read"] }\n',
    'p/no.hcl': 'path "a/secret" { capabilities = ["deny"] }\npath "a/*" { capabilities = ["update"] }\n',
  };
  const capabilities = (...args: string[]) => polc(['capabilities', '-p', 'p', ...args], { cwd: folder(TWO) });

  it('says what policies can do on the paths given', () => {
    expect(capabilities('--policy', 'dev', 'a/x', '/a/secret', 'b')).toEqual({ code: 0, stdout: 'a/x: list, read\n/a/secret: read\nb: deny\n', stderr: '' });
    expect(capabilities('--policy', 'DEV', '--policy', 'no', '--format', 'json', 'a/x', 'a/secret', '__proto__').stdout).toBe(
      `${JSON.stringify(
        {
          capabilities: Object.fromEntries([
            ['a/x', ['list', 'read', 'update']],
            ['a/secret', ['deny']],
            ['__proto__', ['deny']],
          ]),
        },
        null,
        2,
      )}\n`,
    );
  });

  it('lists the patterns, the one that wins first, without paths', () => {
    expect(capabilities('--policy', 'dev').stdout).toBe('"a/secret": read  (dev)\n"a/*": read, list  (dev)\n"a/{{identity.entity.id}}": read  (dev)\n');
    expect(JSON.parse(capabilities('--policy', 'dev', '--policy', 'no', '--format', 'json').stdout)).toEqual({
      patterns: [
        { pattern: 'a/secret', kind: 'exact', capabilities: ['deny'], policies: ['dev', 'no'] },
        { pattern: 'a/*', kind: 'prefix', capabilities: ['read', 'update', 'list'], policies: ['dev', 'no'] },
        { pattern: 'a/{{identity.entity.id}}', kind: 'templated', capabilities: ['read'], policies: ['dev'] },
      ],
    });
  });

  it('refuses a policy that is not there, and names it', () => {
    expect(capabilities('--policy', 'dve', 'a')).toEqual({ code: 2, stdout: '', stderr: 'polc: there is no policy "dve"; did you mean "dev"?\n' });
    expect(capabilities('--policy', 'dev', '--policy', 'root', 'a')).toEqual({ code: 2, stdout: '', stderr: 'polc: there is no policy "root"\n' });
  });
});
