// Suggestions against counting: over small universes, with random logs, all three promises are held against every request there is.

import { diff, worldOf } from '@polc/compiler';
import type { Engine, Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesIn, bareText, CONSENTS, paths, setText, smallSets, VALUES, withAttribute } from '../analysis/small-worlds.js';
import { runs } from '../runs.js';
import { suggestFor } from './suggesting.js';

const OPERATIONS = ['read', 'list', 'update'];

const BARE: readonly Partial<Request>[] = [{ policies: ['p'] }];
const NAMED: readonly Partial<Request>[] = [
  { agent: 'x' },
  { agent: 'y' },
  { user: { id: 'u' } },
  { agent: 'x', delegation: { user: 'u', chain: ['x'] } },
  { agent: 'y', delegation: { chain: ['x', 'y'] } },
  { policies: ['p'] },
  { policies: ['o'] },
];

/** As many as a log may have: somebody, a path, an operation, and a value for each attribute that the text speaks of. */
function logs(text: string, who: readonly Partial<Request>[], bare: boolean): fc.Arbitrary<readonly Request[]> {
  const attributes = attributesIn(text);
  const all = paths(bare);
  const value = (attribute: string) => fc.constantFrom(...(VALUES[attribute] ?? [undefined])).map((one) => [attribute, one] as const);
  const request = fc
    .tuple(fc.constantFrom(...who), fc.constantFrom(...all), fc.constantFrom(...OPERATIONS), fc.tuple(...attributes.map(value)))
    .map(([base, path, operation, values]) =>
      values.reduce((made, [attribute, one]) => withAttribute(made, attribute, one), { ...base, path, operation } as Request),
    );
  return fc.array(request, { minLength: 1, maxLength: 12 });
}

const isOpen = (outcome: string) => ['allowed', 'approval_required', 'mfa_required'].includes(outcome);

/** What is asked of a universe: every path and operation, with the values of every request of the log and with none. */
function* universe(requests: readonly Request[], who: readonly Partial<Request>[], bare: boolean): Generator<Request> {
  const values = [{}, ...requests.map(({ path: _, operation: __, policies, agent, user, delegation, ...rest }) => rest)];
  for (const base of who)
    for (const path of paths(bare).filter((each) => each.length < 5))
      for (const operation of OPERATIONS) for (const rest of values.slice(0, 4)) yield { ...rest, ...base, path, operation } as Request;
}

function check(text: string, requests: readonly Request[], who: readonly Partial<Request>[], bare: boolean): boolean {
  const facts = bare ? {} : { consents: CONSENTS[3]?.consents ?? [] };
  const { suggestion, report } = suggestFor(text, requests, { facts, generalize: 2, shared: true });
  const context = () => `${text}\n→\n${report.files[0]?.text}\n${requests.map((one) => JSON.stringify(one)).join('\n')}`;
  expect(report.sound, context()).toBe(true);
  const { present, engine } = suggestion;
  for (const request of requests) expect(fate(engine, request), `${context()}\n${JSON.stringify(request)}`).toBe(fate(present, request));
  for (const request of universe(requests, who, bare)) {
    const { allowed, outcome } = present.decide(request);
    if (allowed) continue;
    const now = engine.decide(request);
    if (now.allowed || (isOpen(now.outcome) && !isOpen(outcome))) expect.fail(`${context()}\nopened: ${JSON.stringify(request)}`);
  }
  const { changes } = diff(worldOf(present, facts), worldOf(engine, facts));
  expect(
    changes.filter(({ direction }) => direction !== 'closed').map(({ witness }) => witness),
    context(),
  ).toEqual([]);
  return report.narrows;
}

/** The open ones as they are; the rest is one. */
function fate(engine: Engine, request: Request): string {
  const { outcome } = engine.decide(request);
  return isOpen(outcome) ? outcome : 'denied';
}

describe('a suggestion keeps its promises whatever the policies and the log', () => {
  it('for bare policies', () => {
    let narrowed = 0;
    fc.assert(
      fc.property(
        smallSets.map(bareText).chain((text) => fc.tuple(fc.constant(text), logs(text, BARE, true))),
        ([text, requests]) => {
          if (check(text, requests, BARE, true)) narrowed++;
        },
      ),
      runs(35),
    );
    expect(narrowed).toBeGreaterThan(0);
  });

  it('for agents, users and delegations', () => {
    let narrowed = 0;
    fc.assert(
      fc.property(
        smallSets.map(setText).chain((text) => fc.tuple(fc.constant(text), logs(text, NAMED, false))),
        ([text, requests]) => {
          if (check(text, requests, NAMED, false)) narrowed++;
        },
      ),
      runs(12, 160),
    );
    expect(narrowed).toBeGreaterThan(0);
  });
});
