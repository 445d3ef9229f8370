// Properties of files: who and what lies in a region, what is proved, what is tried, and that both agree.

import { compile } from '@polc/compiler';
import type { Asked, PropertyVerdict } from '@polc/testing';
import { PropertyRunner } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../../stopwatch.js';

const POLICY = `policy "notes" { path "notes/*" { capabilities = ["read", "update"] } }
policy "safe" { path "safe/*" { capabilities = ["read"] } }
scope "notes" { path "notes/*" { capabilities = ["read"] } }
schema { operations = { look = "read" } }
agent_type "helping" { ceiling_policies = ["notes"] }
agent "helper" {
  type     = "helping"
  policies = ["notes"]
}
agent "loner" { policies = ["notes", "safe"] }
user "alice" { policies = ["notes"] }
user "bob" { policies = ["notes"] }
delegation "a" {
  from    = "user:alice"
  to      = "helper"
  scopes  = ["notes"]
  consent = "implied"
}
delegation "b" {
  from     = "user:bob"
  to       = "helper"
  scopes   = ["notes"]
  purposes = ["work"]
  consent  = "implied"
}
delegation "c" {
  from    = "agent:loner"
  to      = "helper"
  scopes  = ["notes"]
  consent = "implied"
}
`;

function runnerOf(text: string, options: object = {}) {
  const { bundle, model, diagnostics } = compile([
    { file: 'p.hcl', text: POLICY },
    { file: 'a.test.hcl', text, role: 'tests' },
  ]);
  if (bundle === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return { runner: new PropertyRunner({ bundle, model }, { seed: 5, ...options }), properties: model.tests.properties };
}

const textOf = (region: string, expected = 'decision = "deny"', more = '') => `property "p" {\n  for_all { ${region} }\n  expect { ${expected} }\n  ${more}\n}`;

function verdictOf(text: string, options: object = {}): PropertyVerdict {
  const { runner, properties } = runnerOf(text, options);
  return runner.run(properties[0] as NonNullable<(typeof properties)[number]>);
}

/** The requests that were tried, up to the first that failed. */
function askedIn(region: string): readonly Asked[] {
  const asked: Asked[] = [];
  const verdict = verdictOf(textOf(region, 'outcome = "internal"', 'runs = 400'), { prove: false, onAsked: (one: Asked) => asked.push(one) });
  expect(verdict.status).toBe('failed');
  return asked;
}

describe('the region of a property', () => {
  it.each([
    ['agent = "helper"', { agent: 'helper' }],
    ['agent = none', { user: expect.anything() }],
    ['policies = ["SAFE", "notes"]', { policies: expect.arrayContaining(['safe', 'notes']) }],
    ['delegation = "c"', { agent: 'helper', delegation: expect.anything() }],
    ['user = "bob"  agent = any', { agent: 'helper', delegation: expect.anything() }],
    ['agent_type = "helping"  delegation = none', { agent: 'helper' }],
    ['agent_type = none  agent = any', { agent: 'loner' }],
    ['purpose = "travel"', { purpose: 'travel' }],
    ['operation = "look"  agent = "loner"', { operation: 'look' }],
    ['path = "safe/a/+"', { path: expect.stringMatching(/^\/*safe\/a\/[^/]*$/) }],
  ])('%s holds nothing else', (region, shape) => {
    const asked = askedIn(region);
    for (const { request } of asked) expect(request).toMatchObject(shape);
    expect(asked.length).toBeGreaterThan(0);
    const { counterexample } = verdictOf(textOf(region, 'outcome = "internal"'), { prove: false });
    expect(counterexample?.request).toMatchObject(shape);
  });

  it('that nobody is in, or hardly any request, leaves the property undecided', () => {
    expect(verdictOf(textOf('user = "alice"  delegation = "b"'), { prove: false })).toMatchObject({
      status: 'undecided',
      why: 'nobody whom the files and the facts know lies in the region',
    });
    expect(verdictOf(textOf('user = "alice"  expr = context.x > 1 && context.x < 1'), { prove: false, runs: 20 })).toMatchObject({
      status: 'undecided',
      why: 'only 0 of 20 requests lay in the region',
    });
  });

  it('does not hold what nobody can grant, nor help, unless it says so', () => {
    const asked: Asked[] = [];
    verdictOf(textOf('policies = any  operation = any', 'outcome = "no_matching_rule"'), { prove: false, runs: 500, onAsked: (one: Asked) => asked.push(one) });
    expect(verdictOf(textOf('policies = "safe"  path = "other/*"', 'outcome = "no_matching_rule"'), { prove: false })).toMatchObject({
      status: 'passed',
      met: 1000,
    });
    expect(asked.some(({ request }) => request.operation === 'help')).toBe(false);
  });
});

describe('a property', () => {
  const CASES: readonly (readonly [string, string, 'holds' | 'fails'])[] = [
    ['agent = "helper"  operation = ["delete", "create"]', 'decision = "deny"', 'holds'],
    ['agent = "helper"  delegation = any  operation = "update"', 'decision = "deny"', 'holds'],
    ['delegation = "b"  purpose = none', 'decision = "deny"', 'holds'],
    ['delegation = "b"  purpose = "work"', 'decision = "deny"', 'fails'],
    ['delegation = "a"  operation = "read"  path = "notes/*"', 'decision = "allow"', 'holds'],
    ['agent = "loner"  delegation = none  operation = "look"  path = "safe/*"', 'outcome = "allowed"', 'holds'],
    // Of somebody whom nobody knows that would not be so.
    ['agent = any  delegation = none  operation = "read"  path = "notes/*"', 'decision = "allow"', 'holds'],
    ['user = any  agent = none  path = "safe/*"', 'decision = "deny"', 'holds'],
    ['policies = ["safe"]  operation = "read"', 'decision = "allow"', 'fails'],
  ];

  it.each(CASES)('of %s, %s %s: proved as well as tried', (region, expected, holds) => {
    const proved = verdictOf(textOf(region, expected));
    const tried = verdictOf(textOf(region, expected), { prove: false });
    expect(proved).toMatchObject({ by: 'proof', status: holds === 'holds' ? 'proved' : 'failed', runs: 0 });
    expect(tried).toMatchObject({ by: 'requests', status: holds === 'holds' ? 'passed' : 'failed', seed: 5 });
    for (const { counterexample, mismatches, explanation } of holds === 'fails' ? [proved, tried] : []) {
      expect(mismatches.length).toBeGreaterThan(0);
      expect(explanation?.decision.outcome).toBe(counterexample?.decision.outcome);
    }
  });

  it('of any list is tried, since a list can allow what none of its policies does', () => {
    expect(verdictOf(textOf('policies = any  operation = "delete"'))).toMatchObject({
      by: 'requests',
      status: 'passed',
      why: 'a proof is of each policy by itself, not of any list',
    });
  });

  it('whose facts contradict the files cannot be asked', () => {
    const verdict = verdictOf(
      `property "p" {\n  given { agent "helper" { policies = ["safe"] } }\n  for_all { agent = "helper" }\n  expect { decision = "deny" }\n}`,
    );
    expect(verdict).toMatchObject({ status: 'failed', counterexample: null, mismatches: [{ what: 'given', got: expect.stringContaining('helper') }] });
  });

  it('takes its own number of requests before that of the run', () => {
    const region = 'policies = "safe"  path = "other/*"';
    expect(verdictOf(textOf(region, 'outcome = "no_matching_rule"', 'runs = 7'), { runs: 30 }).runs).toBe(7);
    expect(verdictOf(textOf(region, 'outcome = "no_matching_rule"'), { runs: 30 })).toMatchObject({ status: 'passed', runs: 30 });
  });

  it('takes well under a second for a thousand requests', () => {
    const elapsed = stopwatch();
    verdictOf(textOf('agent = any  operation = "delete"'), { prove: false });
    expect(elapsed()).toBeLessThan(3_000);
  });
});
