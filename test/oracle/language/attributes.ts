// What an attribute is (spec.md §7.3, §8.1): where it may stand, what its source says, its type.

import { matchesPath, readPattern } from '../patterns.js';
import type { Declaration } from './model.js';
import { areTexts, closureOf, groupsOf, type Situation } from './principals.js';
import { boundedNumber, Duration, durationOf, equals, isList, isMap, isPlain, Timestamp, timestampOf, UNKNOWN, type Value, valueOfJson } from './values.js';

/** `disagree`: "two sources that disagree". What is present may still be unknown, for its type. */
export interface Reading {
  readonly state: 'present' | 'missing' | 'disagree';
  readonly value: Value;
}

const MISSING: Reading = { state: 'missing', value: UNKNOWN };
/** Nobody can tell. */
const DISAGREE: Reading = { state: 'disagree', value: UNKNOWN };

/** What stands at either place: files and facts, or the request. */
interface Places {
  readonly registry: readonly unknown[];
  readonly request: readonly unknown[];
}

/** "Types of the built-in ones". */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['context.time', 'timestamp'],
  ['context.risk', 'number'],
  ['context.lat', 'number'],
  ['context.lon', 'number'],
  ['delegation.depth', 'number'],
  ['delegation.consent_age', 'duration'],
  ['user.mfa', 'boolean'],
  ['user.groups', 'list(string)'],
  ['delegation.scopes', 'list(string)'],
  ['delegation.purposes', 'list(string)'],
  ...['user.id', 'context.ip', 'context.country', 'context.region', 'session.id', 'target.sensitivity', 'target.system'].map(
    (name) => [name, 'string'] as const,
  ),
  ...['agent.id', 'agent.type', 'agent.owner', 'request.operation', 'request.path', 'request.purpose'].map((name) => [name, 'string'] as const),
  ...['delegation.mode', 'delegation.id', 'delegation.consent'].map((name) => [name, 'string'] as const),
]);

/** `path` has the root first; `agent.metadata.K` is one attribute, of every other root the first name is. */
export function readAttribute(path: readonly (string | number)[], situation: Situation): Reading {
  const [root, name, key] = path;
  if (typeof root !== 'string') return MISSING;
  if (name === undefined) return wholeRoot(root, situation);
  if (typeof name !== 'string') return MISSING;
  if (root === 'agent' && name === 'metadata' && typeof key === 'string') {
    return member(settle(metadataPlaces(key, situation), null, null), path.slice(3));
  }
  const full = `${root}.${name}`;
  const declared = situation.model.schema.declared.get(full) ?? null;
  const type = declared?.type ?? BUILT_IN.get(full) ?? null;
  if (full === 'user.groups') return member(readGroups(situation, declared), path.slice(2));
  return member(settle(placesOf(root, name, situation), type, declared?.source ?? null), path.slice(2));
}

/** The request's data and the like as a map. */
function wholeRoot(root: string, { request }: Situation): Reading {
  const whole: unknown = { parameters: request.parameters ?? {}, context: request.context, session: request.session }[root];
  return isPlain(whole) ? { state: 'present', value: valueOfJson(whole) } : MISSING;
}

function member(reading: Reading, path: readonly (string | number)[]): Reading {
  let value = reading.value;
  for (const step of path) {
    if (reading.state !== 'present') return reading;
    // Of a wrong type: it is there, and nothing is known below it.
    if (value === UNKNOWN) return DISAGREE;
    const next = stepInto(value, step);
    if (next === undefined) return MISSING;
    value = next;
  }
  return { ...reading, value };
}

/** A member of a map, an element of a list; undefined when there is none. */
export function stepInto(value: Value, step: string | number): Value | undefined {
  if (isList(value)) return typeof step === 'number' ? value[step] : undefined;
  return isMap(value) && typeof step === 'string' ? value.get(step) : undefined;
}

function placesOf(root: string, name: string, situation: Situation): Places {
  const { request, form, user, agents, operation, path, now } = situation;
  const agent = agents.at(-1) ?? null;
  switch (root) {
    case 'agent': {
      if (agent === null) return nowhere;
      const { id, type, owner, metadata } = agent;
      const registered = own({ id, type: type ?? undefined, owner: owner ?? undefined, metadata }, name);
      return { registry: registered, request: own(request.attributes, name) };
    }
    case 'user': {
      if (form === 'policies') return nowhere;
      const registered = user === null ? [] : name === 'id' ? [user.id] : own(user.attributes, name);
      return { registry: registered, request: [...own(request.user, name), ...(form === 'user' ? own(request.attributes, name) : [])] };
    }
    case 'delegation':
      return { registry: own(delegationOf(situation), name), request: [] };
    case 'parameters':
      return { registry: [], request: own(request.parameters, name) };
    case 'target':
      return { registry: matchingTargets(situation).flatMap((target) => own(target.attributes, name)), request: own(request.target, name) };
    case 'context': {
      const given = own(request.context, name);
      // "`time` is the engine's clock when absent".
      return { registry: [], request: name === 'time' && given.length === 0 ? [now] : given };
    }
    case 'session':
      return { registry: [], request: own(request.session, name) };
    case 'request':
      return { registry: [], request: own({ operation, path, purpose: request.purpose }, name) };
    default:
      return nowhere;
  }
}

const nowhere: Places = { registry: [], request: [] };

/** Own members only; a null is there, and of no type. */
function own(object: unknown, name: string): readonly unknown[] {
  if (!isPlain(object) || !Object.hasOwn(object, name) || object[name] === undefined) return [];
  return [object[name]];
}

function metadataPlaces(key: string, { request, agents }: Situation): Places {
  const agent = agents.at(-1);
  if (agent === undefined) return nowhere;
  return { registry: own(agent.metadata, key), request: own(request.attributes?.metadata, key) };
}

function matchingTargets({ model, path }: Situation) {
  return model.targets.filter(({ paths }) => paths.some((written) => matchesWritten(written, path)));
}

/** A pattern without templates. */
export function matchesWritten(written: string, path: string): boolean {
  const pattern = readPattern(written);
  return pattern !== null && matchesPath(pattern, path);
}

/**
 * §8.1: "A declared attribute is what its source says …; a value at the other place must be equal, else it is unknown. An attribute without a
 * declared source may stand at either place; at both it must be equal."
 */
function settle({ registry, request }: Places, type: string | null, source: string | null): Reading {
  const [said, beside] = source === null ? [[...registry, ...request], []] : source === 'registry' ? [registry, request] : [request, registry];
  const [first, ...others] = [...said, ...beside].map((json) => typed(json, type));
  if (first === undefined) return MISSING;
  if (said.length === 0) return DISAGREE;
  return others.every((other) => equals(first, other) === true) ? { state: 'present', value: first } : DISAGREE;
}

/** "`user.groups` compare as sets"; trusted, "the groups of a request are the user's, beside the registered ones". */
function readGroups(situation: Situation, declared: Declaration | null): Reading {
  const { user, registry, request, model, form } = situation;
  if (form === 'policies') return MISSING;
  const sorted = (groups: unknown): unknown => (areTexts(groups) ? [...new Set(groups)].sort() : groups);
  const [said] = own(request.user, 'groups');
  const beside = form === 'user' ? own(request.attributes, 'groups') : [];
  if (model.schema.trustedGroups && user !== null && (said === undefined || areTexts(said))) {
    if (beside.length === 0) return { state: 'present', value: closureOf([...user.groups, ...groupsOf(request)], registry.groups) };
    if (said !== undefined) {
      const same = JSON.stringify(sorted(said)) === JSON.stringify(sorted(beside[0]));
      return same ? { state: 'present', value: closureOf([...user.groups, ...said], registry.groups) } : DISAGREE;
    }
  }
  const registered = user === null ? [] : [closureOf(user.groups, registry.groups)];
  const given = [...own(request.user, 'groups'), ...(form === 'user' ? own(request.attributes, 'groups') : [])];
  const compared = settle({ registry: registered.map(sorted), request: given.map(sorted) }, 'list(string)', declared?.source ?? null);
  if (compared.state !== 'present' || compared.value === UNKNOWN) return compared;
  return { state: 'present', value: valueOfJson(registered[0] ?? given[0]) };
}

/** An undeclared attribute "has the type it holds"; "a wrong type (also: an undeclared attribute that holds null)" is unknown. */
function typed(json: unknown, type: string | null): Value {
  if (json instanceof Duration || json instanceof Timestamp) return json;
  switch (type) {
    case 'string':
      return typeof json === 'string' ? json : UNKNOWN;
    case 'number':
      return typeof json === 'number' ? boundedNumber(json) : UNKNOWN;
    case 'boolean':
      return typeof json === 'boolean' ? json : UNKNOWN;
    case 'timestamp':
      return timestampOf(json);
    case 'duration':
      return durationOf(json);
    case 'list':
      return Array.isArray(json) ? valueOfJson(json) : UNKNOWN;
    case 'list(string)':
    case 'list(number)': {
      const elements: readonly Value[] = Array.isArray(json) ? json.map((each) => typed(each, type.slice(5, -1))) : [UNKNOWN];
      return elements.includes(UNKNOWN) ? UNKNOWN : elements;
    }
    case 'map':
      return isPlain(json) ? valueOfJson(json) : UNKNOWN;
    default:
      return valueOfJson(json);
  }
}

/** §7.3, the row of `delegation`; what is null there is missing. */
function delegationOf({ form, hops, agents, user, now }: Situation): Readonly<Record<string, unknown>> {
  if (form === 'policies') return {};
  const depth = Math.max(0, agents.length - 1);
  const last = hops.at(-1);
  if (last === undefined) return { mode: 'direct', depth };
  const given = hops.flatMap(({ consent }) => (consent === null ? [] : [consent.givenAt]));
  return {
    mode: user === null ? 'agent-to-agent' : 'on-behalf-of',
    id: last.delegation.id,
    depth,
    consent: hops.every(({ delegation }) => delegation.explicit) ? 'explicit' : 'implied',
    ...(given.length === 0 || Number.isNaN(now) ? {} : { consent_age: new Duration(now - Math.min(...given)) }),
    scopes: last.scopes,
    // "unknown when unrestricted".
    ...(last.purposes === null ? {} : { purposes: last.purposes }),
  };
}
