// A property of a policy tried on random requests of its region, at the edges of the policy and of the region itself; a counterexample is made as simple
// as it gets. A region that is hardly ever met is said to be undecided, not passed.

import { literalsOf } from '@polc/compiler';
import { classifyPattern, conditionTruth, type Decision, matchesPattern, type Request } from '@polc/runtime';
import { check, property } from 'fast-check';
import { percent } from '../arbitraries/chance.js';
import { makeRequest } from '../arbitraries/make-request.js';
import { askingText, type Principal } from '../arbitraries/principals.js';
import { drawn } from '../arbitraries/request-arbitrary.js';
import { isRequest } from '../arbitraries/requests.js';
import { simplerRequests } from '../arbitraries/shrink-request.js';
import { makeStock, type Stock } from '../arbitraries/stock.js';
import type { TestedPolicy } from '../policy.js';
import type { Expectation, PropertyRun, Region, RegionProperty } from './region.js';

export interface PropertyResult {
  /** `undecided`: no counterexample, but too few requests met the region to say more. */
  readonly status: 'passed' | 'failed' | 'undecided';
  /** Requests tried, until the first that failed. */
  readonly runs: number;
  /** Of them those that lay in the region. */
  readonly met: number;
  readonly seed: number;
  /** Of the counterexample; null without one. */
  readonly path: string | null;
  readonly counterexample?: { readonly request: Request; readonly decision: Decision };
  /** Steps from the request that was found to the one that is shown. */
  readonly shrinks: number;
}

const USUAL_RUNS = 1_000;
/** Draws for one request that lies in the region. */
const MOST_DRAWS = 30;
/** Of a hundred requests those that must meet the region, and how many at the least. */
const LEAST_SHARE = 10;
const LEAST_MET = 10;

/** @throws TypeError for a property that says nothing, or a region that holds nobody */
export function checkProperty(policy: TestedPolicy, { region, expect }: RegionProperty, run: PropertyRun = {}): PropertyResult {
  if (expect.decision === undefined && expect.outcomes === undefined) throw new TypeError('the property expects nothing: it has neither decision nor outcomes');
  const { principals, operations, paths } = region;
  const stock = makeStock(policy, dropUndefined({ principals, operations, paths, now: run.now }), isOf(region));
  const isInside = insideOf(region, stock, expect.outcomes?.includes('malformed_request') ?? false);
  let tried = 0;
  let met = 0;
  let failed = false;
  const arbitrary = drawn({
    draw: (random) => {
      let request = drawIn(stock, region, random);
      for (let i = 1; i < MOST_DRAWS && !isInside(request); i++) request = drawIn(stock, region, random);
      return request;
    },
    *simpler(request) {
      for (const simpler of simplerRequests(request, stock)) if (isInside(simpler)) yield simpler;
    },
    holds: isRequest,
  });
  const details = check(
    property(arbitrary, (request) => {
      const inside = isInside(request);
      if (!failed) tried++;
      if (!failed && inside) met++;
      const holds = !inside || isExpected(stock, expect, request);
      failed ||= !holds;
      return holds;
    }),
    { numRuns: run.runs ?? USUAL_RUNS, ...dropUndefined({ seed: run.seed, path: run.path }) },
  );
  const { seed, counterexamplePath: path, numShrinks: shrinks } = details;
  if (details.failed) {
    const [request] = details.counterexample ?? [];
    // What the engine throws it does not; what a draw throws is told as it is.
    if (request === undefined || isExpected(stock, expect, request)) throw details.errorInstance ?? new Error('a property failed without a counterexample');
    return { status: 'failed', runs: tried, met, seed, path, counterexample: { request, decision: stock.engine.decide(request).toJSON() }, shrinks };
  }
  const enough = met >= LEAST_MET && met * 100 >= tried * LEAST_SHARE;
  return { status: enough ? 'passed' : 'undecided', runs: tried, met, seed, path: null, shrinks };
}

function isOf({ forms, agents, users }: Region): (principal: Principal) => boolean {
  return ({ form, user, chain }) =>
    (forms === undefined || forms.includes(form)) &&
    (agents === undefined || agents.includes(chain.at(-1)?.id ?? '')) &&
    (users === undefined || users.includes(user?.id ?? ''));
}

/** As the stanzas want it half of the time, so that what allows is found; the conditions of the region nearly always. */
function drawIn(stock: Stock, { conditions = [], purposes }: Region, random: Parameters<typeof makeRequest>[1]): Request {
  const wishes = conditions.map((code) => ({ code, truth: true }));
  const request = makeRequest(stock, random, { fitting: percent(random, 50), details: false, wishes });
  if (purposes === undefined || purposes.length === 0 || purposes.includes(request.purpose ?? '')) return request;
  return { ...request, purpose: purposes[random.nextInt(0, purposes.length - 1)] as string };
}

/** `malformed`: whether what is no request lies in a region; a property is about those, or about the others. */
function insideOf({ principals, operations, paths, purposes, conditions = [] }: Region, stock: Stock, malformed: boolean): (request: Request) => boolean {
  const patterns = paths?.map((path) => {
    const pattern = classifyPattern(path);
    if (pattern === null) throw new TypeError(`the region's path is no pattern: ${JSON.stringify(path)}`);
    return pattern;
  });
  const literals = literalsOf(conditions, stock.policy.model.blocks.schema);
  const truths = conditions.map((code) => conditionTruth(stock.engine, code, literals));
  const words = stock.policy.model.blocks.schema.operations;
  const asked = principals?.map(askingText);
  return (request) => {
    const { operation, path, purpose, policies } = request;
    const meant = policies === undefined ? (words.get(operation) ?? operation) : operation;
    const plain = path.replace(/^\/+/, '');
    return (
      (asked === undefined || asked.includes(askingText(request))) &&
      (operations === undefined || operations.includes(operation) || operations.includes(meant)) &&
      (patterns === undefined || patterns.some((pattern) => matchesPattern(pattern, plain))) &&
      (purposes === undefined || (purpose !== undefined && purposes.includes(purpose))) &&
      truths.every((truth) => truth(request) === true) &&
      (malformed || stock.engine.decide(request).outcome !== 'malformed_request')
    );
  };
}

function isExpected({ engine }: Stock, { decision, outcomes }: Expectation, request: Request): boolean {
  const { allowed, outcome } = engine.decide(request);
  return (decision === undefined || allowed === (decision === 'allow')) && (outcomes === undefined || outcomes.includes(outcome));
}

function dropUndefined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
