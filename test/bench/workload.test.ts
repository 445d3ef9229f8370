// The workloads of the bench: the same for the same seed, and decided alike by their reference, by polc, by the oracle and by hand.

import { compile } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { oracleJudge, readTexts } from '../oracle/index.js';
import { describeShared, SHARED } from '../shared-data.js';
import { bench, type Workload } from './modules.js';

const { generate, WORKLOADS } = await bench('workload/generate.mjs');
const { referenceOf } = await bench('workload/reference.mjs');
const { polcRequest, sourcesOf } = await bench('workload/to-polc.mjs');
const { loadHand } = await bench('peers/hand.mjs');
const { loadHandTuned } = await bench('peers/hand-tuned.mjs');
const { floor } = await bench('peers/code-review-ifs.mjs');
const { hasAgentForm } = await bench('peers/agent-form.mjs');

const sizeOf = (name: string, agents: number) => ({ ...(WORKLOADS[name] as NonNullable<(typeof WORKLOADS)[string]>), agents });
const SMALL = [
  ['w1', generate('w1', { requests: 1_500 })],
  ['w2, smaller', generate('w2', { size: sizeOf('w2', 20), requests: 3_000 })],
  ['w2, other seed', generate('w2', { size: sizeOf('w2', 20), requests: 3_000, seedShift: 77 })],
] as const;

function engineOf(workload: Workload) {
  const { bundle, diagnostics } = compile(sourcesOf(workload));
  expect(diagnostics).toEqual([]);
  return loadBundle(bundle as Uint8Array);
}

/** The numbers of the requests that somebody answers otherwise than expected. */
function wrong(workload: Workload, decide: (request: Request) => boolean): number[] {
  return workload.requests.flatMap((drawn, i) => (decide(polcRequest(drawn)) === drawn.expect ? [] : [i]));
}

describe('the generator', () => {
  it('draws the same for the same seed, and something else for another', () => {
    const draw = (seedShift: number) => JSON.stringify(generate('w3', { size: sizeOf('w3', 30), requests: 300, seedShift }));
    expect(draw(0)).toBe(draw(0));
    expect(draw(1)).not.toBe(draw(0));
  });

  it('makes rules of the announced kinds, in about the announced shares', () => {
    const { agents } = generate('w2', { requests: 1 });
    const rules = agents.flatMap((agent) => agent.rules);
    const share = (test: (rule: (typeof rules)[number]) => boolean) => (100 * rules.filter(test).length) / rules.length;
    expect(rules.length).toBe(1_000);
    const shares = [
      share(({ path }) => path.endsWith('/*')),
      share(({ path }) => path.includes('+')),
      share(({ params }) => params !== undefined),
      share(({ when }) => when !== undefined),
      share(({ effect }) => effect === 'deny'),
    ];
    [37, 23, 19, 21, 5].forEach((announced, i) => {
      expect(Math.abs((shares[i] as number) - announced)).toBeLessThan(5);
    });
  });

  it.each(SMALL)('%s: allows between 45 and 65 percent', (_, { requests }) => {
    const allowed = requests.filter((request) => request.expect).length / requests.length;
    expect(allowed).toBeGreaterThan(0.45);
    expect(allowed).toBeLessThan(0.65);
  });
});

describe.each(SMALL)('%s', (name, workload) => {
  it('is decided as expected by allows and by decide', () => {
    const engine = engineOf(workload);
    expect(wrong(workload, (request) => engine.allows(request))).toEqual([]);
    expect(wrong(workload, (request) => engine.decide(request).allowed)).toEqual([]);
  });

  it('is decided as expected by the oracle, with the outcomes of the engine', () => {
    const engine = engineOf(workload);
    const reading = readTexts(sourcesOf(workload));
    if ('errors' in reading) throw new Error(reading.errors.join('; '));
    const some = { ...workload, requests: workload.requests.filter((_, i) => i % 5 === 0) };
    for (const drawn of some.requests) {
      const request = polcRequest(drawn);
      const { allowed, outcome } = oracleJudge(reading.model, null, request);
      expect([allowed, outcome], JSON.stringify(request)).toEqual([drawn.expect, engine.decide(request).outcome]);
    }
  });

  it('is decided as expected by hand, and every request has the form of one', () => {
    expect(wrong(workload, loadHand(workload))).toEqual([]);
    expect(wrong(workload, loadHandTuned(workload))).toEqual([]);
    if (name === 'w1') expect(wrong(workload, floor)).toEqual([]);
    expect(workload.requests.filter((drawn) => !hasAgentForm(polcRequest(drawn)))).toEqual([]);
  });
});

describe('the form that hand-written code checks', () => {
  const sound = { agent: 'agent-0000', operation: 'read', path: 'a/b', parameters: {}, context: { time: 0 } };
  const engine = loadBundle(
    compile([{ file: 'all.hcl', text: 'policy "all" { path "*" { capabilities = ["read", "list"] } }\nagent "agent-0000" { policies = ["all"] }' }])
      .bundle as Uint8Array,
  );
  const deep = (levels: number): unknown => (levels === 0 ? 'x' : [deep(levels - 1)]);
  const unsound: readonly (readonly [string, object])[] = [
    ['a member too many', { ...sound, colour: 'red' }],
    ['no path', { ...sound, path: undefined }],
    ['an agent that is no text', { ...sound, agent: ['agent-0000'] }],
    ['an empty segment', { ...sound, path: 'a//b' }],
    ['a dot segment', { ...sound, path: 'a/./b' }],
    ['two dots at the end', { ...sound, path: 'a/..' }],
    ['a slash at the end of what is read', { ...sound, path: 'a/' }],
    ['a control character', { ...sound, path: 'a/\u0007' }],
    ['a path too long', { ...sound, path: 'a'.repeat(16_385) }],
    ['parameters that are a list', { ...sound, parameters: [] }],
    ['a context that is a text', { ...sound, context: 'x' }],
    ['too deep', { ...sound, parameters: { a: deep(32) } }],
    ['too many members', { ...sound, parameters: { a: Array.from({ length: 10_001 }, () => 0) } }],
    ['too much text', { ...sound, parameters: { a: 'x'.repeat(1_048_577) } }],
    ['a value that is no JSON', { ...sound, parameters: { a: () => 1 } }],
  ];

  it('is polc’s: what it lets through polc allows', () => {
    const others = [
      { ...sound, parameters: null },
      { ...sound, operation: 'list', path: 'a/' },
      { ...sound, path: 'a/...' },
      { ...sound, parameters: { a: deep(20) } },
    ];
    for (const request of [sound, ...others]) expect([hasAgentForm(request), engine.allows(request as Request)]).toEqual([true, true]);
  });

  it.each(unsound)('is polc’s: both refuse %s', (_, request) => {
    expect([hasAgentForm(request), engine.decide(request as Request).outcome]).toEqual([false, 'malformed_request']);
  });
});

describeShared('workloads in this format that others drew', () => {
  it.each(['w1', 'w2'])('%s: the reference, polc and hand-written code agree with what they expect', async (name) => {
    const { make } = (await import(`${SHARED}bench/gen.mjs`)) as { make(name: string): Workload };
    const workload = make(name);
    expect(workload.requests.length).toBe(10_000);
    const reference = referenceOf(workload.agents);
    expect(workload.requests.filter((request) => reference(request) !== request.expect)).toEqual([]);
    const engine = engineOf(workload);
    expect(wrong(workload, (request) => engine.allows(request))).toEqual([]);
    expect(wrong(workload, loadHandTuned(workload))).toEqual([]);
  });
});
