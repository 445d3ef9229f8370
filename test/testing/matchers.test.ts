// The matchers of `@polc/testing/vitest`: what they pass, what they do not, and that a failing one says why.

import '@polc/testing/vitest';
import { loadBundle, type Request } from '@polc/runtime';
import { compilePolicy } from '@polc/testing';
import { describe, expect, it } from 'vitest';

const policy = compilePolicy([
  {
    file: 'bank.hcl',
    text: `
policy "pay" {
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    parameters { amount = number(max: 500) }
    reason = "transfers above 500 need the treasury desk"
  }
  path "mcp/bank/close" {
    capabilities = ["invoke"]
    approval { by = ["group:finance"] }
  }
}
policy "little" {
  path "mcp/bank/*" { capabilities = ["read"] }
}
agent "clerk" {
  policies = ["pay"]
}
agent "trainee" {
  policies = ["pay"]
  ceiling { policies = ["little"] }
}
`,
  },
]);
const engine = loadBundle(policy.bundle);

const transfer = (amount: number, agent = 'clerk'): Request => ({ agent, operation: 'invoke', path: 'mcp/bank/transfer', parameters: { amount } });
const close: Request = { agent: 'clerk', operation: 'invoke', path: 'mcp/bank/close' };

function wordsOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion passed');
}

describe.each([
  ['an engine', engine],
  ['a policy', policy],
])('on %s', (_, judged) => {
  it('toAllow is for what is allowed', () => {
    expect(judged).toAllow(transfer(500));
    expect(judged).not.toAllow(transfer(501));
    expect(judged).not.toAllow(close);
  });

  it('toDeny is for what is not, with the outcome and the layer that are said', () => {
    expect(judged).toDeny(transfer(501));
    expect(judged).toDeny(transfer(501), { outcome: 'parameter_not_allowed' });
    expect(judged).toDeny(transfer(1, 'trainee'), { outcome: 'ceiling', layer: 'ceiling' });
    expect(judged).not.toDeny(transfer(500));
    expect(judged).not.toDeny(transfer(501), { outcome: 'ceiling' });
    expect(judged).not.toDeny(transfer(1, 'trainee'), { layer: 'agent_policies' });
  });

  it('toRequireApproval is for what waits for one, by somebody who may give it', () => {
    expect(judged).toRequireApproval(close);
    expect(judged).toRequireApproval(close, { by: 'group:finance' });
    expect(judged).not.toRequireApproval(close, { by: 'user:carol' });
    expect(judged).not.toRequireApproval(transfer(500));
  });

  it('toDecide compares what is said of the decision', () => {
    expect(judged).toDecide(transfer(500), { allowed: true, obligations: { max_ttl: null, uses: null, approval: null, mfa: false } });
    expect(judged).toDecide(transfer(501), {
      outcome: 'parameter_not_allowed',
      rules: expect.arrayContaining([expect.objectContaining({ policy: 'pay', line: 3 })]),
    });
    expect(judged).not.toDecide(transfer(501), { allowed: true });
  });
});

describe('a failing matcher', () => {
  it('says what was asked, what was answered, and why', () => {
    const words = wordsOf(() => expect(policy).toAllow(transfer(501)));
    expect(words).toContain('expected the request to be allowed');
    expect(words).toContain(JSON.stringify(transfer(501)));
    expect(words).toContain('parameter_not_allowed');
    expect(words).toContain('transfers above 500 need the treasury desk');
    expect(words).toContain('bank.hcl:3');
    expect(words).toContain('what would allow it');
  });

  it('says what it wanted of a denial and of an approval', () => {
    expect(wordsOf(() => expect(policy).toDeny(transfer(1, 'trainee'), { outcome: 'scope', layer: 'scope' }))).toMatch(
      /expected the request to be denied as scope by the layer scope[\s\S]*ceiling of agent:trainee/,
    );
    expect(wordsOf(() => expect(policy).not.toDeny(close))).toContain('expected the request not to be denied');
    expect(wordsOf(() => expect(policy).toRequireApproval(close, { by: 'user:carol' }))).toMatch(/wait for an approval by user:carol[\s\S]*group:finance/);
  });

  it('refuses what is neither an engine nor a policy', () => {
    expect(() => expect('pay').toAllow(close)).toThrow(TypeError);
    expect(() => expect(undefined).toDeny(close)).toThrow(/for an engine/);
  });
});
