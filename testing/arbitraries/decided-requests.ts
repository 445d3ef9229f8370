// Requests that the engine allows, or denies. What fits is made as the stanzas want it; the engine has the word.

import type { Request } from '@polc/runtime';
import { type Arbitrary, type Random, sample } from 'fast-check';
import type { TestedPolicy } from '../policy.js';
import { below, percent, pick } from './chance.js';
import { makeRequest } from './make-request.js';
import type { RequestOptions } from './options.js';
import { drawn } from './request-arbitrary.js';
import { isRequest, type Wanted, wantedBy } from './requests.js';
import { simplerRequests } from './shrink-request.js';
import { makeStock, type Stock } from './stock.js';

/** Draws for one request, before one that is known is taken. */
const MOST_DRAWS = 40;
/** Looked at before the first one is drawn; and those of them whose explanation is asked for a change that would allow them. */
const SURVEYED = 600;
const EXPLAINED = 60;

/**
 * Only requests that the engine allows, nothing outstanding; `help`, which is always allowed to bare policies, only where it is asked for. Drawing throws, and says what stood in the way, where none is found.
 */
export function allowedRequests(policy: TestedPolicy, options: RequestOptions = {}): Arbitrary<Request> {
  return decided(makeStock(policy, options), true);
}

/** Only requests that the engine does not allow, malformed ones and those that want an approval among them. */
export function deniedRequests(policy: TestedPolicy, options: RequestOptions = {}): Arbitrary<Request> {
  return decided(makeStock(policy, options), false);
}

function decided(stock: Stock, allowed: boolean): Arbitrary<Request> {
  const draw = decidedDraw(stock, allowed);
  const wanted = wantedOf(stock, allowed);
  const holds = (request: Request) => wanted(request) && stock.engine.allows(request) === allowed;
  return drawn({
    draw,
    *simpler(request) {
      for (const simpler of simplerRequests(request, stock)) if (holds(simpler)) yield simpler;
    },
    holds: (value): value is Request => isRequest(value) && holds(value),
  });
}

function wantedOf({ options }: Stock, allowed: boolean): Wanted {
  const wanted = wantedBy(options);
  return allowed && options.operations === undefined ? (request) => request.operation !== 'help' && wanted(request) : wanted;
}

/** How one is drawn. */
export function decidedDraw(stock: Stock, allowed: boolean): (random: Random) => Request {
  const wanted = wantedOf(stock, allowed);
  let known: readonly Request[] | null = null;
  return (random) => {
    known ??= survey(stock, allowed, wanted);
    for (let i = 0; i < MOST_DRAWS; i++) {
      const request = makeRequest(stock, random, { fitting: allowed && percent(random, 70) });
      if (stock.engine.allows(request) === allowed && wanted(request)) return request;
    }
    return pick(random, known);
  };
}

/** Some that are as wanted, the same each time. */
function survey(stock: Stock, allowed: boolean, wanted: Wanted): readonly Request[] {
  const all = sample(
    drawn({ draw: (random) => makeRequest(stock, random, { fitting: allowed && below(random, 2) > 0 }), simpler: () => [], holds: isRequest }),
    {
      numRuns: SURVEYED,
      seed: 1,
    },
  );
  const asked = all.filter(wanted);
  const found = asked.filter((request) => stock.engine.allows(request) === allowed);
  const more = found.length === 0 && allowed ? repaired(asked, stock, wanted) : [];
  if (found.length + more.length === 0) throw new Error(nothingFound(stock, allowed, all.length, asked));
  return [...found, ...more];
}

/** The smallest changes that the engine knows of. */
function repaired(denied: readonly Request[], { engine }: Stock, wanted: Wanted): Request[] {
  const distinct = new Map(denied.map((request) => [JSON.stringify([request.path, request.operation, engine.decide(request).outcome]), request]));
  return [...distinct.values()]
    .slice(0, EXPLAINED)
    .flatMap((request) =>
      engine.explain(request).changes.flatMap(({ request: changed }) => (changed !== undefined && wanted(changed) && engine.allows(changed) ? [changed] : [])),
    );
}

function nothingFound({ engine }: Stock, allowed: boolean, drawn: number, asked: readonly Request[]): string {
  if (asked.length === 0) return `none of ${drawn} requests was one that is asked for: \`where\`, \`operations\` and \`paths\` leave hardly any`;
  if (!allowed) return `the policy allows all of ${asked.length} requests that were drawn: none was found that it denies`;
  const outcomes = new Map<string, number>();
  for (const request of asked) {
    const { outcome } = engine.decide(request);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const told = [...outcomes].sort(([, a], [, b]) => b - a).map(([outcome, times]) => `${outcome} ${times} times`);
  return `the policy allows none of ${asked.length} requests that were drawn, nor any small change of them: ${told.join(', ')}`;
}
