// A property of a policy tried on random requests of its region, at the edges of the policy and of the region itself; a counterexample is made as simple
// as it gets. A region that is hardly ever met is said to be undecided, not passed.

import { literalsOf } from '@polc/compiler';
import { classifyPattern, conditionTruth, type Decision, matchesPattern, type Request } from '@polc/runtime';
import { percent } from '../arbitraries/chance.js';
import { makeRequest } from '../arbitraries/make-request.js';
import { askingText, type Principal } from '../arbitraries/principals.js';
import { makeStock, type Stock } from '../arbitraries/stock.js';
import type { TestedPolicy } from '../policy.js';
import type { Expectation, PropertyRun, Region, RegionProperty } from './region.js';
import { type Tried, tryRequests } from './try-requests.js';

export interface PropertyResult extends Omit<Tried, 'counterexample'> {
  readonly counterexample?: { readonly request: Request; readonly decision: Decision };
}

/** @throws TypeError for a property that says nothing, or a region that holds nobody */
export function checkProperty(policy: TestedPolicy, { region, expect }: RegionProperty, { now, ...run }: PropertyRun = {}): PropertyResult {
  if (expect.decision === undefined && expect.outcomes === undefined) throw new TypeError('the property expects nothing: it has neither decision nor outcomes');
  const { principals, operations, paths } = region;
  const stock = makeStock(policy, dropUndefined({ principals, operations, paths, now }), isOf(region));
  const { counterexample: request, ...tried } = tryRequests(
    {
      draw: (random) => drawIn(stock, region, random),
      now: stock.now,
      isInside: insideOf(region, stock, expect.outcomes?.includes('malformed_request') ?? false),
      holds: (each) => isExpected(stock, expect, each),
    },
    run,
  );
  return request === null ? tried : { ...tried, counterexample: { request, decision: stock.engine.decide(request).toJSON() } };
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
