// `explain`: every layer, stanza and atom that was looked at, and what an allow rests on.

import type { Atom, Check, Condition, Explanation, Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { bare, block, byUser, EVERYTHING, expr, inSeconds, type LanguageCase, onBehalf, stanza } from '../language/language-case.js';
import { engineOf, explained, GUARDRAIL, STANZA_SHAPE } from './explained.js';

const atomsOf = (condition: Condition): Atom[] => (condition.op === 'atom' ? [condition] : condition.operands.flatMap(atomsOf));
const checksOf = ({ layers }: Explanation): Check[] =>
  layers.flatMap(({ lists }) => lists.flatMap(({ alternatives }) => alternatives.flatMap(({ checks }) => checks)));
const allAtoms = (explanation: Explanation): Atom[] => checksOf(explanation).flatMap(({ condition }) => (condition === undefined ? [] : atomsOf(condition)));

describe('an atom', () => {
  const atomOf = (text: string, request: object = {}, user = ''): Atom => {
    const [atom] = allAtoms(explained(byUser(stanza('secret/x', 'read', expr(text)), request as LanguageCase['request'], { user })));
    return atom as Atom;
  };

  it.each([
    'context.risk < 70',
    '(context.risk + 1) * 2 >= -5',
    'context.time >= timestamp("2026-01-01T00:00:00.000Z")',
    'context.time - duration("5m") < timestamp("2026-01-01T00:00:00.000Z")',
    'cidr_contains(["10.0.0.0/8", "192.168.0.0/16"], context.ip)',
    'within_hours(context.time, "Europe/Berlin", ["mon-wed", "fri"], ["09:00-12:00", "13:00-17:00"])',
    'within_hours(context.time, "Europe/Berlin", ["mon-sun"], ["22:00-06:00"])',
    'within_hours(context.time, "Europe/Berlin", ["sat-sun"], ["00:00-24:00"])',
    'all(x, context.list, x > 1 && has(context.a["b c"]))',
    'glob(context.host, ["*.a", "b?"])',
    'lower(context.host) in ["a", "b\\"c"]',
    'context.map == { a = 1, "b c" = [true] }',
  ])('is printed as it was written: %s', (text) => {
    expect(atomOf(text, { context: { list: [], a: {} } }).text).toBe(text);
  });

  it.each([
    ['missing', 'context.n > 1', {}, null],
    ['wrong type', 'context.n > 1', { n: 'x' }, '"x"'],
    ['malformed', 'cidr_contains("10.0.0.0/8", context.ip)', { ip: 'here' }, '"here"'],
    ['too long', 'context.n in context.list', { n: 1, list: Array(1_001).fill(2) }, '1'],
    ['out of range', 'context.n > 1', { n: 2 ** 60 }, String(2 ** 60)],
  ] as const)('that is unknown says so apart from false: %s', (cause, text, context, value) => {
    const atom = atomOf(text, { context });
    expect(atom).toMatchObject({ truth: 'unknown', cause, saw: expect.arrayContaining([{ attribute: expect.stringMatching(/^context\./), value }]) });
  });

  it('whose sources disagree says that', () => {
    expect(atomOf('user.level > 1', { user: { id: 'alice', level: 2 } }, 'attributes = { level = 1 }')).toMatchObject({
      truth: 'unknown',
      cause: 'sources disagree',
      saw: [{ attribute: 'user.level', value: null }],
    });
  });

  it('that is false has no cause, and its value is cut short', () => {
    const { saw, ...atom } = atomOf('context.text == "x"', { context: { text: 'y'.repeat(1_000) } });
    expect(atom).toMatchObject({ truth: 'false', cause: null });
    expect(saw[0]?.value?.length).toBeLessThan(100);
  });
});

describe('an explanation', () => {
  it('says where nested data has not its shape, and what was wanted', () => {
    const explanation = explained(byUser(stanza('secret/x', 'read', STANZA_SHAPE), { parameters: { amount: 'a', to: { iban: 'DE1', notes: ['a', 2] } } }));
    expect(checksOf(explanation).filter(({ at }) => at !== undefined)).toEqual([
      { check: 'parameters', passed: false, text: 'parameters.amount is "a"; wanted is number(max: 500)', at: 'parameters.amount', wanted: 'number(max: 500)' },
      { check: 'parameters', passed: false, text: 'parameters.to.notes[1] is 2; wanted is string()', at: 'parameters.to.notes[1]', wanted: 'string()' },
    ]);
  });

  it('judges every check, also behind one that failed', () => {
    const checks = checksOf(explained(byUser(stanza('secret/x', 'list', expr('context.risk < 70')), { context: { risk: 1 } })));
    expect(checks.map(({ check, passed }) => [check, passed])).toEqual([
      ['capability', false],
      ['parameter lists', true],
      ['when', true],
    ]);
  });

  it('shows every hop with each delegation, and the one that was taken', () => {
    const facts = {
      consents: [{ delegation: 'd', scopes: ['work'], given_at: inSeconds(-60), expires: inSeconds(60) }],
    };
    const { standing } = explained({
      ...onBehalf({ delegation: 'purposes = ["support"]\nsessions = ["s"]\nmax_depth = 2' }, { purpose: 'support', session: { id: 's' } }),
      facts,
    });
    expect(standing).toEqual({
      principals: [
        { id: 'user:alice', status: 'active', expires: null },
        { id: 'agent:bot', status: 'active', expires: null },
      ],
      hops: [
        {
          from: 'user:alice',
          to: 'agent:bot',
          delegations: [
            {
              ...{ id: 'd', active: true, expires: null, max_depth: 2, purposes: ['support'], sessions: ['s'], scopes: ['work'], consent: 'explicit' },
              taken: true,
              consents: [{ scopes: ['work'], from: inSeconds(-60), until: inSeconds(60), in_force: true }],
            },
          ],
        },
      ],
      faults: [],
    });
  });

  it('shows the guardrails that concern it, objecting or not', () => {
    const blocks =
      GUARDRAIL('advisory', 'require { expr = context.office }') + block('guardrail', 'h', 'enforcement = "hard-mandatory"', 'on { paths = ["other/*"] }');
    const { guardrails } = explained(byUser(EVERYTHING, {}, { blocks }));
    expect(guardrails).toEqual([
      {
        ...{ name: 'g', file: 'world.hcl', line: 12, enforcement: 'advisory', on: 'the request', objects: true, forbid: [], reason: null },
        require: [{ op: 'atom', text: 'context.office', truth: 'unknown', saw: [{ attribute: 'context.office', value: null }], cause: 'missing' }],
      },
    ]);
  });

  it('of handing authority on shows what was asked, and by which policies', () => {
    const files = {
      'world.hcl': [
        block('policy', 'p', EVERYTHING, stanza('agents/b', 'delegate')),
        block('scope', 'work', EVERYTHING),
        block('agent', 'a', 'policies = ["p"]'),
        block('agent', 'b', 'policies = ["p"]'),
        block('delegation', 'd', 'from = "agent:a"', 'to = "b"', 'scopes = ["work"]', 'consent = "implied"'),
      ].join(''),
    };
    const { layers, decision } = explained({ files, request: { agent: 'b', delegation: { id: 'd' }, operation: 'read', path: 'secret/x' } });
    expect(decision.allowed).toBe(true);
    expect(layers.find(({ layer }) => layer === 'delegate')).toMatchObject({
      operation: 'delegate',
      path: 'agents/b',
      lists: [{ policies: ['p'] }, { policies: ['p'] }],
    });
  });

  it('marks the alternative that counts among those that allow', () => {
    const { layers } = explained(
      byUser(stanza('secret/x', 'read', 'approval { by = ["user:carol"] }') + stanza('secret/x', 'read', expr('context.ok')), { context: { ok: true } }),
    );
    expect(layers[0]?.lists[0]?.alternatives.map(({ allows, chosen }) => [allows, chosen])).toEqual([
      [true, false],
      [true, true],
    ]);
  });

  it('of an allowed request says the least that it rests on', () => {
    const asked = byUser(stanza('*', 'read') + stanza('secret/x', 'read list', expr('(context.a && context.b || context.c) && !(context.d)')), {
      context: { a: true, b: true, c: true, d: false },
    });
    const { justification } = explained(asked);
    expect(justification?.layers).toMatchObject([
      {
        layer: 'user_policies',
        stanzas: [{ policy: 'p', file: 'world.hcl', line: 6 }],
        atoms: [
          { text: 'context.c', truth: 'true' },
          { text: 'context.d', truth: 'false' },
        ],
      },
    ]);
  });

  it('names the delegation and the consent that an allow rests on', () => {
    const consents = [{ delegation: 'd', scopes: ['work'], given_at: inSeconds(-60) }];
    expect(explained({ ...onBehalf({ delegation: '' }), facts: { consents } }).justification?.delegations).toEqual([
      { id: 'd', consent: { scopes: ['work'], from: inSeconds(-60) } },
    ]);
  });

  it('is JSON', () => {
    const explanation = explained(byUser(stanza('secret/x', 'read', expr('context.risk < 70'))));
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});

describe('of a request that changes while it is read', () => {
  it('the decision is the one that was taken', () => {
    const engine = engineOf(bare(stanza('secret/x', 'read') + stanza('secret/y', 'deny')));
    let reads = 0;
    const request = Object.defineProperty({ policies: ['p'], operation: 'read' }, 'path', {
      enumerable: true,
      get: () => (reads++ < 12 ? 'secret/y' : 'secret/x'),
    }) as unknown as Request;
    const { decision, justification } = engine.explain(request);
    expect(decision.allowed).toBe(false);
    expect(justification).toBe(null);
  });

  it.each([
    [
      'cyclic',
      () => {
        const parameters: Record<string, unknown> = {};
        parameters.self = parameters;
        return { policies: ['p'], operation: 'read', path: 'secret/x', parameters };
      },
    ],
    ['no JSON', () => ({ policies: ['p'], operation: 'read', path: 'secret/x', parameters: { a: 10n, b: () => 1, c: Symbol('c') } })],
    ['null', () => null],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
    ],
  ])('or is %s nothing is thrown', (_, make) => {
    const engine = engineOf(bare(stanza('secret/x', 'read', expr('parameters.a > 1'))));
    const request = make() as unknown as Request;
    expect(engine.explain(request).decision.outcome).toBe(engine.decide(request).outcome);
  });
});
