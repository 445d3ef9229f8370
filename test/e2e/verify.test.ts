// `polc verify` as users meet it: proved, refuted with a request and its explanation, and what cannot be asked.

import { describe, expect, it } from 'vitest';
import { folder, polc } from './run-polc.js';

const POLICIES = `
agent "clerk" {
  owner    = "team-hr"
  policies = ["payroll"]
}
policy "payroll" {
  path "secret/data/payroll/*" {
    capabilities = ["read"]
    when { time { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["09:00-17:00"] } }
  }
}
condition "business_hours" { time { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["08:00-18:00"] } }
`;

const NIGHT = 'invariant "nobody reaches payroll at night" {\n  never { path = "secret/data/payroll/*"  expr = !condition.business_hours }\n}\n';
const verify = (text: string, ...flags: string[]) => polc(['verify', 'p.hcl', ...flags], { cwd: folder({ 'p.hcl': text }) });

describe('polc verify', () => {
  it('proves what holds of every request, and says over what', () => {
    const { code, stdout, stderr } = verify(POLICIES + NIGHT);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('proved nobody reaches payroll at night p.hcl:13\n');
    expect(stdout).toContain('of these files and facts 1 agent, with every path');
    expect(stdout).toContain('1 proved, 0 refuted, 0 undecided\n');
  });

  it('refutes a missing guardrail with a request and its explanation', () => {
    const open = POLICIES.replace(/ {4}when .*\n/, '');
    const { code, stdout } = verify(open + NIGHT);
    expect(code).toBe(1);
    expect(stdout).toContain('refuted nobody reaches payroll at night p.hcl:12\n  never: agent clerk may read secret/data/payroll/x\n');
    expect(stdout).toContain('for example {"agent":"clerk","operation":"read","path":"secret/data/payroll/x"');
    expect(stdout).toMatch(/Layers\n {6}✓ agent_policies of agent:clerk: allowed/);
    const guarded = `${open}guardrail "office-hours" {\n  enforcement = "hard-mandatory"\n  on      { paths = ["secret/data/payroll/*"] }\n  require { expr = condition.business_hours }\n}\n`;
    expect(verify(guarded + NIGHT).code).toBe(0);
  });

  it('proves only-if and at-most', () => {
    const more = `scope "reading" { path "secret/data/+/*" { capabilities = ["read"] } }
invariant "by day" { only_if { path = "secret/*"  expr = condition.business_hours } }
invariant "within reading" { at_most { agent = "clerk"  scope = "reading" } }
`;
    expect(verify(POLICIES + more)).toMatchObject({ code: 0 });
  });

  it('is one JSON document with --format json', () => {
    const { code, stdout } = verify(POLICIES.replace('payroll/*', '*') + NIGHT.replace('!condition.business_hours', 'true == true'), '--format', 'json');
    expect(code).toBe(1);
    const { invariants, summary } = JSON.parse(stdout) as { invariants: { status: string; clauses: { refutations: object[] }[] }[]; summary: object };
    expect(summary).toEqual({ proved: 0, refuted: 1, undecided: 0, nobody: 0 });
    expect(invariants[0]?.clauses[0]?.refutations[0]).toMatchObject({ subject: { kind: 'agent', chain: ['clerk'] }, decision: { allowed: true } });
  });

  it.each([
    ['an unknown agent', 'invariant "x" { never { agent = "clark" } }', 'did you mean'],
    ['a path that no request has', 'invariant "x" { never { path = "a//b" } }', 'a//b'],
  ])('refuses %s at its place', (_, text, words) => {
    const { code, stdout, stderr } = verify(`${POLICIES}${text}\n`);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('p.hcl:13:');
    expect(stderr).toContain(words);
  });

  it('tells an invariant about nobody, and policies without any', () => {
    const { code, stdout } = verify('path "a" { capabilities = ["read"] }\n');
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 1, stdout: '0 proved, 0 refuted, 0 undecided' });
    const nobody = polc(['verify', 'p.hcl', 'i.test.hcl'], {
      cwd: folder({ 'p.hcl': 'path "a" { capabilities = ["read"] }\n', 'i.test.hcl': 'invariant "x" { never { path = "a" } }\n' }),
    });
    expect(nobody.code).toBe(1);
    expect(nobody.stdout).toContain('speaks of nobody x');
  });
});
