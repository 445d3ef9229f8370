// Requests at a policy, as a fast-check arbitrary: made from the policy's own words, at the edges of what it asks for.

import { classifyPattern, matchesPattern, type Request } from '@polc/runtime';
import type { Arbitrary, Random } from 'fast-check';
import type { TestedPolicy } from '../policy.js';
import { makeRequest } from './make-request.js';
import type { RequestOptions } from './options.js';
import { askingText } from './principals.js';
import { drawn } from './request-arbitrary.js';
import { simplerRequests } from './shrink-request.js';
import { makeStock, type Stock } from './stock.js';

/** Draws for one request that is wanted. */
const MOST_DRAWS = 5_000;

/**
 * Requests of all kinds: allowed, denied, malformed. Their values are deterministic: a seed gives the same ones each time.
 * @throws TypeError where nobody can ask
 */
export function requests(policy: TestedPolicy, options: RequestOptions = {}): Arbitrary<Request> {
  const stock = makeStock(policy, options);
  const wanted = wantedBy(options);
  return drawn({
    draw: (random) => drawWanted(stock, random, wanted),
    *simpler(request) {
      for (const simpler of simplerRequests(request, stock)) if (wanted(simpler)) yield simpler;
    },
    holds: (value): value is Request => isRequest(value) && wanted(value),
  });
}

function drawWanted(stock: Stock, random: Random, wanted: Wanted): Request {
  for (let i = 0; i < MOST_DRAWS; i++) {
    const request = makeRequest(stock, random, { fitting: false });
    if (wanted(request)) return request;
  }
  throw new Error(`none of ${MOST_DRAWS} requests was one that is asked for: \`where\`, \`operations\` and \`paths\` leave hardly any`);
}

export type Wanted = (request: Request) => boolean;

/** What the options ask of every request, of the simpler ones too. */
export function wantedBy({ principals, operations, paths, where }: RequestOptions): Wanted {
  const patterns = paths?.flatMap((path) => classifyPattern(path) ?? []);
  if (paths !== undefined && patterns?.length !== paths.length) throw new TypeError(`paths are patterns: ${JSON.stringify(paths)}`);
  const asking = principals?.map(askingText);
  return (request) =>
    (asking === undefined || asking.includes(askingText(request))) &&
    (operations === undefined || operations.includes(request.operation)) &&
    (patterns === undefined || patterns.some((pattern) => matchesPattern(pattern, request.path))) &&
    (where === undefined || where(request));
}

export function isRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  const { operation, path } = value as Partial<Request>;
  return typeof operation === 'string' && typeof path === 'string';
}
