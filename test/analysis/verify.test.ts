// Invariants against counting, over small universes: what is proved no request breaks, what is refuted the oracle sees broken.

import { type Model as CheckedModel, compile, verifyInvariant, worldOf } from '@polc/compiler';
import { type Decision, loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';
import { affordable, assignments, CLOCK, valuesOf } from './asking.js';
import { attributesIn, CONSENTS, paths, setText, smallSets } from './small-worlds.js';

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** A clause with what it means of one request: null where the request is none of its region. */
interface Claim {
  readonly text: string;
  broken(request: Request, allowed: boolean, within: (request: Request) => boolean): boolean;
}

const SUBJECTS: readonly { readonly text: string; readonly request: Pick<Request, 'user' | 'agent' | 'delegation'> }[] = [
  { text: 'user = "u"  agent = none', request: { user: { id: 'u' } } },
  { text: 'agent = "y"  user = none  delegation = none', request: { agent: 'y' } },
  { text: 'agent = "x"  user = "u"  delegation = any', request: { agent: 'x', delegation: { user: 'u', chain: ['x'] } } },
];

const CONDITIONS: readonly { readonly text: string; readonly attribute: string; holds(value: unknown): boolean }[] = [
  { text: 'context.n < 2', attribute: 'context.n', holds: (value) => typeof value === 'number' && value < 2 },
  { text: 'context.s == "a"', attribute: 'context.s', holds: (value) => value === 'a' },
  { text: 'has(parameters.p)', attribute: 'parameters.p', holds: (value) => value !== undefined },
  { text: 'user.mfa', attribute: 'user.mfa', holds: (value) => value === true },
];

const read = (request: Request, attribute: string) => {
  const [root = '', name = ''] = attribute.split('.');
  return (request as unknown as Record<string, Record<string, unknown> | undefined>)[root]?.[name];
};

interface Drawn {
  readonly subject: (typeof SUBJECTS)[number];
  readonly operation: string;
  readonly prefix: string;
  readonly condition: (typeof CONDITIONS)[number] | null;
  readonly kind: 'never' | 'only_if' | 'at_most';
}

const claims: fc.Arbitrary<Drawn> = fc.record({
  subject: pick(SUBJECTS),
  operation: pick(['read', 'update', 'list']),
  prefix: pick(['a', 'a/', 'b/']),
  condition: fc.option(pick(CONDITIONS), { freq: 3 }),
  kind: pick(['never', 'only_if', 'at_most'] as const),
});

function claimOf({ subject, operation, prefix, condition, kind }: Drawn): Claim | null {
  const inRegion = (request: Request) => request.operation === operation && request.path.startsWith(prefix);
  const region = `${subject.text}  operation = "${operation}"  path = "${prefix}*"`;
  const holds = (request: Request) => condition === null || condition.holds(read(request, condition.attribute));
  const expr = condition === null ? '' : `\n  expr = ${condition.text}\n`;
  switch (kind) {
    case 'never':
      return { text: `never { ${region} ${expr}}`, broken: (request, allowed) => inRegion(request) && holds(request) && allowed };
    case 'only_if':
      return condition === null
        ? null
        : { text: `only_if { ${region} ${expr}}`, broken: (request, allowed) => inRegion(request) && allowed && !holds(request) };
    case 'at_most':
      return {
        text: `at_most { ${region}  within = ["o"] ${expr}}`,
        broken: (request, allowed, within) => inRegion(request) && holds(request) && allowed && !within(request),
      };
  }
}

const MOST = 60;

interface Compiled {
  readonly bundle: Uint8Array;
  readonly model: CheckedModel;
}

function compiled(text: string): Compiled {
  const { bundle, model, diagnostics } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(`${diagnostics.map(({ message }) => message).join('\n')}\n${text}`);
  return { bundle, model };
}

const counts = { proved: 0, refuted: 0 };

function check(policies: string, claim: Claim, subject: (typeof SUBJECTS)[number]): void {
  const text = `${policies}\ninvariant "i" { ${claim.text} }\n`;
  const { bundle, model } = compiled(text);
  const engine = loadBundle(bundle, { clock: () => CLOCK });
  const [proof] = verifyInvariant(model.tests.invariants[0] as (typeof model.tests.invariants)[number], worldOf(engine), model.blocks.schema);
  if (proof === undefined || proof.status === 'nobody') return;
  expect(
    proof.undecided.map(({ why }) => why),
    text,
  ).toEqual([]);
  const reading = readTexts([{ file: 'world.hcl', text: policies }]);
  if ('errors' in reading) throw new Error(reading.errors.join('; '));
  counts[proof.status as 'proved' | 'refuted']++;
  for (const { witness, decision } of proof.refutations) {
    const request = { context: { time: new Date(CLOCK).toISOString() }, ...witness.request } as Request;
    expect(decision.allowed, `${text}\n${JSON.stringify(witness)}`).toBe(true);
    expect(
      (oracleJudge(reading.model, witness.consents === null ? {} : { consents: witness.consents }, request) as unknown as Decision).allowed,
      `${text}\n${JSON.stringify(witness)}`,
    ).toBe(true);
  }
  if (proof.status !== 'proved') return;
  // A user who holds nothing but the bound, asking the same.
  const bound = loadBundle(compiled(`${policies.replace(/guardrail[\s\S]*?\n\}\n/, '')}\n`).bundle, { clock: () => CLOCK });
  const attributes = affordable(attributesIn(text), MOST);
  for (const facts of CONSENTS) {
    const one = engine.withFacts(facts);
    for (const path of paths(false).filter((each) => each.length <= 3)) {
      for (const operation of ['read', 'update', 'list']) {
        const time = attributes.includes('context.time') ? {} : { context: { time: '2026-01-05T12:00:00Z' } };
        for (const request of assignments({ ...subject.request, operation, path, ...time } as Request, valuesOf(attributes))) {
          const allowed = one.allows(request);
          if (!allowed) continue;
          const within = (asked: Request) =>
            bound.allows({
              policies: ['o'],
              operation: asked.operation,
              path: asked.path,
              ...(asked.parameters === undefined ? {} : { parameters: asked.parameters }),
              ...(asked.context === undefined ? {} : { context: asked.context }),
              ...(asked.session === undefined ? {} : { session: asked.session }),
              ...(asked.purpose === undefined ? {} : { purpose: asked.purpose }),
            });
          expect(claim.broken(request, allowed, within), `${text}\n${JSON.stringify(request)}`).toBe(false);
        }
      }
    }
  }
}

/** What bare policies cannot see is left out of the bound: it is asked as bare policies are. */
const isPlain = (text: string) => !/user\.|\{\{|approval|mfa_methods/.test(text.slice(text.indexOf('policy "o" {'), text.indexOf('scope "s" {')));

describe('invariants', () => {
  it('are proved where no request breaks them, and refuted with one that the oracle allows', () => {
    fc.assert(
      fc.property(smallSets, claims, (set, claim) => {
        const text = setText(set);
        const made = claimOf(claim);
        if (made === null || (claim.kind === 'at_most' && !isPlain(text))) return;
        check(text, made, claim.subject);
      }),
      runs(40, 640),
    );
    expect(counts.proved).toBeGreaterThan(10);
    expect(counts.refuted).toBeGreaterThan(10);
  });

  it('ask for parameters that only the claim names, and fill templates in with what only the bound has', () => {
    const set = { policy: [], other: [], guardrail: null, delegation: null, handing: false, ephemeral: '' };
    const stanza = (pattern: string, capabilities: readonly string[], ...extra: readonly string[]) => ({ pattern, capabilities, extra });
    const [subject] = SUBJECTS as [(typeof SUBJECTS)[number]];
    const [, , named = null] = CONDITIONS;
    for (const [policy, other, claim] of [
      [[stanza('a', ['read'], 'allowed_parameters = { "q" = [] }')], [], { operation: 'read', prefix: 'a', condition: named, kind: 'never' }],
      [[stanza('a/{{session.id}}', ['list'])], [stanza('+/b', ['update'])], { operation: 'list', prefix: 'a', condition: null, kind: 'at_most' }],
    ] as const)
      check(setText({ ...set, policy, other }), claimOf({ subject, ...claim }) as Claim, subject);
  });
});
