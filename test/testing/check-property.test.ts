// Properties of regions: what holds passes, what does not comes back with the least request that shows it, what is hardly ever asked is undecided.

import { type Code, loadBundle } from '@polc/runtime';
import { checkProperty, compilePolicy, engineOf, type TestedPolicy } from '@polc/testing';
import { describe, expect, it } from 'vitest';

const policyOf = (text: string): TestedPolicy => compilePolicy([{ file: 'policy.hcl', text }]);

const POLICY = policyOf(`
policy "pay" {
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    parameters { amount = number(min: 0, max: 500) }
  }
  path "secret/data/payroll/*" {
    capabilities = ["read", "update"]
    when { expr = condition.office_hours || context.ticket == "T-1" }
  }
  path "secret/data/notes/*" { capabilities = ["read"] }
}
condition "office_hours" {
  time { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["09:00-17:00"] }
}
condition "at_home" {
  expr = glob(context.host, "*.home.example") && matches(context.device, "[a-z]{3}-[0-9]") && context.risk > 5
}
agent "clerk" { policies = ["pay"] }
user "alice" { policies = ["pay"] }
delegation "d" {
  from    = "user:alice"
  to      = "clerk"
  scopes  = ["all"]
  consent = "implied"
}
scope "all" { path "mcp/*" { capabilities = ["invoke"] } }
`);

const conditionNamed = (name: string): Code => {
  const found = POLICY.model.blocks.conditions.find(({ record }) => record.name === name);
  if (found === undefined) throw new Error(name);
  return found.record.condition.code;
};

describe('a property', () => {
  it('that holds passes', () => {
    const result = checkProperty(
      POLICY,
      { region: { paths: ['secret/data/notes/*'], operations: ['update', 'delete'] }, expect: { decision: 'deny' } },
      { seed: 1 },
    );
    expect(result).toMatchObject({ status: 'passed', runs: 1000, path: null });
    expect(result.met).toBeGreaterThan(900);
  });

  it('that does not hold fails with the least request that shows it, and can be replayed', () => {
    const property = {
      region: { agents: ['clerk'], forms: ['agent'], paths: ['secret/data/payroll/*'], conditions: [['not', conditionNamed('office_hours')]] },
      expect: { decision: 'deny' },
    } as const;
    const result = checkProperty(POLICY, property, { seed: 2 });
    expect(result.status).toBe('failed');
    const { request, decision } = result.counterexample ?? {};
    expect(decision).toMatchObject({ allowed: true });
    expect(request).toMatchObject({ agent: 'clerk', operation: 'read', path: 'secret/data/payroll/x', context: { ticket: 'T-1' } });
    expect(Object.keys(request ?? {}).sort()).toEqual(['agent', 'context', 'operation', 'path']);
    // The least time outside office hours, seen from now.
    expect(engineOf(POLICY).allows({ ...(request as NonNullable<typeof request>), context: { time: request?.context?.time as string } })).toBe(false);
    const again = checkProperty(POLICY, property, { seed: result.seed, path: result.path as string });
    expect(again).toMatchObject({ status: 'failed', counterexample: { request } });
  });

  it('at the edge of a number finds the edge', () => {
    const over: Code = ['ge', ['read', 'parameters', 'amount'], ['const', 500]];
    const { counterexample } = checkProperty(POLICY, { region: { paths: ['mcp/bank/*'], conditions: [over] }, expect: { decision: 'deny' } }, { seed: 3 });
    expect(counterexample?.request.parameters).toEqual({ amount: 500 });
  });

  it('may speak of what the policy does not: globs, expressions and attributes of its own', () => {
    const region = { paths: ['secret/data/notes/*'], operations: ['read'], principals: [{ user: { id: 'alice' } }], conditions: [conditionNamed('at_home')] };
    const result = checkProperty(POLICY, { region, expect: { outcomes: ['allowed'] } }, { seed: 4, runs: 3000 });
    expect(result.counterexample).toBeUndefined();
    expect(result).toMatchObject({ status: 'passed', runs: 3000 });
    expect(result.met).toBeGreaterThan(2_500);
    const failing = checkProperty(POLICY, { region, expect: { decision: 'deny' } }, { seed: 4 });
    expect(failing.counterexample?.request).toMatchObject({ user: { id: 'alice' }, context: { host: '.home.example', risk: 6 } });
  });

  it('of a region that is hardly ever met is undecided, and says how often it was met', () => {
    const never: Code = ['and', ['gt', ['read', 'context', 'risk'], ['const', 5]], ['lt', ['read', 'context', 'risk'], ['const', 5]]];
    const result = checkProperty(POLICY, { region: { conditions: [never] }, expect: { decision: 'deny' } }, { seed: 5, runs: 200 });
    expect(result).toMatchObject({ status: 'undecided', runs: 200, met: 0 });
  });

  it('is asked of each form, or of users and agents wherever they stand', () => {
    const onBehalf = checkProperty(POLICY, { region: { users: ['alice'], forms: ['delegation'] }, expect: { decision: 'deny' } }, { seed: 6 });
    expect(onBehalf.counterexample?.request).toMatchObject({ agent: 'clerk', operation: 'invoke', path: 'mcp/bank/transfer' });
    expect(() => checkProperty(POLICY, { region: { agents: ['nobody'] }, expect: { decision: 'deny' } })).toThrow(/nobody is left/);
    expect(() => checkProperty(POLICY, { region: { paths: ['a/+*'] }, expect: { decision: 'deny' } })).toThrow(/no pattern/);
    expect(() => checkProperty(POLICY, { region: {}, expect: {} })).toThrow(/expects nothing/);
  });

  it('holds for an engine with any clock: requests say their time where it matters', () => {
    const { counterexample } = checkProperty(POLICY, { region: { paths: ['secret/data/payroll/*'] }, expect: { decision: 'deny' } }, { seed: 8 });
    const request = counterexample?.request ?? { operation: '', path: '' };
    for (const clock of [0, Date.UTC(2050, 0, 1)]) expect(loadBundle(POLICY.bundle, { clock: () => clock }).allows(request)).toBe(true);
  });
});
