// Requests made from a compiled policy, at the edges of its own atoms: the engine and the oracle, which reads the text, agree on them. What is made from
// a policy never judges its compiler alone.

import { compile } from '@polc/compiler';
import type { Engine, Request } from '@polc/runtime';
import { allowedRequests, deniedRequests, engineOf, nearMisses, requests, type TestedPolicy } from '@polc/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_SETS, exampleSet } from '../arbitraries/example-sets.js';
import { worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { NOW } from '../language/language-case.js';
import { type Model, oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';
import { answerOf, comparable } from './comparable-answers.js';

interface Judged {
  readonly policy: TestedPolicy;
  readonly read: Model;
  readonly engine: Engine;
  readonly now: number;
}

function agree({ policy, read, engine, now }: Judged, request: Request): string {
  const expected = oracleJudge(read, policy.facts ?? null, request, { clock: () => now });
  const answer = answerOf(engine, request);
  expect(comparable(answer), JSON.stringify(request)).toEqual(comparable(expected));
  expect(engine.allows(request), JSON.stringify(request)).toBe(answer.allowed);
  return answer.outcome;
}

/** Any instant will do: what does not say its time hangs on none. */
const CLOCK = Date.parse('2026-05-04T12:00:00Z');

describe.each(EXAMPLE_SETS)('%s', (name) => {
  const { policy, read } = exampleSet(name);
  const judged = { policy, read, engine: engineOf(policy, CLOCK), now: CLOCK };

  it('is judged alike by the engine and the oracle, at its own edges', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(requests(policy), (request) => {
        const outcome = agree(judged, request);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      runs(250, 4_800),
    );
    const total = [...seen.values()].reduce((sum, each) => sum + each, 0);
    expect(seen.get('allowed') ?? 0).toBeGreaterThan(total / 20);
    expect(total - (seen.get('allowed') ?? 0)).toBeGreaterThan(total / 20);
    expect(seen.size).toBeGreaterThan(4);
  });

  it('has requests that are allowed, that are denied, and pairs of them that differ in one thing', () => {
    const isAllowed = (request: Request) => agree(judged, request) === 'allowed';
    fc.assert(fc.property(allowedRequests(policy), isAllowed), runs(60, 1_200));
    fc.assert(
      fc.property(deniedRequests(policy), (request) => !isAllowed(request)),
      runs(60, 1_200),
    );
    fc.assert(
      fc.property(nearMisses(policy), ({ allowed, denied, change }) => {
        expect([isAllowed(allowed), isAllowed(denied)]).toEqual([true, false]);
        const [member = '', ...name] = change.at.split('.');
        const isElsewhere = (each: string) => (change.kind === 'principal' ? !ASKING.has(each) : each !== member);
        expect(differing(allowed, denied).filter(isElsewhere)).toEqual([]);
        expect(differing(allowed, denied)).not.toEqual([]);
        if (name.length > 0) expect(differing(membersOf(allowed, member), membersOf(denied, member))).toEqual([name.join('.')]);
      }),
      runs(60, 1_200),
    );
  });
});

const ASKING: ReadonlySet<string> = new Set(['policies', 'user', 'agent', 'delegation']);

function differing(a: object, b: object): string[] {
  const text = (object: object, name: string) => JSON.stringify((object as Record<string, unknown>)[name]);
  return Object.keys({ ...a, ...b }).filter((name) => text(a, name) !== text(b, name));
}

function membersOf(request: Request, member: string): object {
  return ((request as unknown as Record<string, object | undefined>)[member] ?? {}) as object;
}

it('generated worlds are judged alike, at their own edges', () => {
  const now = NOW;
  const seen = new Map<string, number>();
  const property = fc.property(worlds(), fc.integer(), (world, seed) => {
    const text = worldText(world);
    const { bundle, model } = compile([{ file: 'world.hcl', text }]);
    const reading = readTexts([{ file: 'world.hcl', text }]);
    if (bundle === undefined || 'errors' in reading) throw new Error(text);
    const policy = { bundle, model, facts: worldFacts(world) };
    const judged = { policy, read: reading.model, engine: engineOf(policy, now), now };
    for (const request of fc.sample(requests(policy, { now }), { numRuns: 40, seed })) {
      const outcome = agree(judged, request);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }
  });
  fc.assert(property, runs(60, 960));
  const total = [...seen.values()].reduce((sum, each) => sum + each, 0);
  const shares = [...seen].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${outcome} ${((100 * times) / total).toFixed(1)} %`);
  console.info(`${total} requests: ${shares.join(', ')}`);
  expect(seen.get('allowed') ?? 0).toBeGreaterThan(total / 20);
  expect(seen.size).toBeGreaterThan(15);
});
