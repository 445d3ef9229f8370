// `explain`: what was looked at, and changes that do what they say.

import { compile } from '@polc/compiler';
import { type Atom, type Change, type Check, type Condition, type Engine, type Explanation, type Facts, loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { bare, block, byUser, EVERYTHING, expr, inSeconds, type LanguageCase, NOW, onBehalf, stanza } from '../language/language-case.js';

type Asked = Pick<LanguageCase, 'files' | 'request'> & { readonly facts?: object };

function engineOf({ files, facts }: Asked): Engine {
  const { bundle, diagnostics } = compile(Object.entries(files).map(([file, text]) => ({ file, text })));
  if (bundle === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; '));
  return loadBundle(bundle, { clock: () => NOW, ...(facts === undefined ? {} : { facts: facts as Facts }) });
}

/** With every offered request put to the engine. */
function explained(asked: Asked): Explanation {
  const engine = engineOf(asked);
  const request = asked.request as unknown as Request;
  const explanation = engine.explain(request);
  expect(explanation.decision).toEqual(engine.decide(request).toJSON());
  if (!explanation.decision.allowed)
    for (const { request: changed } of explanation.changes) if (changed !== undefined) expect(engine.allows(changed)).toBe(true);
  return explanation;
}

const told = ({ by, text, request }: Change) => `${by}: ${text}${request === undefined ? '' : ' (tried)'}`;
const firstOf = (asked: Asked) => {
  const [change] = explained(asked).changes;
  return change === undefined ? 'nothing' : told(change);
};

const STANZA_SHAPE = 'parameters { amount = number(max: 500)\n to = object({ iban = string(glob: "DE*"), notes = optional(list(string)) }) }';
const GUARDRAIL = (enforcement: string, more: string) => block('guardrail', 'g', `enforcement = "${enforcement}"`, more);
const purposes = 'consent = "implied"\npurposes = ["support", "billing"]';

describe('the first change of a denial', () => {
  const ROWS: readonly (readonly [name: string, asked: Asked, first: string])[] = [
    [
      'a false comparison',
      byUser(stanza('secret/x', 'read', expr('context.risk < 70')), { context: { risk: 80 } }),
      'enforcement point: have context.risk = 69 (tried)',
    ],
    [
      'a missing attribute',
      byUser(stanza('secret/x', 'read', expr('context.country in ["DE", "AT"]'))),
      'enforcement point: supply context.country = "DE" (tried)',
    ],
    [
      'a range, whose two sides are one value',
      byUser(stanza('secret/x', 'read', expr('context.risk >= 30 && context.risk <= 40'))),
      'enforcement point: supply context.risk = 40 (tried)',
    ],
    [
      'the cheaper side of an or',
      byUser(stanza('secret/x', 'read', expr('user.mfa || request.purpose == "audit"'))),
      'caller: supply request.purpose = "audit" (tried)',
    ],
    [
      'a forbidden value',
      byUser(stanza('secret/x', 'read', expr('!(session.kind == "robot")')), { session: { kind: 'robot' } }),
      'enforcement point: have session.kind = "other" (tried)',
    ],
    [
      'an address',
      byUser(stanza('secret/x', 'read', 'when { location { cidrs = ["10.0.0.0/8"] } }')),
      'enforcement point: supply context.ip = "10.0.0.0" (tried)',
    ],
    [
      'a place',
      byUser(stanza('secret/x', 'read', expr('within_km(context.lat, context.lon, 52, 13, 10)'))),
      'enforcement point: have context.lat = 52; and have context.lon = 13 (tried)',
    ],
    [
      'hours that begin later',
      byUser(stanza('secret/x', 'read', 'when { time { zone = "Europe/Berlin" days = ["mon-fri"] hours = ["22:00-06:00"] } }')),
      'caller: ask again at 2026-05-04T20:00:00Z (tried)',
    ],
    [
      'a time that is over is only an author to give back',
      byUser(stanza('secret/x', 'read', expr('context.time < timestamp("2026-01-01T00:00:00Z")'))),
      'policy author: change the condition of "secret/x" at world.hcl:2',
    ],
    [
      'a registered attribute',
      byUser(stanza('secret/x', 'read', expr('user.level == 2')), {}, { user: 'attributes = { level = 1 }' }),
      'registry: have user.level such that user.level == 2',
    ],
    [
      'a glob and a list',
      byUser(stanza('secret/x', 'read', expr('glob(context.host, "*.corp") && any(t, context.tags, t == "ok")'))),
      'enforcement point: supply context.host = ".corp"; and supply context.tags = ["ok"] (tried)',
    ],
    [
      'shapes, as deep as they go',
      byUser(stanza('secret/x', 'read', STANZA_SHAPE), { parameters: { amount: 700, to: { iban: 'FR', notes: [1] }, more: 1 } }),
      'caller: change parameters.amount to 500; and change parameters.to.iban to "DE"; and change parameters.to.notes[0] to "1"; and leave out parameters.more (tried)',
    ],
    [
      'lists, one fault after another',
      bare('path "secret/x" { capabilities = ["read"]  required_parameters = ["a"]  denied_parameters = { "b" = [] } }', { parameters: { b: 1 } }),
      'caller: give the parameter "a"; and leave out the parameter "b" (tried)',
    ],
    ['wrapping', bare('path "secret/x" { capabilities = ["read"]  min_wrapping_ttl = "60" }'), 'caller: ask for response wrapping of 60 s (tried)'],
    ['a purpose', onBehalf({ delegation: purposes }), 'caller: ask for the purpose "support" (tried)'],
    ['a consent', onBehalf({ delegation: '' }), 'user: consent to the delegation "d" (work)'],
    [
      'a consent to another scope',
      {
        ...onBehalf({ scope: stanza('other/x', 'read'), blocks: block('scope', 'more', EVERYTHING), delegation: '' }),
        ...{ files: { 'world.hcl': scopedText() }, facts: { consents: [{ delegation: 'd', scopes: ['work'], given_at: inSeconds(-60) }] } },
      },
      'user: consent to the scope "more" of the delegation "d"',
    ],
    ['MFA', byUser('path "secret/x" { capabilities = ["read"]  mfa_methods = ["totp"] }'), 'user: sign in with MFA (tried)'],
    [
      'an approval, which nobody is told to forge',
      byUser(stanza('secret/x', 'read', 'approval { by = ["group:finance"]  within = "10m" }')),
      'approver: give an approval by group:finance for the stanza "p:secret/x", not older than 600 s',
    ],
    [
      'an approval that only the user himself could give is no change',
      byUser(stanza('secret/x', 'read', 'approval { by = ["user:alice"] }')),
      'policy author: change the stanza "p:secret/x" at world.hcl:2',
    ],
    ['somebody suspended', byUser(EVERYTHING, {}, { user: 'status = "suspended"' }), 'registry: make active again what is not: the user "alice" is suspended'],
    [
      'somebody unknown',
      { ...byUser(EVERYTHING), request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } },
      'registry: register what is missing: no user "bob" is registered',
    ],
    [
      'a guardrail',
      byUser(EVERYTHING, {}, { blocks: GUARDRAIL('hard-mandatory', `require { expr = context.office }`) }),
      'enforcement point: supply context.office = true (tried)',
    ],
    [
      'a guardrail that only its author can lift',
      byUser(EVERYTHING, {}, { blocks: GUARDRAIL('hard-mandatory', '') }),
      'policy author: change the guardrail "g" at world.hcl:12',
    ],
    ['a deny', byUser(stanza('secret/x', 'deny')), 'policy author: remove the deny at world.hcl:2, or add a more specific pattern'],
    ['a capability', byUser(stanza('secret/x', 'list')), 'policy author: add read to "secret/x" at world.hcl:2'],
    [
      'a ceiling that has no stanza',
      onBehalf({ ceiling: stanza('other/x', 'read') }),
      'policy author: add a stanza to of-bot: path "secret/x" { capabilities = ["read"] }',
    ],
    [
      'a ceiling and a guardrail at once',
      onBehalf({ ceiling: stanza('secret/x', 'read', expr('context.risk < 70')), blocks: GUARDRAIL('hard-mandatory', 'forbid { expr = context.night }') }),
      'enforcement point: supply context.night = false; and supply context.risk = 69 (tried)',
    ],
    ['a wrong form', { ...byUser(EVERYTHING), request: { operation: 'read' } }, 'caller: correct the request: a request has an operation and a path'],
    ['stale facts', { ...byUser(EVERYTHING), facts: { as_of: inSeconds(-120), max_age: 60 } }, 'embedder: hand the engine newer facts'],
  ];

  it.each(ROWS)('of %s is the smallest', (_, asked, first) => {
    expect(firstOf(asked)).toBe(first);
  });
});

function scopedText(): string {
  return [
    block('policy', 'of-alice', EVERYTHING),
    block('policy', 'of-bot', EVERYTHING),
    block('scope', 'work', stanza('other/x', 'read')),
    block('scope', 'more', EVERYTHING),
    block('user', 'alice', 'policies = ["of-alice"]'),
    block('agent', 'bot', 'policies = ["of-bot"]'),
    block('delegation', 'd', 'from = "user:alice"', 'to = "bot"', 'scopes = ["work", "more"]'),
  ].join('');
}

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
    const { standing } = explained({ ...onBehalf({ delegation: 'purposes = ["support"]\nmax_depth = 2' }, { purpose: 'support' }), facts });
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
              ...{ id: 'd', active: true, expires: null, max_depth: 2, purposes: ['support'], scopes: ['work'], consent: 'explicit', taken: true },
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
