// What test, property and invariant blocks come to when nothing is wrong with them.

import { compile, TEST_INSTANT, Workspace } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { POLICIES, testsOf } from './sources.js';

const REQUEST = 'request { agent = "bot"  operation = "read"  path = "secret/data/repos/x" }';
const EXPECT = 'expect { decision = "allow" }';

describe('a test', () => {
  it('is one case without for_each and matrix, on a Monday at noon', () => {
    const [test] = testsOf(`test "a sentence, with blanks/and more" { ${REQUEST} ${EXPECT} }`).tests;
    expect(test).toMatchObject({ name: 'a sentence, with blanks/and more', file: 'a.test.hcl', line: 1 });
    expect(test?.cases).toMatchObject([
      {
        name: 'a sentence, with blanks/and more',
        label: null,
        given: { now: TEST_INSTANT, facts: null, approved: [] },
        request: { agent: 'bot', operation: 'read', path: 'secret/data/repos/x' },
        expect: { decision: { value: 'allow' } },
      },
    ]);
    expect(new Date(TEST_INSTANT).toISOString()).toBe('2026-01-05T12:00:00.000Z');
    expect(new Date(TEST_INSTANT).getUTCDay()).toBe(1);
  });

  it('has a case by each name of for_each, with values of their types', () => {
    const [test] = testsOf(`test "t" {
      for_each = {
        one = { risk = 5  path = "a"  mfa = true  groups = ["x", "y"] }
        two = { risk = 7.5  path = "b"  mfa = false  groups = [] }
      }
      given { time = "2026-05-04T10:00:00Z" }
      request {
        user       = { id = "alice"  mfa = "\${each.mfa}"  groups = "\${ each.groups }" }
        operation  = "read"
        path       = "secret/data/repos/\${each.path}/\${each.risk}"
        context    = { risk = "\${each.risk}"  note = "\${other} each.p" }
      }
      ${EXPECT}
    }`).tests;
    expect(test?.cases.map(({ name, label, request }) => [name, label, request])).toEqual([
      [
        't [one]',
        'one',
        {
          user: { id: 'alice', mfa: true, groups: ['x', 'y'] },
          operation: 'read',
          path: 'secret/data/repos/a/5',
          context: { risk: 5, note: '${other} each.p' },
        },
      ],
      [
        't [two]',
        'two',
        { user: { id: 'alice', mfa: false, groups: [] }, operation: 'read', path: 'secret/data/repos/b/7.5', context: { risk: 7.5, note: '${other} each.p' } },
      ],
    ]);
    expect(test?.cases[0]?.given).toBe(test?.cases[1]?.given);
  });

  it('has a case an object of a list, and every combination of a matrix', () => {
    const { tests } = testsOf(`
      test "l" { for_each = [{ p = "a" }, { p = "a" }, { p = "b" }]  request { user = "alice"  operation = "read"  path = "\${each.p}" }  ${EXPECT} }
      test "m" {
        matrix { operation = ["read", "list"]  path = ["a", "b"] }
        request { user = "alice"  operation = "\${each.operation}"  path = "\${each.path}" }
        ${EXPECT}
      }`);
    expect(tests.map(({ cases }) => cases.map(({ name }) => name))).toEqual([
      ['l [p=a]', 'l [p=a #2]', 'l [p=b]'],
      ['m [operation=read, path=a]', 'm [operation=read, path=b]', 'm [operation=list, path=a]', 'm [operation=list, path=b]'],
    ]);
    expect(tests[1]?.cases.map(({ request }) => `${request.operation} ${request.path}`)).toEqual(['read a', 'read b', 'list a', 'list b']);
  });

  it('puts the values of a case into given and expect too, labels included', () => {
    const [test] = testsOf(`test "t" {
      for_each = { a = { id = "alice-bot"  by = "user:carol"  outcome = "allowed"  time = 1000 } }
      given { time = "\${each.time}"  consent "\${each.id}" { scopes = ["code-read"] }  approved { by = "\${each.by}" } }
      ${REQUEST}
      expect { outcome = "\${each.outcome}" }
    }`).tests;
    expect(test?.cases[0]).toMatchObject({
      given: {
        now: 1000,
        records: { consents: [{ delegation: 'alice-bot', scopes: ['code-read'], given_at: 1000 }] },
        approved: [{ by: 'user:carol', groups: [], granted_at: 1000, expires: 3_601_000 }],
      },
      expect: { outcome: { value: 'allowed' } },
    });
  });

  it('has a spelling for null, which HCL has no word for', () => {
    const [test] = testsOf(`test "t" {
      for_each = { a = { value = "\${null}"  inside = [{ x = "\${null}" }] } }
      request { user = "alice"  operation = "read"  path = "a"  parameters = { a = "\${each.value}"  b = "\${null}"  c = "\${each.inside}" } }
      ${EXPECT}
    }`).tests;
    expect(test?.cases[0]?.request.parameters).toEqual({ a: null, b: null, c: [{ x: null }] });
  });

  it('takes ids for users and delegations, and reads each member of expect', () => {
    const [test] = testsOf(`test "t" {
      request { agent = "bot"  user = "alice"  delegation = "alice-bot"  operation = "fetch"  path = "a"  wrap_ttl = "60s" }
      expect {
        policy = "Reviewing"  path = "secret/data/repos/*"  layer = "scope"  guardrail = "big-file"  max_ttl = "5m"  uses = "none"
        approval = false  mfa = true  missing = []  advice = ["big-file"]  message = "x"
      }
    }
    test "of a scope" { ${REQUEST}  expect { policy = "code-read"  max_ttl = 0 } }`).tests;
    const [one] = test?.cases ?? [];
    expect(one?.request).toEqual({ agent: 'bot', user: { id: 'alice' }, delegation: { id: 'alice-bot' }, operation: 'fetch', path: 'a', wrap_ttl: '60s' });
    expect(Object.fromEntries(Object.entries(one?.expect ?? {}).map(([name, { value }]) => [name, value]))).toEqual({
      ...{ policy: 'reviewing', path: 'secret/data/repos/*', layer: 'scope', guardrail: 'big-file', max_ttl: 300, uses: 'none' },
      ...{ approval: false, mfa: true, missing: [], advice: ['big-file'], message: 'x' },
    });
  });

  it('reads facts once a file, and knows who stands in them', () => {
    let reads = 0;
    const load = (reference: string, from: string) => {
      reads++;
      expect([reference, from]).toEqual(['facts.json', 'a.test.hcl']);
      return '{"agents": [{"id": "other", "policies": ["reviewing"]}]}';
    };
    const { tests, properties } = testsOf(
      `test "a" { given { facts = "facts.json" }  ${REQUEST}  ${EXPECT} }
       test "b" { given { facts = "facts.json" }  ${REQUEST}  ${EXPECT} }
       property "c" { given { facts = "facts.json" }  for_all { agent = "other" }  expect { decision = "deny" } }`,
      { load },
    );
    expect(reads).toBe(1);
    expect(tests[0]?.cases[0]?.given.facts).toEqual({ agents: [{ id: 'other', policies: ['reviewing'] }] });
    expect(tests[1]?.cases[0]?.given.facts).toBe(tests[0]?.cases[0]?.given.facts);
    expect(properties[0]?.region.agent).toMatchObject([{ name: 'other' }]);
  });

  it('leaves facts alone where nobody can read files', () => {
    expect(testsOf(`test "a" { given { facts = "facts.json" }  ${REQUEST}  ${EXPECT} }`).tests[0]?.cases[0]?.given.facts).toBe(null);
  });

  it('knows whom the caller says is registered', () => {
    const facts = { agents: [{ id: 'elsewhere' }], users: [{ id: 'uma' }] };
    expect(testsOf('invariant "i" { never { agent = "elsewhere" }  never { user = "uma" } }', { facts }).invariants[0]?.clauses).toHaveLength(2);
  });

  it('is the same in strict JSON', () => {
    const hcl = testsOf(`
      test "t" { for_each = { a = { p = "x" } }  given { time = 5  user "u" { policies = ["reviewing"] }  approved { by = "user:c" } }
        request { user = "u"  operation = "read"  path = "\${each.p}" }  ${EXPECT} }
      property "p" { for_all { agent = any  path = "a/*" }  expect { decision = "deny" }  runs = 7 }
      invariant "i" { never { user = none  expr = condition.calm }  at_most { scope = "code-read" } }`);
    const json = testsOf(
      JSON.stringify({
        test: {
          t: {
            for_each: { a: { p: 'x' } },
            given: { time: 5, user: { u: { policies: ['reviewing'] } }, approved: { by: 'user:c' } },
            request: { user: 'u', operation: 'read', path: '${each.p}' },
            expect: { decision: 'allow' },
          },
        },
        property: { p: { for_all: { agent: { expr: 'any' }, path: 'a/*' }, expect: { decision: 'deny' }, runs: 7 } },
        invariant: { i: { never: { user: { expr: 'none' }, expr: 'condition.calm' }, at_most: { scope: 'code-read' } } },
      }),
      {},
      'a.test.polc.json',
    );
    const withoutPlaces = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (name, part) => (['span', 'extent', 'line', 'file', 'expression'].includes(name) ? undefined : part)));
    expect(withoutPlaces(json)).toEqual(withoutPlaces(hcl));
  });
});

describe('a property and an invariant', () => {
  it('have regions of what is chosen, any and none', () => {
    const [property] = testsOf(`property "p" {
      for_all {
        agent = any  agent_type = "careful"  user = none  delegation = ["alice-bot"]  operation = ["read", "fetch"]  path = ["a/*", "b/+/c"]
        purpose = any  expr = condition.calm && agent.id == "bot"
      }
      given { agent "guest" { policies = ["reviewing"] } }
      expect { outcome = "capability_missing" }
      runs = 500
    }`).properties;
    expect(property).toMatchObject({
      name: 'p',
      runs: 500,
      expect: { outcome: { value: 'capability_missing' } },
      given: { records: { agents: [{ id: 'guest', policies: ['reviewing'] }] } },
      region: {
        ...{ agent: 'any', agentType: [{ name: 'careful' }], user: 'none', delegation: [{ name: 'alice-bot' }], policies: null, purpose: 'any' },
        operation: [{ name: 'read' }, { name: 'fetch' }],
        path: [{ name: 'a/*' }, { name: 'b/+/c' }],
        condition: { code: ['and', ['lt', ['read', 'context', 'risk'], ['const', 70]], ['eq', ['read', 'agent', 'id'], ['const', 'bot']]] },
      },
    });
  });

  it('have names that only given registers', () => {
    const { region } = testsOf('property "p" { given { agent "guest" { } }  for_all { agent = "guest" }  expect { decision = "deny" } }').properties[0] ?? {};
    expect(region?.agent).toMatchObject([{ name: 'guest' }]);
  });

  it('are of bare policies where these are named, by Vault’s own paths', () => {
    const { clauses } = testsOf('invariant "i" { never { policies = ["Reviewing"]  path = "a//b" }  never { policies = any  operation = any  path = any } }')
      .invariants[0] as { clauses: readonly unknown[] };
    expect(clauses).toMatchObject([
      { kind: 'never', region: { policies: [{ name: 'reviewing' }], path: [{ name: 'a//b' }], agent: null } },
      { kind: 'never', region: { policies: 'any', operation: 'any', path: 'any' } },
    ]);
  });

  it('have their clauses in the order of the text', () => {
    const { clauses } = testsOf(`invariant "i" {
      only_if { operation = "read"  expr = user.mfa }
      never   { path = "a" }
      at_most { agent = "bot"  within = ["reviewing"] }
      at_most { agent = "bot"  scope = ["code-read"] }
      never   { path = "b" }
    }`).invariants[0] as { clauses: readonly unknown[] };
    expect(clauses).toMatchObject([
      { kind: 'only_if', region: { condition: null, operation: [{ name: 'read' }] }, condition: { code: ['read', 'user', 'mfa'] } },
      { kind: 'never', region: { path: [{ name: 'a' }] } },
      { kind: 'at_most', within: { policies: [{ name: 'reviewing' }] } },
      { kind: 'at_most', within: { scopes: [{ name: 'code-read' }] } },
      { kind: 'never', region: { path: [{ name: 'b' }] } },
    ]);
  });
});

describe('a set', () => {
  const BESIDE = `test "t" { ${REQUEST} ${EXPECT} }\nproperty "p" { for_all { agent = any } expect { decision = "deny" } }\ninvariant "i" { never { agent = any } }\n`;

  it('has the same bundle with tests, without, and with tests in files of their own', () => {
    const { bundle } = compile([POLICIES]);
    const beside = compile([{ ...POLICIES, text: `${POLICIES.text}${BESIDE}` }]);
    const apart = compile([POLICIES, { file: 'a.test.hcl', text: BESIDE, role: 'tests' }]);
    expect(bundle).toBeInstanceOf(Uint8Array);
    expect(beside.bundle).toEqual(bundle);
    expect(apart.bundle).toEqual(bundle);
    expect([beside, apart].map(({ model: { tests } }) => [tests.tests.length, tests.properties.length, tests.invariants.length])).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('keeps the tests of files that stay, and reads those anew whose words have changed', () => {
    const file = { file: 'a.test.hcl', text: BESIDE, role: 'tests' as const };
    const workspace = new Workspace([POLICIES, file, { file: 'b.test.hcl', text: 'invariant "j" { never { expr = context.risk > 5 } }', role: 'tests' }]);
    const before = workspace.compile().model.tests;
    workspace.update({ set: [{ file: 'b.test.hcl', text: 'invariant "k" { never { expr = context.risk > 6 } }', role: 'tests' }] });
    const after = workspace.compile();
    expect(after.diagnostics).toEqual([]);
    expect(after.model.tests.tests[0]).toBe(before.tests[0]);
    expect(after.model.tests.invariants.map(({ name }) => name)).toEqual(['i', 'k']);
    workspace.update({ set: [{ ...POLICIES, text: POLICIES.text.toString().replace('agent "bot"', 'agent "bit"').replace('"bot"', '"bit"') }] });
    expect(workspace.compile().diagnostics).toEqual([]);
    workspace.update({ set: [{ ...file, text: 'invariant "i" { never { agent = "bot" } }' }] });
    expect(workspace.compile().diagnostics.map(({ code }) => code)).toEqual(['unknown-agent']);
    workspace.update({ set: [POLICIES] });
    expect(workspace.compile().diagnostics).toEqual([]);
  });

  it('takes an empty file of tests', () => {
    const { model, diagnostics } = compile([POLICIES, { file: 'a.test.hcl', text: '', role: 'tests' }]);
    expect(diagnostics).toEqual([]);
    expect(model.policies.map(({ name }) => name)).toEqual(['reviewing']);
  });
});
