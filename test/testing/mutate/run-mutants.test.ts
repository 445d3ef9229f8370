// Whether tests notice mutants: weak tests leave the survivors they should, strong ones none.

import type { Engine } from '@polc/runtime';
import { type MutationTest, runMutants, TestsFailError } from '@polc/testing';
import { describe, expect, it } from 'vitest';

const text = `policy "p" {
  path "secret/*" {
    capabilities = ["read"]
    when { expr = context.risk < 50 }
  }
}
`;
const sources = [{ file: 'p.hcl', text }];

const asks = (name: string, allowed: boolean, request: object): MutationTest => ({
  name,
  passes: (_, engine: Engine) => engine.allows({ policies: ['p'], operation: 'read', path: 'secret/a', ...request }) === allowed,
});
const allow = asks('reads', true, { context: { risk: 10 } });
const WEAK = [allow];
const STRONG = [
  allow,
  asks('not at risk', false, { context: { risk: 90 } }),
  asks('not at 50', false, { context: { risk: 50 } }),
  asks('not at 49.5', true, { context: { risk: 49.5 } }),
  asks('not at 50.5', false, { context: { risk: 50.5 } }),
  ...['create', 'update', 'delete', 'list'].map((operation) => asks(`no ${operation}`, false, { operation, context: { risk: 10 } })),
  ...['secret', 'secrets', 'other/a'].map((path) => asks(`not ${path}`, false, { path, context: { risk: 10 } })),
  asks('deeper', true, { path: 'secret/xa/b', context: { risk: 10 } }),
  asks('x', true, { path: 'secret/x', context: { risk: 10 } }),
];

describe('the mutants of a policy', () => {
  it('survive weak tests where these look away', () => {
    const { survivors, score, killed } = runMutants(sources, WEAK);
    expect(survivors.map(({ line, kind, description }) => `${line} ${kind}: ${description}`)).toEqual([
      '2 widen-pattern: secret/* becomes secret*',
      '2 widen-pattern: secret/* becomes *',
      '2 widen-pattern: secret/* becomes +/*',
      ...['create', 'update', 'delete', 'list'].map((word) => `3 add-capability: ${word} is granted too`),
      expect.stringMatching(/^4 drop-condition: /),
      expect.stringMatching(/^4 condition-true: /),
      '4 swap-comparison: < becomes <=',
      '4 move-bound: 50 becomes 49',
      '4 move-bound: 50 becomes 51',
    ]);
    expect(score).toBe(killed / (killed + survivors.length));
  });

  it('do not survive strong tests', () => {
    const { survivors, score, kills, killed } = runMutants(sources, STRONG);
    expect(survivors).toEqual([]);
    expect(score).toBe(1);
    expect(kills.reduce((sum, { count }) => sum + count, 0)).toBe(killed);
    expect(kills.map(({ count }) => count)).toEqual(kills.map(({ count }) => count).sort((a, b) => b - a));
  });

  it('are tried with the tests that killed before, and no further than the first that fails', () => {
    const asked: string[] = [];
    const watched = STRONG.map(
      (test): MutationTest => ({ name: test.name, passes: (policy, engine) => asked.push(test.name) > 0 && test.passes(policy, engine) }),
    );
    const { killed } = runMutants(sources, watched);
    const most = STRONG.length + killed * STRONG.length;
    expect(asked.length).toBeLessThan(most / 2);
  });

  it('are the same each time, and of a sample those of its seed', () => {
    expect(runMutants(sources, WEAK)).toEqual(runMutants(sources, WEAK));
    const sample = runMutants(sources, WEAK, { max: 9, seed: 3 });
    expect(sample).toEqual(runMutants(sources, WEAK, { max: 9, seed: 3 }));
    const { invalid, same, duplicate } = sample.discarded;
    expect(sample.killed + sample.survivors.length + invalid + same + duplicate).toBe(9);
  });

  it('that are the same policy in other words do not count', () => {
    const all = runMutants(sources, WEAK);
    const { equivalent, survivors, score } = runMutants(sources, WEAK, {
      isEquivalent: ({ kind }) => ({
        equivalence: kind === 'add-capability' ? 'equivalent' : kind === 'move-bound' ? 'undecided' : 'different',
        request: null,
      }),
    });
    expect(equivalent.map(({ kind }) => kind)).toEqual(new Array(4).fill('add-capability'));
    expect(survivors.length).toBe(all.survivors.length - 4);
    expect(survivors.map(({ equivalence }) => equivalence)).toEqual(survivors.map(({ kind }) => (kind === 'move-bound' ? 'undecided' : 'different')));
    expect(score).toBeGreaterThan(all.score as number);
    expect(all.survivors.every(({ equivalence }) => equivalence === null)).toBe(true);
  });

  it('are left where the time is over', () => {
    let now = 0;
    const { isPartial, killed, survivors } = runMutants(sources, WEAK, { timeBudget: 5, clock: () => now++ });
    expect(isPartial).toBe(true);
    expect(killed + survivors.length).toBe(4);
  });

  it('are not tried with tests that fail without them', () => {
    const wrong = asks('wrong', false, { context: { risk: 10 } });
    expect(() => runMutants(sources, [...WEAK, wrong])).toThrow(TestsFailError);
    expect(() => runMutants(sources, [wrong])).toThrow('tests fail on the policy as it is: wrong');
  });

  it('are killed by a test that throws, and by nothing where there is no test', () => {
    const throwing: MutationTest = {
      name: 'throws',
      passes: ({ model }) => {
        if (model.policies[0]?.stanzas[0]?.pattern.written !== 'secret/*') throw new Error('another pattern');
        return true;
      },
    };
    expect(runMutants(sources, [throwing], { kinds: ['widen-pattern'] })).toMatchObject({ killed: 3, survivors: [] });
    expect(runMutants(sources, [])).toMatchObject({ killed: 0, score: 0 });
    expect(runMutants([{ file: 'a.hcl', text: '' }], [])).toMatchObject({ killed: 0, score: null });
  });

  it('see the facts that the tests see', () => {
    const agents = [{ file: 'a.hcl', text: `${text}agent_type "t" { ceiling_policies = ["p"] }` }];
    const facts = { agents: [{ id: 'a', policies: ['p'] }] };
    const test: MutationTest = {
      name: 'agent',
      passes: (_, engine) => engine.allows({ agent: 'a', operation: 'read', path: 'secret/a', context: { risk: 1 } }),
    };
    expect(runMutants(agents, [test], { facts, kinds: ['drop-capability'] })).toMatchObject({ killed: 1 });
  });
});
