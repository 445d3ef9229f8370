// What is called equivalent survives random requests at the edges of what both sides test; what is called a difference is shown by its request, in both engines.

import { compile, diff, type Model, worldOf } from '@polc/compiler';
import { type Facts, loadBundle, type Request } from '@polc/runtime';
import { requests } from '@polc/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../runs.js';
import { bareText, CONSENTS, changed, setText, smallSets } from './small-worlds.js';

interface Side {
  readonly bundle: Uint8Array;
  readonly model: Model;
}

function sideOf(text: string): Side {
  const { bundle, model } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(text);
  return { bundle, model };
}

const CLOCK = Date.parse('2026-01-05T12:00:00Z');
/** WHY hardly more pairs in the soak: each is asked a hundred times as much. */
const REQUESTS = process.env.POLC_SOAK ? 100_000 : 1_000;
const { seed } = runs(1);

/** One policy at a time: lists of several are not what is claimed. Details of tokens only narrow. */
const isClaimed = ({ policies, authorization_details: details }: Request) => (policies === undefined || policies.length === 1) && details === undefined;

function survives(a: Side, b: Side, facts: Facts): void {
  const [left, right] = [a, b].map(({ bundle }) => loadBundle(bundle, { facts, clock: () => CLOCK }));
  const shown = (engine: typeof left, request: Request) => {
    const { allowed, outcome, obligations } = engine?.decide(request) ?? {};
    return JSON.stringify([allowed, outcome === 'approval_required' || outcome === 'mfa_required', obligations]);
  };
  for (const [i, side] of [a, b].entries())
    for (const request of fc.sample(requests({ ...side, facts }, { where: isClaimed, now: CLOCK }), { numRuns: REQUESTS / 2, seed: seed + i }))
      if (shown(left, request) !== shown(right, request)) expect.fail(JSON.stringify(request));
}

describe('what is called equivalent', () => {
  it.each([
    ['bare policies', bareText],
    ['principals, delegations and guardrails', setText],
  ] as const)('survives random requests: %s', (_, textOf) => {
    let equivalent = 0;
    fc.assert(
      fc.property(changed(smallSets), ([before, after]) => {
        const [a, b] = [sideOf(textOf(before)), sideOf(textOf(after))];
        const [left, right] = [a, b].map(({ bundle }) => worldOf(loadBundle(bundle)));
        const { changes, undecided } = diff(left as NonNullable<typeof left>, right as NonNullable<typeof right>);
        if (changes.length > 0 || undecided.length > 0) return;
        equivalent++;
        survives(a, b, CONSENTS[3] as Facts);
      }),
      runs(40, 64),
    );
    expect(equivalent).toBeGreaterThan(5);
  });
});
