// What is given: the clock, facts, records in their place, consents, approvers.

import type { Facts } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { run, verdicts } from './run.js';

const POLICIES = `
policy "reading" {
  path "secret/*" { capabilities = ["read"] }
  path "secret/day" {
    capabilities = ["read"]
    when { time { zone = "UTC"  hours = ["09:00-17:00"] } }
  }
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    approval { by = ["group:finance"]  within = "10m"  count = 2 }
  }
  path "mcp/bank/order" {
    capabilities = ["invoke"]
    approval { by = ["user:carol"] }
  }
}
scope "code-read" { path "secret/*" { capabilities = ["read"] } }
agent "bot" { policies = ["reading"] }
user "alice" { policies = ["reading"] }
delegation "alice-bot" { from = "user:alice"  to = "bot"  scopes = ["code-read"] }
guardrail "asks" {
  enforcement = "soft-mandatory"
  on { paths = ["mcp/bank/order"] }
  approval { by = ["user:dave"] }
}
`;

const bot = (path: string, more = '') => `request { agent = "bot"  operation = "read"  path = "${path}"  ${more} }`;
const call = (tool: string) => `request { agent = "bot"  operation = "invoke"  path = "mcp/bank/${tool}" }`;
const BEHALF = bot('secret/x', 'delegation = "alice-bot"');
const outcomes = (tests: string, facts?: Facts) => verdicts(run(POLICIES, tests, facts));
/** One test, with what it is given, asked and expected to come to. */
const outcome = (given: string, request: string, expected: string, facts?: Facts) =>
  outcomes(`test "t" { given { ${given} } ${request} expect { outcome = "${expected}" } }`, facts);

describe('the clock', () => {
  it.each([
    ['', 'allowed'],
    ['time = "2026-05-04T08:59:59.999Z"', 'condition_false'],
    ['time = "2026-05-04T09:00:00Z"', 'allowed'],
    ['time = 1777921200000', 'condition_false'],
  ])('stands at what is given: %s', (given, expected) => {
    expect(outcome(given, bot('secret/day'), expected)).toEqual(['passed']);
  });

  it('is another thing than the time of the request, which wins', () => {
    expect(outcome('time = "2026-05-04T10:00:00Z"', bot('secret/day', 'context = { time = "2026-05-04T20:00:00Z" }'), 'condition_false')).toEqual(['passed']);
  });

  it('is each case’s own', () => {
    expect(
      outcomes(`test "t" {
        for_each = { night = { hour = "03"  outcome = "condition_false" }  day = { hour = "12"  outcome = "allowed" }  late = { hour = "20"  outcome = "condition_false" } }
        given { time = "2026-05-04T\${each.hour}:00:00Z" }
        ${bot('secret/day')}
        expect { outcome = "\${each.outcome}" }
      }`),
    ).toEqual(['passed', 'passed', 'passed']);
  });
});

describe('consents', () => {
  it.each([
    ['', 'consent_missing'],
    ['consent "alice-bot" { scopes = ["code-read"] }', 'allowed'],
    ['consent "alice-bot" { scopes = ["code-read"]  given_at = "2026-01-05T12:00:01Z" }', 'consent_missing'],
    ['consent "alice-bot" { scopes = ["code-read"]  given_at = "2026-01-01T00:00:00Z"  expires = "2026-01-05T12:00:00Z" }', 'expired'],
    ['consent "alice-bot" { scopes = ["code-read"]  given_at = "2026-01-01T00:00:00Z"  withdrawn_at = "2026-01-02T00:00:00Z" }', 'expired'],
  ])('%s', (given, expected) => {
    expect(outcome(given, BEHALF, expected)).toEqual(['passed']);
  });

  it('stand in place of those that the facts have for the delegation, and of no other', () => {
    const facts: Facts = { consents: [{ delegation: 'alice-bot', scopes: ['code-read'], given_at: 0 }] };
    expect(outcome('', BEHALF, 'allowed', facts)).toEqual(['passed']);
    expect(outcome('consent "alice-bot" { scopes = ["code-read"]  given_at = "2030-01-01T00:00:00Z" }', BEHALF, 'consent_missing', facts)).toEqual(['passed']);
    expect(outcome('user "other" { }', BEHALF, 'allowed', facts)).toEqual(['passed']);
  });
});

describe('records', () => {
  const GUEST = 'request { agent = "guest"  operation = "read"  path = "secret/x" }';

  it('register somebody for this test alone', () => {
    expect(outcome('agent "guest" { policies = ["reading"] }', GUEST, 'allowed')).toEqual(['passed']);
    expect(outcome('', GUEST, 'unknown_principal')).toEqual(['passed']);
  });

  it('stand in place of the facts’ of their ids', () => {
    const facts: Facts = {
      agents: [
        { id: 'guest', policies: ['reading'] },
        { id: 'other', policies: ['reading'] },
      ],
    };
    expect(outcome('', GUEST, 'allowed', facts)).toEqual(['passed']);
    expect(outcome('agent "guest" { policies = ["reading"]  status = "suspended" }', GUEST, 'suspended', facts)).toEqual(['passed']);
    expect(outcome('agent "guest" { status = "suspended" }', GUEST.replace('guest', 'other'), 'allowed', facts)).toEqual(['passed']);
  });

  it('of users, groups and delegations work together', () => {
    const given = `group "readers" { policies = ["reading"] }  user "uma" { groups = ["readers"] }
      delegation "uma-bot" { from = "user:uma"  to = "bot"  scopes = ["code-read"]  consent = "implied" }`;
    expect(outcome(given, bot('secret/x', 'delegation = "uma-bot"'), 'allowed')).toEqual(['passed']);
  });

  it('may say of what the files declare only what facts may', () => {
    expect(outcome('agent "bot" { status = "suspended" }', bot('secret/x'), 'suspended')).toEqual(['passed']);
    const [result] = run(POLICIES, `test "t" { given { agent "bot" { policies = [] } } ${bot('secret/x')} expect { decision = "deny" } }`);
    expect(result).toMatchObject({ passed: false, explanation: null, mismatches: [{ what: 'given', expected: 'facts that fit the files' }] });
    expect(result?.mismatches[0]?.got).toContain('bot');
  });
});

describe('approvers', () => {
  const FINANCE = (name: string) => `approved { by = "user:${name}"  groups = ["finance"] }`;
  it.each([
    ['order', 'approved { by = "user:carol" }', 'approval_required'],
    ['order', 'approved { by = "user:carol" }  approved { by = "user:dave" }', 'allowed'],
    ['order', 'approved { by = "user:erin" }', 'approval_required'],
    ['transfer', FINANCE('a'), 'approval_required'],
    ['transfer', `${FINANCE('a')} ${FINANCE('a')}`, 'approval_required'],
    ['transfer', `${FINANCE('a')} ${FINANCE('b')}`, 'allowed'],
    ['transfer', `${FINANCE('a')} approved { by = "user:b" }`, 'approval_required'],
    ['transfer', `${FINANCE('a')} approved { by = "user:b"  groups = ["finance"]  granted_at = "2026-01-05T11:49:59Z" }`, 'approval_required'],
    ['transfer', `${FINANCE('a')} approved { by = "user:b"  groups = ["finance"]  granted_at = "2026-01-05T11:50:01Z" }`, 'allowed'],
    ['transfer', `${FINANCE('a')} approved { by = "user:b"  groups = ["finance"]  expires = "2026-01-05T12:00:00Z" }`, 'approval_required'],
  ])('of mcp/bank/%s: %s', (tool, given, expected) => {
    expect(outcome(given, call(tool), expected)).toEqual(['passed']);
  });

  it('approve nothing where nothing is outstanding', () => {
    expect(outcome('approved { by = "user:carol" }', `request { agent = "bot"  operation = "update"  path = "secret/x" }`, 'capability_missing')).toEqual([
      'passed',
    ]);
  });
});

describe('a run', () => {
  it('ends with the first failure when it is told to', () => {
    const text = (expected: string) => `test "${expected}" { ${bot('secret/x')} expect { outcome = "${expected}" } }`;
    const tests = ['allowed', 'scope', 'ceiling'].map(text).join('\n');
    expect(run(POLICIES, tests).map(({ passed }) => passed)).toEqual([true, false, false]);
    expect(run(POLICIES, tests, undefined, true).map(({ passed }) => passed)).toEqual([true, false]);
  });

  it('gives the same answers whatever was run before', () => {
    const test = (name: string, given: string, expected: string) => `test "${name}" { given { ${given} } ${BEHALF} expect { outcome = "${expected}" } }\n`;
    const consent = 'consent "alice-bot" { scopes = ["code-read"] }';
    const many = Array.from({ length: 40 }, (_, i) => test(`t${i}`, i % 2 === 0 ? consent : '', i % 2 === 0 ? 'allowed' : 'consent_missing')).join('');
    expect(new Set(outcomes(many))).toEqual(new Set(['passed']));
  });
});
