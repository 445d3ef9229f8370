// Counterexamples get small: a fault is planted, found at the edges of the policy, and shrunk to the least request that shows it.

import type { Request } from '@polc/runtime';
import { allowedRequests, compilePolicy, engineOf, type NearMiss, nearMisses, requests, type TestedPolicy } from '@polc/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const policyOf = (text: string): TestedPolicy => compilePolicy([{ file: 'policy.hcl', text }]);

const BANK = policyOf(`
policy "pay" {
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    parameters {
      amount    = number(min: 0.01, max: 500)
      recipient = string(glob: "*@corp.example")
      subject   = optional(string(max_length: 140))
    }
    when { expr = context.risk < 70 && context.country in ["DE", "FR"] }
  }
  path "secret/data/+/notes/*" { capabilities = ["read", "update"] }
}
agent "clerk" { policies = ["pay"] }
user "alice" { policies = ["pay"] }
`);

/** The least request for which something is true, from several seeds. */
function least(arbitrary: fc.Arbitrary<Request>, wrong: (request: Request) => boolean): Request[] {
  return [1, 2, 3, 4, 5].map((seed) => {
    const { counterexample } = fc.check(
      fc.property(arbitrary, (request) => !wrong(request)),
      { numRuns: 3_000, seed },
    );
    if (counterexample === null) throw new Error(`nothing was found from seed ${seed}`);
    return counterexample[0];
  });
}

const each = <T>(value: T): T[] => Array.from({ length: 5 }, () => value);

describe('a shrunk request', () => {
  it('of any kind is the shortest there is', () => {
    expect(least(requests(BANK, { principals: [{ agent: 'clerk' }] }), () => true)).toEqual(each({ agent: 'clerk', operation: 'read', path: 'x' }));
  });

  it('has one policy, where one shows it', () => {
    const few = least(requests(BANK, { weights: { user: 0, agent: 0 } }), () => true);
    expect(few).toEqual(each({ policies: ['pay'], operation: 'read', path: 'x' }));
  });

  it('has only the parameter that it is about, at its edge', () => {
    const wrong = ({ parameters }: Request) => typeof parameters?.amount === 'number' && parameters.amount > 100;
    expect(least(requests(BANK, { principals: [{ agent: 'clerk' }] }), wrong)).toEqual(
      each({ agent: 'clerk', operation: 'read', path: 'x', parameters: { amount: 101 } }),
    );
  });

  it('has only the attribute that it is about, at its edge', () => {
    const wrong = ({ context }: Request) => typeof context?.risk === 'number' && context.risk >= 70;
    expect(least(requests(BANK, { principals: [{ agent: 'clerk' }] }), wrong)).toEqual(
      each({ agent: 'clerk', operation: 'read', path: 'x', context: { risk: 70 } }),
    );
  });

  it('that must be allowed stays so: what the policy wants is there, at its least, and nothing else', () => {
    const wrong = ({ path }: Request) => path.startsWith('mcp/');
    const [first, ...others] = least(allowedRequests(BANK, { principals: [{ agent: 'clerk' }] }), wrong);
    expect(first).toMatchObject({ agent: 'clerk', operation: 'invoke', path: 'mcp/bank/transfer', parameters: { recipient: '@corp.example' } });
    for (const request of [first, ...others]) {
      expect(Object.keys(request?.parameters ?? {}).sort()).toEqual(['amount', 'recipient']);
      expect(Object.keys(request?.context ?? {}).sort()).toEqual(['country', 'risk']);
      expect(request?.parameters?.amount).toBe(1);
      expect(request?.context?.risk).toBe(0);
    }
  });

  it('keeps to the paths of its options', () => {
    const paths = ['secret/data/+/notes/*'];
    expect(least(allowedRequests(BANK, { paths, principals: [{ user: { id: 'alice' } }] }), () => true)).toEqual(
      each({ user: { id: 'alice' }, operation: 'read', path: 'secret/data/x/notes/x' }),
    );
  });

  it('is found again from its seed and path', () => {
    const arbitrary = requests(BANK);
    const wrong = fc.property(arbitrary, ({ path }) => path.length < 8);
    const { seed, counterexamplePath, counterexample } = fc.check(wrong, { seed: 7 });
    const again = fc.check(wrong, { seed, path: counterexamplePath as string });
    expect(again.counterexample).toEqual(counterexample);
    expect(counterexample?.[0].path).toBe('xxxxxxxx');
  });
});

describe('a shrunk pair', () => {
  it('has the least allowed request and the one change that is denied', () => {
    const engine = engineOf(BANK);
    const arbitrary = nearMisses(BANK, { principals: [{ agent: 'clerk' }] });
    const { counterexample } = fc.check(
      fc.property(arbitrary, ({ change }) => change.at !== 'context.risk'),
      { seed: 1, numRuns: 3_000 },
    );
    const [{ allowed, denied, change }] = counterexample as [NearMiss];
    expect(engine.allows(allowed)).toBe(true);
    expect(engine.allows(denied)).toBe(false);
    expect(change).toMatchObject({ kind: 'attribute', at: 'context.risk', from: 0 });
    expect(allowed).toMatchObject({ operation: 'invoke', path: 'mcp/bank/transfer', parameters: { amount: 1, recipient: '@corp.example' } });
    expect(Object.keys(allowed.parameters ?? {})).toHaveLength(2);
  });
});

describe('where nothing is to be found', () => {
  it('drawing says so, and with what the engine answered', () => {
    const shut = policyOf('policy "shut" { path "a/*" { capabilities = ["deny"] } }');
    expect(() => fc.sample(allowedRequests(shut), 1)).toThrow(/allows none of \d+ requests.*explicit_deny \d+ times/);
    const never = policyOf('policy "p" { path "a" {\n capabilities = ["read"]\n when { expr = context.risk > 5 && context.risk < 5 }\n } }');
    expect(() => fc.sample(allowedRequests(never), 1)).toThrow(/condition_false/);
    expect(() => fc.sample(requests(BANK, { where: () => false }), 1)).toThrow(/leave hardly any/);
    expect(() => requests(BANK, { weights: { policies: 0, agent: 0, user: 0 } })).toThrow(/nobody is left/);
    expect(() => requests(BANK, { now: 'soon' })).toThrow(/no instant/);
  });
});
