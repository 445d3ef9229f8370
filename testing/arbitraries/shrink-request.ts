// Simpler requests: fewer members, a shorter path, fewer policies, simpler values, the time nearer to `now`. Each is as well-formed as the one that it
// comes from.

import { instantOf, type JsonObject, type JsonValue, type Request } from '@polc/runtime';
import { instantText } from './near-time.js';
import { simplerNumbers, simplerObjects, simplerTexts, simplerValues } from './shrink-value.js';

export interface ShrinkGoal {
  /** Milliseconds: where times shrink to. */
  readonly now: number;
}

/** That only add to what is asked, those first that say the most. */
const EXTRAS = ['approvals', 'authorization_details', 'identity', 'wrap_ttl', 'target', 'session', 'attributes', 'purpose', 'parameters'] as const;
const OPERATIONS = ['read', 'list', 'update', 'create', 'delete', 'patch', 'invoke', 'delegate', 'recover', 'sudo', 'help'];
const TIME = new Set(['time']);
const ID = new Set(['id']);

export function* simplerRequests(request: Request, { now }: ShrinkGoal): Generator<Request> {
  const present = EXTRAS.filter((member) => request[member] !== undefined);
  if (present.length > 1) yield without(request, present);
  for (const member of present) yield without(request, [member]);
  yield* fewerPrincipals(request);
  for (const path of shorterPaths(request.path)) yield { ...request, path };
  yield* otherOperations(request);
  if (request.user !== undefined) for (const user of simplerObjects(request.user, ID)) yield { ...request, user };
  if (request.context !== undefined) yield* simplerContexts(request, request.context, now);
  for (const member of ['parameters', 'attributes', 'session', 'target'] as const) {
    const value = request[member];
    if (value !== undefined && value !== null) for (const simpler of simplerObjects(value)) yield { ...request, [member]: simpler };
  }
  if (typeof request.purpose === 'string') for (const purpose of simplerTexts(request.purpose)) yield { ...request, purpose };
  if (typeof request.wrap_ttl === 'number') for (const ttl of simplerNumbers(request.wrap_ttl, 0)) if (ttl >= 0) yield { ...request, wrap_ttl: ttl };
  for (const member of ['approvals', 'authorization_details'] as const) {
    const list = request[member] ?? [];
    if (list.length > 1) for (let i = 0; i < list.length; i++) yield { ...request, [member]: list.filter((_, at) => at !== i) };
  }
}

function without(request: Request, members: readonly string[]): Request {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !members.includes(name))) as unknown as Request;
}

/** Fewer policies; of a user who acts through an agent nothing beside the id. */
function* fewerPrincipals(request: Request): Generator<Request> {
  const { policies, user, agent } = request;
  if (policies !== undefined && policies.length > 1) {
    if (policies.length > 3) yield { ...request, policies: policies.slice(0, policies.length >> 1) };
    for (let i = 0; i < policies.length; i++) yield { ...request, policies: policies.filter((_, at) => at !== i) };
  }
  if (user !== undefined && agent !== undefined) yield without(request, ['user']);
}

/** Fewer segments, then plain ones, then shorter ones. Never empty. */
export function* shorterPaths(path: string): Generator<string> {
  for (const shorter of pathsBelow(path)) if (shorter !== '') yield shorter;
}

function* pathsBelow(path: string): Generator<string> {
  const segments = path.split('/');
  if (segments.length > 2) yield segments.slice(0, segments.length >> 1).join('/');
  for (let i = segments.length - 1; i >= 0 && segments.length > 1; i--) yield segments.filter((_, at) => at !== i).join('/');
  // As long as before, with fewer segments.
  for (let i = 1; i < segments.length; i++) yield [...segments.slice(0, i - 1), `${segments[i - 1]}x${segments[i]}`, ...segments.slice(i + 1)].join('/');
  for (let i = segments.length - 1; i >= 0; i--) {
    const segment = segments[i] as string;
    for (const simpler of simplerTexts(segment)) {
      if (simpler !== '') yield [...segments.slice(0, i), simpler, ...segments.slice(i + 1)].join('/');
    }
  }
}

function* otherOperations(request: Request): Generator<Request> {
  const at = OPERATIONS.indexOf(request.operation);
  for (const operation of OPERATIONS.slice(0, at < 0 ? 1 : at)) yield { ...request, operation };
}

/** The time stays: without it the answer would hang on the clock of whoever asks. */
function* simplerContexts(request: Request, context: JsonObject, now: number): Generator<Request> {
  if (Object.keys(context).length === 0) yield without(request, ['context']);
  if (context.time === undefined && Object.keys(context).length > 0) yield without(request, ['context']);
  for (const simpler of simplerObjects(context, TIME)) yield { ...request, context: simpler };
  if (context.time === undefined) return;
  for (const time of simplerTimes(context.time, now)) yield { ...request, context: { ...context, time } };
}

function* simplerTimes(time: JsonValue, now: number): Generator<JsonValue> {
  const instant = instantOf(time);
  const usual = instantText(now);
  if (instant === null) {
    yield usual;
    for (const simpler of simplerValues(time)) if (instantOf(simpler) === null) yield simpler;
  } else if (instant === now) {
    if (time !== usual) yield usual;
  } else {
    for (const nearer of simplerNumbers(instant, now)) yield instantText(nearer);
    // As text, as long as it is the same.
    if (time !== instantText(instant)) yield instantText(instant);
  }
}

const MOST_STEPS = 500;

/** As simple as it gets by steps of which each is still wanted. */
export function simplestRequest(
  given: Request,
  goal: ShrinkGoal,
  isWanted: (request: Request) => boolean,
): { readonly request: Request; readonly shrinks: number } {
  let request = given;
  for (let shrinks = 0; ; shrinks++) {
    const simpler = shrinks < MOST_STEPS ? firstOf(simplerRequests(request, goal), isWanted) : undefined;
    if (simpler === undefined) return { request, shrinks };
    request = simpler;
  }
}

function firstOf<T>(values: Iterable<T>, isWanted: (value: T) => boolean): T | undefined {
  for (const value of values) if (isWanted(value)) return value;
  return undefined;
}
