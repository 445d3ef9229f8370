// The short way to an answer against the long one: whatever the short way says, the long way says too, and it says something of most requests. And the
// programs of trees against the expressions they were made from.

import { compile } from '@polc/compiler';
import { type Engine, type JsonValue, loadBundle, OUTCOMES, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineOf } from '../arbitraries/language/load-world.js';
import { requestOf } from '../arbitraries/language/requests.js';
import { tapes } from '../arbitraries/language/tape.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { runs } from '../runs.js';

/** How often the short way said what, and of how many. */
class Tally {
  asked = 0;
  readonly said = new Map<string, number>();

  /** Both ways, and `allows` beside them. */
  compare(engine: Engine, request: Request): void {
    this.asked++;
    const { outcome, maxTtl, uses } = engine.groundsOf(request).verdict;
    const code = engine.quick.outcome(request);
    expect(engine.allows(request), JSON.stringify(request)).toBe(outcome === 'allowed');
    const quick = OUTCOMES[code];
    if (quick === undefined) {
      // Denied for some cause, or nothing said.
      if (code === -1) expect(outcome, JSON.stringify(request)).not.toBe('allowed');
      return;
    }
    this.said.set(quick, (this.said.get(quick) ?? 0) + 1);
    expect(quick, JSON.stringify(request)).toBe(outcome);
    if (quick === 'allowed') expect([Math.floor(engine.quick.limits.maxTtl), engine.quick.limits.uses]).toEqual([maxTtl, uses]);
  }

  expectSome(share: number, outcomes: readonly string[]): void {
    const total = [...this.said.values()].reduce((sum, count) => sum + count, 0);
    expect(total / this.asked).toBeGreaterThan(share);
    for (const outcome of outcomes) expect(this.said.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
  }
}

describe('the short way', () => {
  it('says what the long way says, over the whole language', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(worlds({ templates: false }), fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' }), (world, asked) => {
        const engine = engineOf(world);
        for (const tape of asked) tally.compare(engine, requestOf(world, tape) as unknown as Request);
      }),
      runs(200, 3_200),
    );
    tally.expectSome(0.05, ['allowed', 'no_matching_rule', 'explicit_deny', 'capability_missing', 'ceiling', 'user_policies']);
  });
});

const NAMES = ['mode', 'country', 'tags', 'ip', 'time'] as const;
const TEXTS = ['obo', 'DE', 'FR', '', 'x'];
const ATOMS = fc.oneof(
  fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('==', '!='), fc.constantFrom(...TEXTS)).map(([name, op, text]) => `context.${name} ${op} "${text}"`),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.uniqueArray(fc.constantFrom(...TEXTS), { minLength: 1 }))
    .map(([name, texts]) => `context.${name} in ${JSON.stringify(texts)}`),
  fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TEXTS)).map(([name, text]) => `contains(context.${name}, "${text}")`),
  fc.constantFrom(...TEXTS).map((text) => `"${text}" in context.tags`),
  fc
    .uniqueArray(fc.constantFrom('10.0.0.0/8', '10.1.2.3', '0.0.0.0/0', '2001:db8::/32', '::ffff:10.0.0.0/104'), { minLength: 1 })
    .map((blocks) => `cidr_contains(${JSON.stringify(blocks)}, context.ip)`),
  fc
    .tuple(
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
      fc.constantFrom('mon-fri', 'sun', 'mon-sun'),
      fc.constantFrom('09:00-17:00', '22:00-06:00'),
    )
    .map(([zone, days, hours]) => `within_hours(context.time, "${zone}", ["${days}"], ["${hours}"])`),
  fc.constantFrom('context.risk < 5', 'true'),
);
const { condition: CONDITIONS } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ATOMS,
    tie('condition').map((one) => `!(${one})`),
    fc
      .tuple(fc.constantFrom(' && ', ' || '), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([op, all]) => all.map((one) => `(${one})`).join(op)),
  ),
}));

const VALUES: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    ...TEXTS,
    '10.1.2.3',
    '::ffff:10.1.2.3',
    '2001:db8::1',
    '010.1.2.3',
    '2026-05-04T10:00:00Z',
    'never',
    null,
    true,
    3,
    ['DE', 'x'],
    ['x', 1],
    {},
  ),
  fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 3, 10) }),
);
const CONTEXTS = fc.dictionary(fc.constantFrom(...NAMES, 'risk'), VALUES);

const LISTS = fc.dictionary(
  fc.constantFrom('repo', 'env', 'Tier', '*', 'policies'),
  fc.uniqueArray(fc.constantFrom<string | boolean>('a', 'b', '*c', 'a,b', '', '*', true), { maxLength: 10 }),
  { minKeys: 1 },
);
const PARAMETERS = fc.dictionary(
  fc.constantFrom('repo', 'env', 'tier', 'REPO', 'other', '__proto__'),
  fc.constantFrom<JsonValue>('a', 'b', 'xc', 'a,b', 'a, b', '', ['a', 'b'], true, 1, null),
);

describe('the program of a leaf', () => {
  const engineOfStanza = (body: string, schema = '') => {
    const { bundle, diagnostics } = compile([
      { file: 'p.hcl', text: `policy "p" {\n  path "a/*" {\n    capabilities = ["read"]\n    ${body}\n  }\n}\nagent "x" { policies = ["p"] }\n${schema}` },
    ]);
    if (bundle === undefined) return null;
    expect(diagnostics).toEqual([]);
    return loadBundle(bundle, { clock: () => Date.UTC(2026, 2, 29, 0, 59) });
  };

  it('comes to what its condition comes to, for values of any kind', () => {
    const tally = new Tally();
    const schema = fc.constantFrom('', 'schema { context { mode = "string"  tags = "list(string)"  country = { type = "string"  source = "token" } } }\n');
    fc.assert(
      fc.property(CONDITIONS, schema, fc.array(CONTEXTS, { minLength: 1, maxLength: 6 }), (condition, declared, contexts) => {
        const engine = engineOfStanza(`when { expr = ${condition} }`, declared);
        // Some conditions compare what the schema says can never be equal.
        if (engine === null) return;
        for (const context of contexts) {
          tally.compare(engine, { policies: ['p'], operation: 'read', path: 'a/b', context });
          tally.compare(engine, { agent: 'x', operation: 'read', path: 'a/b', context });
        }
      }),
      runs(600, 12_000),
    );
    tally.expectSome(0.9, ['allowed', 'condition_false', 'condition_unknown']);
  });

  it.each([
    ['context.mode == "x"', { mode: 'x' }, 'allowed'],
    ['context.mode == "x"', { mode: 3 }, 'condition_unknown'],
    ['contains(context.tags, "x")', { tags: ['x'] }, 'allowed'],
    ['contains(context.tags, "x")', { tags: ['x', 1] }, 'condition_unknown'],
    ['contains(context.tags, "x")', { tags: 'x' }, 'condition_unknown'],
  ])('knows of %s what the schema lets it know: %j', (condition, context, outcome) => {
    const engine = engineOfStanza(`when { expr = ${condition} }`, 'schema { context { mode = "string"  tags = "list(string)" } }\n') as Engine;
    const tally = new Tally();
    const request: Request = { agent: 'x', operation: 'read', path: 'a/b', context };
    tally.compare(engine, request);
    tally.expectSome(0.9, [outcome]);
    expect(engine.decide(request).outcome).toBe(outcome);
  });

  it('lists the parameters that its stanza lists', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(LISTS, fc.array(PARAMETERS, { minLength: 1, maxLength: 6 }), (lists, all) => {
        const body = `allowed_parameters = {\n${Object.entries(lists)
          .map(([name, values]) => `${JSON.stringify(name)} = ${JSON.stringify(values)}`)
          .join('\n')}\n}`;
        const engine = engineOfStanza(body) as Engine;
        for (const parameters of all) {
          tally.compare(engine, { policies: ['p'], operation: 'read', path: 'a/b', parameters: parameters as Request['parameters'] & object });
          tally.compare(engine, { agent: 'x', operation: 'read', path: 'a/b', parameters: parameters as Request['parameters'] & object });
        }
      }),
      runs(400, 8_000),
    );
    // An object with a `__proto__` of its own goes the long way.
    tally.expectSome(0.6, ['allowed', 'parameter_not_allowed']);
  });

  it('is not written where a condition has too many ways through, and the answer is the same', () => {
    // Each pair can be taken either way: a diagram in this order doubles with each of them.
    const pairs = Array.from({ length: 8 }, (_, i) => `(context.a${i} == "x" && context.b${i} == "x")`);
    const engine = engineOfStanza(`when { expr = ${pairs.join(' || ')} }`) as Engine;
    const rows = Array.from({ length: 300 }, (_, row) =>
      Object.fromEntries(
        [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [
          [`a${i}`, (row >> (i % 5)) & 1 ? 'x' : 'y'],
          [`b${i}`, (row * 7) >> i ? 'x' : 'y'],
        ]),
      ),
    );
    const tally = new Tally();
    for (const context of rows) tally.compare(engine, { agent: 'x', operation: 'read', path: 'a/b', context });
    tally.expectSome(0.9, ['allowed', 'condition_false']);
  });
});
