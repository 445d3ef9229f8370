// What coverage counts of stanzas, guardrails, layers, delegations, shapes and lists, against decisions counted one by one.

import { loadBundle, type Request } from '@polc/runtime';
import { goalsOf } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../../stopwatch.js';
import { bare, measured } from './measured.js';

const TEAM = `
agent_type "autonomous" { ceiling_policies = ["edge"] }
agent "helper" {
  type     = "autonomous"
  policies = ["reader"]
  ceiling { policies = ["reader", "writer"] }
}
user "alice" { policies = ["reader", "writer"] }
delegation "d" {
  from    = "user:alice"
  to      = "helper"
  scopes  = ["reads", "writes"]
  consent = "implied"
}
scope "reads"  { path "secret/*" { capabilities = ["read"] } }
scope "writes" { path "secret/*" { capabilities = ["update"] } }
policy "reader" { path "secret/*" { capabilities = ["read"] } }
policy "writer" {
  path "secret/*" { capabilities = ["update"] }
  path "secret/closed" { capabilities = ["deny"] }
}
policy "edge" { path "secret/+" { capabilities = ["read", "update"] } }
guardrail "quiet" {
  enforcement = "hard-mandatory"
  on     { capabilities = ["update"] }
  forbid { expr = context.risk > 50 }
}
guardrail "sealed" {
  enforcement = "hard-mandatory"
  on { paths = ["secret/sealed"] }
}
`;

const who: readonly Omit<Request, 'operation' | 'path'>[] = [{ agent: 'helper' }, { user: { id: 'alice' } }, { agent: 'helper', delegation: { id: 'd' } }];
const requests: Request[] = who.flatMap((form) =>
  ['read', 'update'].flatMap((operation) =>
    ['secret/a', 'secret/closed', 'secret/a/b', 'other', 'secret/sealed'].flatMap((path) =>
      [{}, { risk: 10 }, { risk: 90 }].map((context) => ({ ...form, operation, path, context })),
    ),
  ),
);

describe('coverage of a team', () => {
  const { coverage, policy } = measured(TEAM);
  const engine = loadBundle(policy.bundle);
  for (const request of requests) coverage.add(request);
  const [file] = coverage.report().files;
  const explained = requests.map((request) => engine.explain(request));

  it('counts each layer as decisions tell them', () => {
    expect(file?.layers.map(({ layer, principal }) => `${layer} ${principal}`)).toEqual([
      'user_policies user:alice',
      'agent_policies agent:helper',
      'ceiling agent:helper',
      'type_ceiling agent_type:autonomous',
      'scope delegation:d',
    ]);
    const told = requests.flatMap((request) =>
      engine
        .decide(request)
        .toJSON()
        .layers.filter(({ layer }) => layer !== 'guardrail'),
    );
    for (const { layer, principal, allowed, denied } of file?.layers ?? []) {
      const count = (answer: boolean) => told.filter((each) => each.layer === layer && each.principal === principal && each.allowed === answer).length;
      expect([layer, allowed, denied]).toEqual([layer, count(true), count(false)]);
      expect(allowed * denied).toBeGreaterThan(0);
    }
  });

  it('counts each stanza as explanations tell them', () => {
    const lists = explained.flatMap(({ layers }) => layers.flatMap((layer) => layer.lists));
    for (const stanza of file?.stanzas ?? []) {
      const isThis = ({ policy: name, line }: { policy: string; line: number }) => name === stanza.policy && line === stanza.line;
      const selected = lists.filter(({ candidates }) => candidates.some((each) => each.selected && each.stanzas.some(isThis)));
      const allowing = selected.filter(
        ({ outcome, alternatives }) => outcome === 'allowed' && alternatives.some((each) => each.allows && each.stanzas.some(isThis)),
      );
      const { selected: seen, allowed, denied } = stanza;
      expect({ seen, allowed, denied }).toEqual({
        seen: selected.length,
        allowed: allowing.length,
        denied: selected.filter(({ outcome }) => outcome !== 'allowed').length,
      });
      expect(seen).toBeGreaterThan(0);
    }
    expect(file?.stanzas.filter(({ deny }) => deny)).toMatchObject([{ pattern: 'secret/closed', allowed: 0 }]);
  });

  it('counts each guardrail as explanations tell them, and one without a condition never passes', () => {
    for (const { name, asked, objected, passed } of file?.guardrails ?? []) {
      const those = explained.flatMap(({ guardrails }) => guardrails.filter((each) => each.name === name));
      expect({ asked, objected, passed }).toEqual({
        asked: those.length,
        objected: those.filter((each) => each.objects).length,
        passed: those.filter((each) => !each.objects).length,
      });
    }
    expect(file?.guardrails).toMatchObject([
      { name: 'quiet', always: false },
      { name: 'sealed', always: true, passed: 0 },
    ]);
    const goals = goalsOf(file as NonNullable<typeof file>).filter(({ metric, of }) => metric === 'guardrails' && of.includes('sealed'));
    expect(goals.map(({ want }) => want)).toEqual(['asked', 'objected']);
  });

  it('counts delegations and scopes that were used', () => {
    const delegated = explained.filter(({ decision, standing }) => decision.layers.length > 0 && standing?.hops.length === 1);
    const allowing = (scope: string) =>
      explained.flatMap(({ layers }) => layers.flatMap(({ lists }) => lists.filter(({ policies, outcome }) => policies[0] === scope && outcome === 'allowed')));
    expect(file?.uses.map(({ kind, name, used }) => [kind, name, used])).toEqual([
      ['delegation', 'd', delegated.length],
      ['scope', 'reads', allowing('reads').length],
      ['scope', 'writes', allowing('writes').length],
    ]);
  });

  it('tells which stanzas were merged to one alternative', () => {
    const { merged } = coverage.report();
    expect(merged.map(({ stanzas }) => stanzas.map(({ policy: name }) => name))).toEqual([['reader', 'writer']]);
    expect(merged[0]?.allowed).toBeGreaterThan(0);
    expect(merged[0]?.denied).toBe(0);
  });

  it('is the same whatever is counted twice, and in whichever order', () => {
    const { coverage: other } = measured(TEAM);
    for (const request of [...requests].reverse()) other.add(request);
    expect(other.report()).toEqual(coverage.report());
    const copy = coverage.copy();
    for (const request of requests) copy.add(request);
    expect(copy.report().shares).toEqual(coverage.report().shares);
    expect(copy.report().files[0]?.stanzas[0]?.selected).toBe(2 * (file?.stanzas[0]?.selected as number));
    expect(coverage.report().requests).toBe(requests.length);
  });

  it('counts nothing of a request that is none, nor of one that nobody stands behind', () => {
    const { coverage: none } = measured(TEAM);
    const before = none.report();
    none.add({ operation: 'read', path: 'secret/a' });
    none.add({ agent: 'stranger', operation: 'read', path: 'secret/a' });
    expect(none.report()).toEqual({ ...before, requests: 2 });
  });

  it('refuses an engine on another bundle', () => {
    const { policy: other } = measured('policy "p" { path "x" { capabilities = ["read"] } }');
    expect(() => coverage.copy().add(requests[0] as Request, { engine: loadBundle(other.bundle) })).toThrow(TypeError);
  });
});

const atomsOf = ({ coverage }: ReturnType<typeof measured>, kind: string) =>
  coverage
    .report()
    .files[0]?.conditions.find((condition) => condition.kind === kind)
    ?.atoms.map(({ text, true: yes, false: no, mcdc }) => [text, yes, no, mcdc]);

describe('coverage of parameters', () => {
  it('takes each member of a shape, and all other parameters, for an atom', () => {
    const small = measured(`policy "p" { path "x" {
      capabilities = ["read"]
      parameters {
        n    = number(max: 10)
        note = optional(string)
        free = optional(any())
      }
    } }`);
    for (const parameters of [{ n: 5 }, { n: 11 }, {}, { n: 1, note: 'a' }, { n: 1, note: 7 }, { n: 11, note: 7 }, { n: 1, more: true }])
      small.coverage.add(bare({ parameters }));
    expect(atomsOf(small, 'parameters')).toEqual([
      ['n', 4, 3, true],
      ['note', 1, 2, true],
      ['free', 0, 0, null],
      ['(no other parameter)', 6, 1, true],
    ]);
  });

  it('wants another request where a member was refused together with others only', () => {
    const small = measured(`policy "p" { path "x" { capabilities = ["read"]  parameters { a = 1, b = 2 } } }`);
    for (const parameters of [
      { a: 1, b: 2 },
      { a: 0, b: 0 },
    ])
      small.coverage.add(bare({ parameters }));
    expect(atomsOf(small, 'parameters')).toEqual([
      ['a', 1, 1, false],
      ['b', 1, 1, false],
      ['(no other parameter)', 2, 0, false],
    ]);
  });

  it("takes each key of Vault's lists for an atom, where the request has something to say to it", () => {
    const small = measured(`path "x" {
      capabilities        = ["read"]
      required_parameters = ["id"]
      allowed_parameters  = { "id" = [], "colour" = ["red", "dark*"] }
      denied_parameters   = { "force" = [true] }
    }
    name = "p"`);
    const data = [{ id: '1' }, {}, { id: '1', colour: 'red' }, { id: '1', colour: 'blue' }, { id: '1', force: true }, { id: '1', size: 's' }];
    for (const parameters of data) small.coverage.add(bare({ parameters }));
    expect(atomsOf(small, 'lists')).toEqual([
      ['required id', 5, 1, true],
      ['denied force', 4, 1, false],
      ['allowed id', 5, 0, null],
      ['allowed colour', 1, 1, true],
      ['(no other parameter)', 4, 2, true],
    ]);
  });

  it('asks conditions only of requests that come to them', () => {
    const small = measured(`policy "p" { path "x" {
      capabilities = ["read"]
      parameters { n = number }
      when { expr = context.a == 1 }
    } }`);
    small.coverage.add(bare({ context: { a: 1 } }));
    small.coverage.add(bare({ operation: 'update', parameters: { n: 1 }, context: { a: 1 } }));
    expect(atomsOf(small, 'when')).toEqual([['context.a == 1', 0, 0, false]]);
    small.coverage.add(bare({ parameters: { n: 1 }, context: { a: 1 } }));
    expect(atomsOf(small, 'when')).toEqual([['context.a == 1', 1, 0, false]]);
  });
});

describe('coverage of many requests', () => {
  it('of a policy with conditions, guardrails and layers looks at ten thousand in three seconds', () => {
    const { coverage } = measured(TEAM);
    // The best of three: the machine may be busy.
    const times = [1, 2, 3].map(() => {
      const elapsed = stopwatch();
      for (let i = 0; i < 10_000; i++) coverage.add(requests[i % requests.length] as Request);
      return elapsed();
    });
    expect(Math.min(...times)).toBeLessThan(3_000);
    expect(coverage.report().requests).toBe(30_000);
  });
});

describe('stanzas that look alike', () => {
  it('are told apart: two of one pattern on one line, one of them a scope', () => {
    const { coverage } = measured(
      'policy "p" { path "x" { capabilities = ["read"]  when { expr = context.a == 1 } } path "x" { capabilities = ["read"]  when { expr = context.b == 1 } } }\nscope "p" { path "x" { capabilities = ["read"] } }',
    );
    coverage.add(bare({ context: { b: 1 } }));
    const [file] = coverage.report().files;
    expect(file?.stanzas.map(({ selected, allowed }) => [selected, allowed])).toEqual([
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(file?.conditions.map(({ true: yes, unknown }) => [yes, unknown])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});
