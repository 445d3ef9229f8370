// Whatever is asked of whatever policies: an explanation is there, agrees with the decision, and offers nothing that does not work.

import { compile } from '@polc/compiler';
import { type Condition, type Engine, type Explanation, type Facts, loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CASES } from '../language/cases/index.js';
import { block, inSeconds, NOW, stanza } from '../language/language-case.js';
import { runs } from '../runs.js';

const ATOMS = [
  ...['context.risk < 70', 'context.risk >= 30', 'context.country in ["DE", "AT"]', 'user.mfa', 'user.level == 2', 'request.purpose == "support"'],
  ...['parameters.amount <= 500', 'has(session.id)', 'glob(context.host, "*.corp")', 'cidr_contains("10.0.0.0/8", context.ip)', 'agent.metadata.team == "a"'],
  ...['all(x, context.tags, x != "bad")', 'context.time < timestamp("2026-06-01T00:00:00Z")', 'delegation.depth <= 1', 'length(context.host) > 3'],
  'within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["13:00-17:00"])',
];

const condition: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...ATOMS),
    fc.tuple(tie('tree'), fc.constantFrom('&&', '||'), tie('tree')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('tree').map((a) => `!(${a})`),
  ),
})).tree;

const PATHS = ['secret/x', 'secret/*', 'secret/+/y', 'secret/{{agent.id}}', 'other/x', 'agents/*'];
const OWN = [
  ...[
    'parameters { amount = number(min: 1, max: 500)\n to = optional(object({ iban = string(glob: "DE*") })) }',
    'parameters { "*" = one_of("a", list(integer)) }',
  ],
  ...[
    'approval { by = ["group:finance"] }',
    'approval { by = ["user:alice", "user:carol"]  count = 2  within = "10m" }',
    'max_ttl = "5m"',
    'min_wrapping_ttl = "60"',
  ],
  ...['mfa_methods = ["totp"]', 'allowed_parameters = { "amount" = ["1", "2"] }', 'required_parameters = ["amount"]', ''],
];

const stanzaText = fc
  .tuple(fc.constantFrom(...PATHS), fc.constantFrom('read', 'read update', 'list', 'read delegate', 'deny'), fc.constantFrom(...OWN), fc.option(condition))
  .map(([path, capabilities, own, when]) => {
    if (capabilities === 'deny') return stanza(path, 'deny');
    return stanza(path, capabilities, `${own}\n${when === null ? '' : `when { expr = ${when} }`}`);
  });
const stanzas = fc.array(stanzaText, { minLength: 1, maxLength: 4 }).map((each) => [...each, stanza('secret/*', 'read')].join(''));
const scopeStanzas = stanzas.map((text) => text.replaceAll('"deny"', '"list"').replaceAll('{{agent.id}}', '+'));

const guardrail = fc
  .tuple(fc.constantFrom('hard-mandatory', 'soft-mandatory', 'advisory'), condition, fc.constantFrom('require', 'forbid'), fc.boolean())
  .map(([enforcement, text, clause, everywhere]) =>
    block(
      'guardrail',
      'g',
      `enforcement = "${enforcement}"\n${everywhere ? '' : 'on { paths = ["secret/x"] }'}\n${clause} { expr = ${text} }`,
      enforcement === 'soft-mandatory' ? 'approval { by = ["group:finance"] }' : '',
    ),
  );

const world = fc
  .record({
    ...{ user: stanzas, ceiling: stanzas, scope: scopeStanzas, guardrail: fc.option(guardrail) },
    delegation: fc.constantFrom(
      'consent = "implied"',
      'purposes = ["support"]',
      'consent = "implied"\nsessions = ["s", "t"]',
      'max_depth = 1',
      'status = "revoked"',
      'consent = "implied"\nexpires = "2026-01-01T00:00:00Z"',
    ),
    agent: fc.constantFrom('', 'metadata = { team = "a" }', 'owner = "user:alice"', 'status = "suspended"', 'expires = "2026-05-05T00:00:00Z"'),
  })
  .map(({ user, ceiling, scope, guardrail, delegation, agent }) =>
    [
      block('policy', 'of-alice', user),
      block('policy', 'of-bot', ceiling, stanza('agents/*', 'delegate')),
      block('scope', 'work', scope),
      block('scope', 'more', stanza('secret/*', 'read')),
      block('user', 'alice', 'policies = ["of-alice"]\nattributes = { level = 1 }'),
      block('agent', 'bot', 'policies = ["of-bot"]', agent),
      block('agent', 'helper', 'policies = ["of-bot"]'),
      block('delegation', 'd', 'from = "user:alice"\nto = "bot"\nscopes = ["work", "more"]', delegation),
      block('delegation', 'e', 'from = "agent:bot"\nto = "helper"\nscopes = ["work"]\nconsent = "implied"'),
      guardrail ?? '',
    ].join(''),
  );

const facts: fc.Arbitrary<Facts> = fc.record({
  consents: fc.array(
    fc.record({
      delegation: fc.constant('d'),
      scopes: fc.subarray(['work', 'more'], { minLength: 1 }),
      given_at: fc.constantFrom(inSeconds(-60), inSeconds(60)),
    }),
    { maxLength: 2 },
  ),
});

const principal = fc.constantFrom<object>(
  ...[
    { policies: ['of-alice', 'of-bot'] },
    { policies: ['root'] },
    { policies: [] },
    { user: { id: 'alice' } },
    { user: { id: 'alice', mfa: true } },
    { user: { id: 'eve' } },
  ],
  ...[
    { agent: 'bot' },
    { agent: 'bot', delegation: { id: 'd' } },
    { agent: 'bot', delegation: { user: 'alice', chain: ['bot'] } },
    { agent: 'bot', user: { id: 'alice' } },
  ],
  ...[
    { agent: 'helper', delegation: { user: 'alice', chain: ['bot', 'helper'] } },
    { agent: 'helper', delegation: { id: 'e' } },
    { agent: 'helper', delegation: { id: 'x' } },
  ],
);
const context = fc.record(
  {
    risk: fc.constantFrom<unknown>(10, 80, 'high', 2 ** 60),
    country: fc.constantFrom<unknown>('DE', 'US', null),
    host: fc.constantFrom<unknown>('a.corp', 'b', 3),
    ip: fc.constantFrom('10.1.2.3', '8.8.8.8', 'here'),
    tags: fc.constantFrom<unknown>([], ['ok'], ['bad'], 'bad'),
    time: fc.constantFrom<unknown>(NOW, inSeconds(3_600), 'never'),
  },
  { requiredKeys: [] },
);
const parameters = fc.constantFrom<unknown>(
  null,
  {},
  { amount: 5 },
  { amount: 700, to: { iban: 'FR' } },
  { amount: '1', more: [1, 'a'] },
  { a: 'a', b: [1.5] },
);
const details = fc.constantFrom<object>(
  { type: 'vault:path_access', path: 'secret/*', capabilities: ['read'] },
  { type: 'vault:path_access', path: 'secret/x', capabilities: ['deny'] },
  { type: 'other' },
);

const more = fc.record(
  {
    ...{
      context,
      parameters,
      purpose: fc.constantFrom('support', 'fun'),
      session: fc.constantFrom<object>({}, { id: 's' }),
      wrap_ttl: fc.constantFrom<unknown>(60, '5m'),
    },
    ...{ attributes: fc.constant({ mfa: false }), authorization_details: fc.array(details, { maxLength: 2 }) },
  },
  { requiredKeys: [] },
);
const seldom = fc.oneof({ weight: 20, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant({ nonsense: 1 }) });

const request = fc
  .record({
    principal,
    operation: fc.constantFrom('read', 'read', 'read', 'update', 'list', 'help', 'fly'),
    path: fc.constantFrom('secret/x', 'secret/a/y', 'secret/bot', 'secret/z', 'other/', '../x', 'other/x'),
    ...{ more, seldom },
  })
  .map(({ principal, operation, path, more, seldom }) => ({ ...principal, operation, path, ...more, ...seldom }) as unknown as Request);

function engineOf(text: string, known: Facts): Engine {
  const { bundle, diagnostics } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; '));
  return loadBundle(bundle, { clock: () => NOW, facts: known });
}

function isKleene(condition: Condition): boolean {
  if (condition.op === 'atom') return (condition.truth === 'unknown') === (condition.cause !== null);
  const truths = condition.operands.map(({ truth }) => truth);
  const [loses, wins] = condition.op === 'or' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  const not = { true: 'false', false: 'true', unknown: 'unknown' } as const;
  const expected = condition.op === 'not' ? not[truths[0] ?? 'unknown'] : truths.includes(wins) ? wins : truths.includes('unknown') ? 'unknown' : loses;
  return condition.truth === expected && condition.operands.every(isKleene);
}

function judge(engine: Engine, asked: Request): Explanation {
  const explanation = engine.explain(asked);
  const { decision, changes, layers, guardrails, justification } = explanation;
  expect(decision).toEqual(engine.decide(asked).toJSON());
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  expect(justification === null).toBe(!decision.allowed);
  expect(layers.map(({ layer, outcome }) => `${layer} ${outcome}`)).toEqual(
    decision.layers.filter(({ layer }) => layers.length > 0 && layer !== 'guardrail').map(({ layer, outcome }) => `${layer} ${outcome}`),
  );
  for (const { allowed, layer, lists } of layers) {
    // Help looks at no list.
    if (layer === 'rar' || decision.message === 'help is always allowed') continue;
    const each = lists.map(({ outcome }) => outcome === 'allowed');
    if (layer !== 'delegate') expect(allowed).toBe(each.includes(true));
    else if (allowed) expect(each).not.toContain(false);
    for (const { outcome, alternatives } of lists) if (alternatives.length > 0) expect(alternatives.some(({ allows }) => allows)).toBe(outcome === 'allowed');
  }
  const conditions = [
    ...guardrails.flatMap(({ require, forbid }) => [...require, ...forbid]),
    ...layers.flatMap(({ lists }) =>
      lists.flatMap(({ alternatives }) => alternatives.flatMap(({ checks }) => checks.flatMap((check) => check.condition ?? []))),
    ),
  ];
  for (const each of conditions) expect(isKleene(each)).toBe(true);
  if (!decision.allowed) {
    if (decision.outcome !== 'internal') expect(changes.length).toBeGreaterThan(0);
    for (const { request: changed, parts } of changes) {
      expect(parts.length).toBeGreaterThan(0);
      if (changed !== undefined) expect(engine.allows(changed)).toBe(true);
    }
  }
  return explanation;
}

it('every explanation agrees with the decision, and every request it offers is allowed', () => {
  let offered = 0;
  let allowed = 0;
  fc.assert(
    fc.property(world, facts, request, (text, known, asked) => {
      const { decision, changes } = judge(engineOf(text, known), asked);
      if (decision.allowed) allowed++;
      else if (changes.some((change) => change.request !== undefined)) offered++;
    }),
    runs(600, 12_000),
  );
  // Otherwise the property says little.
  expect(allowed).toBeGreaterThan(0);
  expect(offered).toBeGreaterThan(0);
}, 300_000);

it('so does that of every case of the language', () => {
  for (const { files, facts, clock = NOW, request } of CASES) {
    const { bundle } = compile(Object.entries(files).map(([file, text]) => ({ file, text })));
    judge(loadBundle(bundle as Uint8Array, { clock: () => clock, ...(facts === undefined ? {} : { facts: facts as Facts }) }), request as unknown as Request);
  }
});
