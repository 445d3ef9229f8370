// What arbitraries know of a policy: the edges of every kind of atom, shape, list, pattern and schema stand among the requests that they make.

import type { Facts, Request } from '@polc/runtime';
import { compilePolicy, engineOf, type RequestOptions, requests, type TestedPolicy } from '@polc/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_SETS, exampleSet } from '../arbitraries/example-sets.js';
import { stopwatch } from '../stopwatch.js';

function policyOf(text: string, tools?: string, facts?: Facts): TestedPolicy {
  const sources = [{ file: 'policy.hcl', text }, ...(tools === undefined ? [] : [{ file: 's.tools.json', text: tools }])];
  return compilePolicy(sources, facts === undefined ? {} : { facts });
}

const made = (policy: TestedPolicy, options: RequestOptions = {}): Request[] => fc.sample(requests(policy, options), { numRuns: 3_000, seed: 1 });

/** Everything that stands there in some request. */
function valuesAt(all: readonly Request[], ...names: readonly string[]): Set<unknown> {
  return new Set(all.map((request) => names.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], request)));
}

const underCondition = (expr: string) => made(policyOf(`policy "p" {\n path "a" {\n capabilities = ["read"]\n when { expr = ${expr} }\n }\n}`));

describe('the edges of an atom', () => {
  it.each<readonly [expr: string, attribute: string, values: readonly unknown[]]>([
    ['context.risk < 70', 'context.risk', [69, 70, 71, undefined]],
    ['context.risk >= 0.5', 'context.risk', [0.49, 0.5, 0.51]],
    ['context.country in ["DE", "FR"]', 'context.country', ['DE', 'FR', 'de', 'DEx']],
    ['context.risk + 5 <= 10', 'context.risk', [5, 6]],
    ['duration(context.age) < duration("1h")', 'context.age', [3599, 3600]],
    ['context.time >= timestamp("2026-01-01T00:00:00Z")', 'context.time', ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z']],
    ['length(context.note) <= 3', 'context.note', ['xxx', 'xxxx']],
    ['startswith(context.note, "ab")', 'context.note', ['ab', 'abx', 'a', 'xab']],
    ['glob(context.mail, "*@corp.example")', 'context.mail', ['@corp.example', 'x@corp.example', '@corp.examplex']],
    ['matches(context.code, "[A-Z]{2}-[0-9]+")', 'context.code', ['AA-0', 'AA-']],
    ['cidr_contains("10.0.0.0/8", context.ip)', 'context.ip', ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0', '::ffff:10.0.0.0']],
    [
      'cidr_contains("2001:db8::/32", context.ip)',
      'context.ip',
      ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
    ],
    ['within_km(context.lat, context.lon, 52.5, 13.4, 100)', 'context.lon', [13.4]],
    ['has(context.ticket)', 'context.ticket', ['x', undefined]],
    ['!context.flag', 'context.flag', [true, false, undefined]],
    ['parameters.to.name == "x"', 'parameters.to.name', ['x', 'X', 'xx']],
    ['session.id == "s-1"', 'session.id', ['s-1', 'S-1']],
    ['target.sensitivity == "low"', 'target.sensitivity', ['low', 'LOW', 'lo']],
  ])('%s', (expr, attribute, values) => {
    expect([...valuesAt(underCondition(expr), ...attribute.split('.'))]).toEqual(expect.arrayContaining([...values]));
  });

  it('of a window is the minute, in its zone, also where the clocks move', () => {
    const all = underCondition('within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])');
    const times = valuesAt(all, 'context', 'time');
    // Monday, in summer; the first Monday of winter time.
    for (const time of ['2026-05-04T07:00:00Z', '2026-05-04T06:59:00Z', '2026-05-04T15:00:00Z', '2026-05-04T14:59:59.999Z']) expect(times).toContain(time);
    expect(times).toContain('2026-10-25T01:00:00Z');
  });

  it('of two attributes is where they meet', () => {
    const all = made(
      policyOf(`
policy "p" {
  path "a" {
    capabilities = ["read"]
    when { expr = parameters.amount <= user.limit }
  }
}
user "alice" {
  policies   = ["p"]
  attributes = { limit = 250 }
}`),
      { weights: { policies: 0 } },
    );
    expect([...valuesAt(all, 'parameters', 'amount')]).toEqual(expect.arrayContaining([249, 250, 251]));
  });

  it('of a list that is asked by any and all is one element that decides', () => {
    const lists = [...valuesAt(underCondition('any(t, context.tags, t == "a") && all(n, context.sizes, n < 5)'), 'context', 'tags')].map((value) =>
      JSON.stringify(value),
    );
    expect(lists).toEqual(expect.arrayContaining(['["a"]', '["x","a"]', '["A"]']));
  });

  it('of an unknown kind is there as well: another type, or nothing', () => {
    const types = new Set(
      [...valuesAt(underCondition('context.risk < 70'), 'context', 'risk')].map((value) =>
        value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value,
      ),
    );
    expect([...types]).toEqual(expect.arrayContaining(['number', 'string', 'null', 'list', 'undefined', 'boolean']));
  });
});

describe('the edges of parameters', () => {
  it('are those of shapes', () => {
    const policy = policyOf(`
policy "p" {
  path "a" {
    capabilities = ["update"]
    parameters {
      amount = number(min: 0.01, max: 500)
      count  = integer(above: 2, below: 9)
      mail   = string(glob: "*@corp.example")
      note   = optional(string(max_length: 5))
      tier   = ["gold", "silver"]
      tags   = list(string, min_items: 1, max_items: 3)
    }
  }
}`);
    const all = made(policy);
    const expected: Readonly<Record<string, readonly unknown[]>> = {
      amount: [0.01, 0, 500, 500.01, 499.99, undefined],
      count: [2, 3, 8, 9, 0.5],
      mail: ['@corp.example', '@corp.examplex'],
      note: [undefined, '', 'x', 'xxxxx', 'xxxxxx'],
      tier: ['gold', 'silver', 'GOLD', 'goldx'],
      more: ['x', undefined],
    };
    for (const [name, values] of Object.entries(expected)) expect([...valuesAt(all, 'parameters', name)], name).toEqual(expect.arrayContaining([...values]));
    const lengths = new Set(all.map(({ parameters }) => (Array.isArray(parameters?.tags) ? parameters.tags.length : -1)));
    expect([...lengths]).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
  });

  it('are those of Vault\u2019s lists', () => {
    const policy = policyOf(`
path "secret/a" {
  capabilities        = ["create", "update"]
  required_parameters = ["reason"]
  allowed_parameters  = { "reason" = [], "env" = ["dev*", "test"], "ttl" = ["60"] }
  denied_parameters   = { "force" = ["true"] }
}`);
    const all = made(policy);
    expect([...valuesAt(all, 'parameters', 'env')]).toEqual(expect.arrayContaining(['dev', 'devx', 'test', 'tes', 'DEV', undefined]));
    expect([...valuesAt(all, 'parameters', 'force')]).toContain('true');
    expect([...valuesAt(all, 'parameters', 'reason')]).toEqual(expect.arrayContaining(['x', undefined]));
  });

  it('are those of a tool, where no stanza says more', () => {
    const schema = { type: 'object', required: ['page'], properties: { page: { type: 'integer', minimum: 1, maximum: 50 }, order: { enum: ['up', 'down'] } } };
    const tools = JSON.stringify({ tools: [{ name: 'find', inputSchema: schema }] });
    const all = made(policyOf('tools "s" { schema = "s.tools.json" }\npolicy "p" { path "mcp/s/find" { capabilities = ["invoke"] } }', tools));
    expect([...valuesAt(all, 'parameters', 'page')]).toEqual(expect.arrayContaining([0, 1, 50, 51]));
    expect([...valuesAt(all, 'parameters', 'order')]).toEqual(expect.arrayContaining(['up', 'down', 'UP']));
  });

  it('are those of response wrapping', () => {
    const all = made(policyOf('path "a" {\n capabilities = ["read"]\n min_wrapping_ttl = "10s"\n max_wrapping_ttl = "1m"\n}'));
    expect([...valuesAt(all, 'wrap_ttl')]).toEqual(expect.arrayContaining([9, 10, 60, 61, undefined]));
  });
});

describe('paths', () => {
  const policy = policyOf(`
path "a/b/*" { capabilities = ["read"] }
path "a/b/secret" { capabilities = ["deny"] }
path "+/keys/+" { capabilities = ["read"] }
path "home/{{identity.entity.name}}/*" { capabilities = ["read"] }
`);
  const paths = new Set(made(policy).map(({ path }) => path));

  it.each(['a/b/x', 'a/b/x/x', 'a/b/secret', 'a/b/secret/x', 'a/b', 'a/b/secre', 'a/b/secret/', 'x/keys/x', 'a/keys/x', 'home/x/x', '/a/b/secret'])(
    'hold %s',
    (path) => {
      expect(paths).toContain(path);
    },
  );

  it('are filled in from who asks', () => {
    const all = made(
      policyOf(`
policy "p" { path "users/{{user.id}}/{{user.team}}/{{agent.metadata.zone}}" { capabilities = ["read"] } }
policy "mine" { path "agents/{{agent.id}}/{{session.id}}" { capabilities = ["read"] } }
user "alice" {
  policies   = ["p"]
  attributes = { team = "blue" }
}
agent "bot" {
  policies = ["mine"]
  metadata = { zone = "north" }
}`),
    );
    expect([...new Set(all.map(({ path }) => path))]).toEqual(expect.arrayContaining(['users/alice/blue/x', 'agents/bot/x']));
  });
});

describe('principals and approvals', () => {
  const policy = policyOf(
    `
policy "p" {
  path "a" {
    capabilities = ["update"]
    approval {
      by     = ["group:leads"]
      within = "10m"
    }
  }
}
group "leads" {}
user "alice" { policies = ["p"] }
agent "one" { policies = ["p"] }
agent "two" { policies = ["p"] }
scope "s" { path "a" { capabilities = ["update"] } }
delegation "d1" {
  from      = "user:alice"
  to        = "one"
  scopes    = ["s"]
  purposes  = ["work"]
  sessions  = ["s-1", "s-2"]
  max_depth = 1
}
delegation "d2" {
  from    = "agent:one"
  to      = "two"
  scopes  = ["s"]
  consent = "implied"
}`,
    undefined,
    {
      users: [{ id: 'lena', groups: ['leads'] }],
      consents: [{ delegation: 'd1', scopes: ['s'], given_at: '2026-05-04T08:00:00Z', expires: '2026-06-01T00:00:00Z' }],
    },
  );
  const all = made(policy);

  it('are all whom files and facts admit', () => {
    const asking = new Set(
      all.map(({ policies, user, agent, delegation }) => JSON.stringify([policies, agent === undefined ? user?.id : undefined, agent, delegation])),
    );
    const expected: Partial<Request>[] = [
      { policies: ['p'] },
      { user: { id: 'alice' } },
      { user: { id: 'lena' } },
      { agent: 'two' },
      { agent: 'one', delegation: { id: 'd1' } },
      { agent: 'two', delegation: { user: 'alice', chain: ['one', 'two'] } },
      { agent: 'two', delegation: { chain: ['one', 'two'] } },
    ];
    for (const { policies, user, agent, delegation } of expected) expect(asking).toContain(JSON.stringify([policies, user?.id, agent, delegation]));
  });

  it('have approvals that hold, and approvals that do not', () => {
    const engine = engineOf(policy);
    const approved = all.filter(({ approvals }) => approvals !== undefined && approvals.length > 0);
    const outcomes = new Set(approved.map((request) => engine.decide(request).outcome));
    expect([...outcomes].sort()).toEqual(expect.arrayContaining(['allowed', 'approval_required']));
    expect(approved.flatMap(({ approvals = [] }) => approvals.map(({ by }) => by))).toEqual(expect.arrayContaining(['user:lena', 'user:nobody']));
  });

  it('are in the sessions that their delegations are for, and now and then in none', () => {
    const engine = engineOf(policy);
    const delegated = all.filter(({ delegation }) => delegation !== undefined && delegation.id !== 'd2');
    for (const id of ['s-1', 's-2', undefined]) expect(valuesAt(delegated, 'session', 'id')).toContain(id);
    const outcomes = new Set(delegated.map((request) => engine.decide(request).outcome));
    for (const outcome of ['allowed', 'session_not_allowed', 'purpose_not_allowed']) expect(outcomes).toContain(outcome);
  });

  it('have times just before and after something ends', () => {
    const times = valuesAt(all, 'context', 'time');
    for (const time of ['2026-05-31T23:59:59.999Z', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00.001Z']) expect(times).toContain(time);
  });
});

it('a seed gives the same requests each time, and each is JSON', () => {
  const { policy } = exampleSet('privileged-actions');
  const again = () => fc.sample(requests(policy), { numRuns: 500, seed: 9 });
  expect(again()).toEqual(again());
  for (const request of again()) expect(JSON.parse(JSON.stringify(request))).toEqual(request);
});

it.each(EXAMPLE_SETS)('%s: thousands of requests a second', (name) => {
  const arbitrary = requests(exampleSet(name).policy);
  const rate = () => {
    const elapsed = stopwatch();
    fc.sample(arbitrary, { numRuns: 4_000, seed: 2 });
    return 4_000 / (elapsed() / 1_000);
  };
  // The best of some: others use the machine, too. By themselves they are several times as fast.
  expect(Math.max(rate(), rate(), rate(), rate())).toBeGreaterThan(5_000);
});
