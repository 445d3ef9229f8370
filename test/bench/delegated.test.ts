// Workload w5: users, consents and chains of two, as the oracle judges them.

import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { oracleJudge, readTexts } from '../oracle/index.js';
import { bench } from './modules.js';

const { WORKLOADS } = await bench('workload/generate.mjs');
const { delegatedSources, generateDelegated } = await bench('workload/delegated.mjs');
const { delegatedExpectations, digestOf } = await bench('workload/delegated-expectations.mjs');

const size = { ...(WORKLOADS.w3 as NonNullable<(typeof WORKLOADS)[string]>), agents: 40 };

describe('a small w5', () => {
  const workload = generateDelegated({ size, requests: 600, seedShift: 5 });
  const sources = delegatedSources(workload);
  const { bundle, diagnostics } = compile(sources);
  const engine = loadBundle(bundle as Uint8Array, { facts: workload.facts });
  const answers = workload.requests.map((request) => engine.decide(request));

  it('compiles without a word, and is the same when drawn again', () => {
    expect(diagnostics).toEqual([]);
    expect(digestOf(generateDelegated({ size, requests: 600, seedShift: 5 }))).toBe(digestOf(workload));
  });

  it('has chains of one and of two, and denials of every kind', () => {
    const lengths = new Set(workload.requests.map(({ delegation }) => (delegation?.chain as readonly string[] | undefined)?.length));
    expect(lengths).toEqual(new Set([1, 2]));
    const outcomes = new Set(answers.map(({ outcome }) => outcome));
    const wanted = ['allowed', 'consent_missing', 'expired', 'scope', 'delegate_not_allowed', 'user_policies', 'ceiling', 'suspended', 'delegation_too_deep'];
    expect(wanted.filter((outcome) => !outcomes.has(outcome as never))).toEqual([]);
    const share = answers.filter(({ allowed }) => allowed).length / answers.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('is decided by allows and decide as by the oracle', () => {
    const reading = readTexts(sources);
    if ('errors' in reading) throw new Error(reading.errors.join('; '));
    for (const [i, request] of workload.requests.entries()) {
      const { allowed } = oracleJudge(reading.model, workload.facts, request);
      expect([answers[i]?.allowed, engine.allows(request)], JSON.stringify(request)).toEqual([allowed, allowed]);
    }
  });
});

describe('w5', () => {
  const workload = generateDelegated();
  const expected = delegatedExpectations(workload);

  it('is what the oracle judged, and between 40 and 60 percent are allowed', () => {
    const share = expected.filter(Boolean).length / expected.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('is decided by polc as expected, and the oracle still says so of some', () => {
    const sources = delegatedSources(workload);
    const engine = loadBundle(compile(sources).bundle as Uint8Array, { facts: workload.facts });
    expect(workload.requests.flatMap((request, i) => (engine.allows(request) === expected[i] ? [] : [i]))).toEqual([]);
    const reading = readTexts(sources);
    if ('errors' in reading) throw new Error(reading.errors.join('; '));
    for (let i = 0; i < workload.requests.length; i += 400) {
      expect(oracleJudge(reading.model, workload.facts, workload.requests[i] as never).allowed, String(i)).toBe(expected[i]);
    }
  });
});
