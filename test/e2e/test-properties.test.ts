// `polc test` and properties: what was proved, what was tried, what fails, and how to see it again.

import { describe, expect, it } from 'vitest';
import { folder, polc } from './run-polc.js';

const POLICY = `policy "reviewing" {
  path "secret/repos/*" {
    capabilities = ["read"]
    when { expr = context.risk < 50 }
  }
}
agent "bot" { policies = ["reviewing"] }
`;

const property = (name: string, region: string, expected: string, more = '') =>
  `property "${name}" {\n  for_all { ${region} }\n  expect  { ${expected} }\n  ${more}\n}\n`;

const PROVED = property('writes stay shut', 'agent = any  operation = ["update", "delete"]', 'decision = "deny"');
/** Which word a denial has is not proved. */
const TRIED = property(
  'of risks no word but these',
  'agent = "bot"  operation = "read"  path = "secret/repos/*"  expr = context.risk >= 50',
  'outcome = "condition_false"',
);
const REFUTED = property('reads stay shut', 'agent = "bot"  path = "secret/*"', 'decision = "deny"');
const WRONG = property('of risks another word', 'agent = "bot"  operation = "read"  path = "secret/repos/*"', 'outcome = "condition_false"');
const RARE = property('of nobody', 'agent = "bot"  expr = context.risk > 5 && context.risk < 5', 'outcome = "condition_false"', 'runs = 50');
const TEST = `test "reads" { request { agent = "bot"  operation = "read"  path = "secret/repos/x"  context = { risk = 1 } } expect { decision = "allow" } }\n`;

interface Told {
  readonly name: string;
  readonly status: string;
  readonly by: string;
  readonly runs: number;
  readonly seed: number;
  readonly passed: boolean;
  readonly counterexample: { readonly request: object } | undefined;
}

const told = (args: readonly string[], cwd: string) =>
  (JSON.parse(polc(['test', 'p', '--format', 'json', ...args], { cwd }).stdout) as { readonly properties: readonly Told[] }).properties;

describe('polc test, of properties', () => {
  it('says which were proved, and which were tried', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': TEST + PROVED + TRIED });
    expect(polc(['test', 'p', '--seed', '42'], { cwd })).toEqual({
      code: 0,
      stdout: '✓ p/a.test.hcl: 3 passed\n  ✓ writes stay shut: proved\n  ✓ of risks no word but these: passed 1,000 requests, seed 42\n\n3 passed in 1 file\n',
      stderr: '',
    });
    expect(told(['--seed', '42'], cwd)).toMatchObject([
      {
        name: 'writes stay shut',
        status: 'proved',
        by: 'proof',
        runs: 0,
        passed: true,
        why: null,
        quantified: [expect.stringContaining('1 agent'), expect.any(String)],
      },
      {
        name: 'of risks no word but these',
        status: 'passed',
        by: 'requests',
        runs: 1000,
        seed: 42,
        passed: true,
        why: 'which word a denial has cannot be proved',
      },
    ]);
    expect(polc(['test', 'p', '--format', 'junit', '--seed', '42'], { cwd }).stdout).toContain(
      'name="writes stay shut" line="2"><system-out>proved</system-out></testcase>',
    );
  });

  it('shows what refutes one: where, the least request, and why the decision is what it is', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': REFUTED });
    const { code, stdout } = polc(['test', 'p'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(
        [
          '^✗ p/a.test.hcl: 0 passed, 1 failed',
          '  ✗ reads stay shut: failed: refuted',
          '',
          'failed: reads stay shut',
          ' --> p/a.test.hcl:1',
          '  \\|',
          '2 \\|   for_all .*',
          '3 \\|   expect  { decision = "deny" }',
          '  \\| +\\^{6} decision: expected deny, got allow \\(allowed\\)',
          '',
          '    a request of the region.*:',
          '      {"agent":"bot","operation":"read","path":"secret/repos/x","context":{"risk":0}}',
          '',
          '    allowed',
        ].join('\n'),
      ),
    );
    expect(stdout).not.toContain('--seed');
  });

  it('finds one by random requests, and finds the same again by its seed', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': WRONG });
    const first = polc(['test', 'p'], { cwd });
    expect(first.code).toBe(1);
    const seed = /the same run again: --seed (\d+)/.exec(first.stdout)?.[1] as string;
    expect(polc(['test', 'p', '--seed', seed], { cwd }).stdout).toBe(first.stdout);
    const [one] = told(['--seed', seed], cwd);
    expect(one).toMatchObject({ status: 'failed', by: 'requests', seed: Number(seed), passed: false });
    expect(Object.keys(one?.counterexample?.request ?? {})).toEqual(['agent', 'operation', 'path']);
    const junit = polc(['test', 'p', '--format', 'junit', '--seed', seed], { cwd }).stdout;
    expect(junit).toContain('tests="1" failures="1"');
    expect(junit).toContain('<failure type="property" message="failed after ');
    expect(junit).toContain(`the same run again: --seed ${seed}`);
  });

  it('fails for what is undecided, and says why', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': RARE });
    expect(polc(['test', 'p'], { cwd })).toEqual({
      code: 1,
      stdout: '✗ p/a.test.hcl: 0 passed, 1 failed\n  ✗ of nobody: undecided: only 0 of 50 requests lay in the region\n\n0 passed, 1 failed in 1 file\n',
      stderr: '',
    });
    expect(polc(['test', 'p', '--format', 'junit'], { cwd }).stdout).toContain('<failure type="undecided"');
  });

  it.each([
    ['--runs 30', 30],
    ['', 1000],
  ])('tries as many as it says, else as many as %j', (options, runs) => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': TRIED, 'p/b.test.hcl': TRIED.replace('}\n  \n}', '}\n  runs = 20\n}') });
    expect(told(options.split(' ').filter(Boolean), cwd).map((each) => each.runs)).toEqual([runs, 20]);
  });

  it('is filtered, stopped and run in threads as tests are', () => {
    const cwd = folder({ 'p/policy.hcl': POLICY, 'p/a.test.hcl': TEST + REFUTED + WRONG, 'p/b.test.hcl': PROVED + TRIED, 'p/c.test.hcl': RARE });
    expect(told(['--filter', 'stay shut', '--file', 'b.*'], cwd).map(({ name }) => name)).toEqual(['writes stay shut']);
    expect(told(['--bail'], cwd).map(({ name }) => name)).toEqual(['reads stay shut']);
    const one = polc(['test', 'p', '--seed', '7'], { cwd });
    expect(polc(['test', 'p', '--seed', '7', '--parallel', '3'], { cwd })).toEqual(one);
    const documents = ['1', '3'].map((threads) => polc(['test', 'p', '--seed', '7', '--format', 'json', '--parallel', threads], { cwd }).stdout);
    expect(documents[1]).toBe(documents[0]);
  });

  it('has what is given: facts, consents, approvals and the time', () => {
    const policies = `policy "notes" { path "notes/*" { capabilities = ["read"] } }
policy "safe" {
  path "safe/*" {
    capabilities = ["read"]
    approval { by = ["user:carol"] }
  }
}
scope "all" { path "notes/*" { capabilities = ["read"] } }
agent "helper" { policies = ["notes"] }
user "alice" { policies = ["notes"] }
delegation "d" {
  from    = "user:alice"
  to      = "helper"
  scopes  = ["all"]
  consent = "explicit"
}
`;
    const shut = 'for_all { delegation = "d" } expect { decision = "deny" }';
    // A request may say that it is made at another time, and bring approvals: properties are of those, too.
    const tests = [
      `property "without a consent" { ${shut} }`,
      `property "with one" { given { consent "d" { scopes = ["all"] } } ${shut} }`,
      `property "with one that has ended" { given { time = "2030-01-01T00:00:00Z"  consent "d" { scopes = ["all"]  given_at = "2020-01-01T00:00:00Z"  withdrawn_at = "2020-01-02T00:00:00Z" } } ${shut} }`,
      `property "not approved" { for_all { policies = ["safe"] } expect { decision = "deny" } }`,
      `property "approved" { given { approved { by = "user:carol" } } for_all { policies = ["safe"]  path = "safe/*"  operation = "read" } expect { decision = "allow" } }`,
    ];
    const cwd = folder({ 'p/policy.hcl': policies, 'p/a.test.hcl': tests.join('\n') });
    expect(told(['--seed', '1'], cwd).map(({ name, status, by }) => [name, status, by])).toEqual([
      ['without a consent', 'proved', 'proof'],
      ['with one', 'failed', 'proof'],
      ['with one that has ended', 'failed', 'proof'],
      ['not approved', 'failed', 'proof'],
      ['approved', 'passed', 'requests'],
    ]);
  });
});
