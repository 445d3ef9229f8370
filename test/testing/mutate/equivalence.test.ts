// What a survivor is called: the same policy, another with a request that shows it, or nobody can tell.

import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { caseTests, equivalence, runMutants } from '@polc/testing';
import { describe, expect, it } from 'vitest';

const POLICY = `policy "p" {
  path "a/*" {
    capabilities = ["read"]
    when { expr = context.x < 5 && context.x < 9 }
  }
}
guardrail "seen" {
  enforcement = "advisory"
  on { paths = ["a/secret"] }
}
agent "bot" { policies = ["p"] }
`;
const TESTS = 'test "t" { request { agent = "bot"  operation = "read"  path = "a/x"  context = { x = 1 } } expect { decision = "allow" } }';

function survivors(patience?: number) {
  const sources = [{ file: 'p.hcl', text: POLICY }];
  const { bundle = new Uint8Array(), model } = compile([...sources, { file: 'a.test.hcl', text: TESTS, role: 'tests' }]);
  const { tests } = model.tests;
  const options = patience === undefined ? { tests } : { tests, patience };
  return {
    engine: loadBundle(bundle),
    ...runMutants(sources, caseTests(tests), { isEquivalent: equivalence({ bundle, model }, loadBundle(bundle), options) }),
  };
}

describe('a survivor', () => {
  const { survivors: left, equivalent, engine } = survivors();

  it('that no request can tell from the policy is the same', () => {
    expect(equivalent.map(({ description }) => description)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^9 becomes/), 'context.x < 9 is always true']),
    );
  });

  it('that is another policy comes with a request that tells them apart', () => {
    const moved = left.filter(({ kind, description }) => kind === 'move-bound' && description.startsWith('5 becomes 6'));
    expect(moved).toMatchObject([{ equivalence: 'different', request: { path: expect.stringMatching(/^a\//) } }]);
    expect(engine.allows(moved[0]?.request as NonNullable<(typeof moved)[0]['request']>)).toBe(false);
  });

  it('that only advises otherwise is another, though no decision shows it', () => {
    const advice = left.filter(({ kind }) => kind === 'drop-guardrail');
    expect(advice).toMatchObject([{ equivalence: 'different', request: null }]);
  });

  it('is undecided when the patience is over', () => {
    const { survivors: all, equivalent: none } = survivors(-1);
    expect(none).toEqual([]);
    expect(all.filter(({ description }) => /^9 becomes/.test(description)).map((one) => one.equivalence)).toEqual(['undecided', 'undecided']);
  });
});
