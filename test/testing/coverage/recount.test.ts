// Atoms and their MC/DC against a recount: every atom decided as a condition of its own, every pair of requests compared as the definition has it.

import { compile } from '@polc/compiler';
import { type JsonObject, loadBundle } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { bare, measured } from './measured.js';

type Truth = 'true' | 'false' | 'unknown';
type Formula = { readonly atom: string } | { readonly op: '&&' | '||'; readonly parts: readonly Formula[] } | { readonly not: Formula };

const ATOMS = [
  'context.a == 1',
  'context.a < 3',
  'has(context.a)',
  'context.b',
  'context.b == true',
  '"x" in context.c',
  'context.a in [context.d, 2]',
  'any(e, context.c, e == "x" || e == "y")',
  'condition.named',
  'condition.joined',
  'condition.either',
];
const NAMED: Readonly<Record<string, string>> = {
  'condition.named': 'context.d == 1',
  'condition.joined': 'context.a == 1 && context.b',
  'condition.either': 'context.d > 1 || !context.b || context.a in [context.d, 1]',
};
const CONDITIONS = `
condition "named"  { expr = ${NAMED['condition.named']} }
condition "joined" { expr = ${NAMED['condition.joined']} }
condition "either" { expr = ${NAMED['condition.either']} }
`;

const formulas: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...ATOMS).map((atom) => ({ atom })),
    fc.record({ op: fc.constantFrom('&&' as const, '||' as const), parts: fc.array(tie('formula'), { minLength: 2, maxLength: 3 }) }),
    tie('formula').map((not) => ({ not })),
  ),
})).formula;

const contexts: fc.Arbitrary<JsonObject> = fc.record(
  {
    a: fc.constantFrom(1, 2, 5, 'text'),
    b: fc.boolean(),
    c: fc.constantFrom<JsonObject[string]>(['x'], ['y', 'x'], [], [1], 'x'),
    d: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);

function show(formula: Formula): string {
  if ('atom' in formula) return formula.atom;
  if ('not' in formula) return `!(${show(formula.not)})`;
  return formula.parts.map((part) => `(${show(part)})`).join(` ${formula.op} `);
}

function atomsOf(formula: Formula): string[] {
  return 'atom' in formula ? [formula.atom] : 'not' in formula ? atomsOf(formula.not) : formula.parts.flatMap(atomsOf);
}

/** Kleene's, over the truths of the atoms in order. */
function come(formula: Formula, truths: Truth[]): Truth {
  if ('atom' in formula) return truths.shift() as Truth;
  if ('not' in formula) {
    const inner = come(formula.not, truths);
    return inner === 'unknown' ? inner : inner === 'true' ? 'false' : 'true';
  }
  const inner = formula.parts.map((part) => come(part, truths));
  const [settles, other] = formula.op === '&&' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  return inner.includes(settles) ? settles : inner.includes('unknown') ? 'unknown' : other;
}

/** The definition of docs/coverage.md, pair by pair. */
function shows(formula: Formula, atom: number, v: readonly Truth[], w: readonly Truth[]): boolean {
  const of = (truths: readonly Truth[]) => come(formula, [...truths]);
  const changed = (truths: readonly Truth[], truth: Truth) => truths.map((each, i) => (i === atom ? truth : each));
  if (v[atom] !== 'true' || w[atom] !== 'false') return false;
  if ((of(v) === 'true') === (of(w) === 'true')) return false;
  return of(changed(v, 'false')) !== of(v) && of(changed(w, 'true')) !== of(w);
}

/** The truth of one condition, by the outcome of a stanza that has it alone. */
const engines = new Map<string, ReturnType<typeof loadBundle>>();
function truthOf(expression: string, context: JsonObject): Truth {
  let engine = engines.get(expression);
  if (engine === undefined) {
    const text = `policy "p" { path "x" { capabilities = ["read"]  when { expr = ${expression} } } }${CONDITIONS}`;
    engine = loadBundle(compile([{ file: 'one.hcl', text }]).bundle as Uint8Array);
    engines.set(expression, engine);
  }
  const { outcome } = engine.decide(bare({ context }));
  return outcome === 'allowed' ? 'true' : outcome === 'condition_false' ? 'false' : 'unknown';
}

describe('coverage of atoms', () => {
  it('is what a recount gives, request by request and pair by pair', () => {
    let shown = 0;
    let unshown = 0;
    fc.assert(
      fc.property(formulas, fc.array(contexts, { minLength: 1, maxLength: 12 }), (formula, requests) => {
        const { coverage } = measured(`policy "p" { path "x" { capabilities = ["read"]  when { expr = ${show(formula)} } } }${CONDITIONS}`);
        for (const context of requests) coverage.add(bare({ context }));
        const condition = coverage.report().files[0]?.conditions.find(({ kind }) => kind === 'when');
        const atoms = atomsOf(formula);
        const truths = requests.map((context) => atoms.map((atom) => truthOf(atom, context)));
        const recounted = atoms.map((text, i) => {
          const count = (truth: Truth) => truths.filter((all) => all[i] === truth).length;
          const mcdc = truths.some((v) => truths.some((w) => shows(formula, i, v, w)));
          if (mcdc) shown++;
          else unshown++;
          return { text, true: count('true'), false: count('false'), unknown: count('unknown'), mcdc };
        });
        expect(condition?.atoms.map(({ text, true: yes, false: no, unknown, mcdc }) => ({ text, true: yes, false: no, unknown, mcdc }))).toEqual(recounted);
        const whole = truths.map((all) => come(formula, [...all]));
        const outcomes = { reached: requests.length, true: 0, false: 0, unknown: 0 };
        for (const truth of whole) outcomes[truth]++;
        expect(condition).toMatchObject(outcomes);
      }),
      runs(400),
    );
    // Neither is all or nothing.
    expect(shown).toBeGreaterThan(20);
    expect(unshown).toBeGreaterThan(20);
  });

  it('of a named condition are counted where it is defined, by all that name it', () => {
    const requests: JsonObject[] = [{ a: 1, b: true }, { a: 1, b: false }, { a: 2, b: true }, { d: 1 }, {}];
    const { coverage } = measured(`policy "p" {
      path "x" { capabilities = ["read"]  when { expr = condition.joined && context.d == 1 } }
      path "y" { capabilities = ["read"]  when { expr = !condition.joined } }
    }${CONDITIONS}`);
    for (const context of requests) for (const path of ['x', 'y']) coverage.add(bare({ context, path }));
    const joined = coverage.report().files[0]?.conditions.find(({ kind, owner }) => kind === 'condition' && owner.includes('joined'));
    const count = (atom: string, truth: Truth) => 2 * requests.filter((context) => truthOf(atom, context) === truth).length;
    expect(joined?.reached).toBe(2 * requests.length);
    for (const [i, atom] of ['context.a == 1', 'context.b'].entries()) {
      expect(joined?.atoms[i]).toMatchObject({
        text: atom,
        true: count(atom, 'true'),
        false: count(atom, 'false'),
        unknown: count(atom, 'unknown'),
        mcdc: true,
      });
    }
  });

  const shown = (text: string, contexts: readonly JsonObject[]) => {
    const { coverage } = measured(`${text}\nagent "a" { policies = ["p"] }\npolicy "q" { path "z" { capabilities = ["read"] } }`);
    for (const context of contexts) coverage.add({ agent: 'a', operation: 'read', path: 'x', context });
    return coverage.report().files[0]?.conditions.flatMap(({ atoms }) => atoms.map(({ mcdc }) => mcdc));
  };
  const granted = (expression: string) => `policy "p" { path "x" { capabilities = ["read"]  when { expr = ${expression} } } }`;
  const forbidden = (expression: string) =>
    `policy "p" { path "x" { capabilities = ["read"] } }\nguardrail "g" { enforcement = "hard-mandatory"  forbid { expr = ${expression} } }`;

  it('are shown by what takes effect: true for a stanza, false for what a guardrail forbids', () => {
    const both = 'context.a == 1 && context.b == 1';
    // The other unknown: it is never true, and is false with the first.
    const apart: JsonObject[] = [{ a: 1 }, { a: 2 }];
    expect(shown(granted(both), apart)).toEqual([false, false]);
    expect(shown(forbidden(both), apart)).toEqual([true, false]);
  });

  it('are not shown by two requests that differ in all of them', () => {
    expect(
      shown(granted('context.a == 1 && context.b == 1'), [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ]),
    ).toEqual([false, false]);
    expect(
      shown(granted('context.a == 1 && context.b == 1'), [
        { a: 1, b: 1 },
        { a: 2, b: 1 },
        { a: 1, b: 2 },
      ]),
    ).toEqual([true, true]);
  });

  it('that ask whether something is there are shown, though what is behind is unknown without it', () => {
    expect(shown(granted('has(context.a) && context.a == 1'), [{ a: 1 }, {}])).toEqual([true, false]);
  });
});
