// The cases of one subject that change who stands or which patterns there are: spans of time between ends, and what templates are filled in with.

import type { Identity, JsonValue, Request } from '@polc/runtime';
import { type Anatomy, type Expr, OP } from '@polc/runtime/anatomy';
import { ABSENT, Features } from './features.js';
import { lookAt } from './look.js';
import { type Place, type Put, placeOf } from './place.js';
import { sampleOf } from './samples.js';
import { Scene } from './scene.js';
import type { Subject } from './subjects.js';
import type { Reading } from './survey.js';
import { conditionOf, type Formula, isTest, type Test } from './tests.js';

/** Milliseconds, half-open; infinite where it does not begin or end. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

export interface Case {
  readonly request: Omit<Request, 'operation' | 'path'>;
  /** null: any time. */
  readonly window: Window | 'unknown' | null;
  /** Values that the request holds at places of templates, by the place's key. */
  readonly fixed: ReadonlyMap<string, Put>;
}

export interface Cases {
  readonly cases: readonly Case[];
  readonly partial: boolean;
}

const MAX_ENDS = 40;
const MAX_FILLINGS = 240;

export function casesOf(readings: readonly Reading[], subject: Subject, anyConsent: boolean): Cases {
  const ends = endsOf(readings, subject, anyConsent);
  const windows = windowsOf(ends.slice(0, MAX_ENDS));
  let partial = ends.length > MAX_ENDS;
  const cases = windows.flatMap((window): Case[] => {
    const request = { ...subject.request, ...(window === null ? {} : { context: { time: timeIn(window) } }) };
    const { fillings, whole } = fillingsOf(readings, request, anyConsent);
    partial ||= !whole;
    return fillings.map(({ put, fixed }) => ({ request: put(request), window, fixed }));
  });
  return { cases, partial };
}

function windowsOf(ends: readonly number[]): readonly Case['window'][] {
  if (ends.length === 0) return [null];
  const edges = [Number.NEGATIVE_INFINITY, ...ends, Number.POSITIVE_INFINITY];
  return [
    ...ends.map((_, i): Window => ({ from: edges[i] as number, until: edges[i + 1] as number })),
    { from: ends.at(-1) as number, until: Number.POSITIVE_INFINITY },
    'unknown',
  ];
}

const DAY = 86_400_000;

function timeIn(window: Window | 'unknown'): JsonValue {
  if (window === 'unknown') return 'unknown';
  const { from, until } = window;
  return new Date(from === Number.NEGATIVE_INFINITY ? until - DAY : from).toISOString();
}

/** Ascending: when somebody who is needed ends or begins, and from when on what is left is less than what may be granted. */
function endsOf(readings: readonly Reading[], { user, chain, kind }: Subject, anyConsent: boolean): readonly number[] {
  if (kind === 'policies') return [];
  const found = new Set<number>();
  const ttls = new Set<number>();
  for (const { engine, profiles } of readings) {
    const { snapshot } = engine;
    const own = user === null ? undefined : snapshot.users.get(user);
    const agents = chain.flatMap((id) => snapshot.agents.get(id) ?? []);
    const lists = [own?.policies, ...agents.flatMap(({ policies, ceiling, type }) => [policies, ceiling, type?.ceiling])];
    for (const list of lists) if (list) for (const ttl of profiles.ttls(list)) ttls.add(ttl);
    for (const { maxTtl, type } of agents) ttls.add(maxTtl).add(type?.maxTtl ?? Number.POSITIVE_INFINITY);
    for (const principal of [own, ...agents]) if (principal !== undefined) found.add(principal.expires);
    const roots = [...(user === null ? [] : [`user:${user}`]), ...chain.map((id) => `agent:${id}`)];
    roots.slice(0, -1).forEach((from, i) => {
      for (const { expires, consents, scopes } of snapshot.between(from, (roots[i + 1] as string).slice('agent:'.length))) {
        found.add(expires);
        for (const scope of scopes) for (const ttl of profiles.ttls(snapshot.lists.ofScope(scope) ?? NO_LIST)) ttls.add(ttl);
        if (!anyConsent) for (const consent of consents) found.add(consent.from).add(consent.until);
      }
    });
  }
  const ends = [...found].filter(Number.isFinite);
  // The first instant at which less is left.
  const sooner = ends.flatMap((end) => [...ttls].filter(Number.isFinite).map((ttl) => end - ttl * 1000 + 1));
  return [...new Set([...ends, ...sooner])].sort((a, b) => a - b);
}

const NO_LIST = { view: { policies: [] }, unknown: null } as unknown as Parameters<Reading['profiles']['ttls']>[0];

interface Filled {
  put(request: Case['request']): Case['request'];
  readonly fixed: ReadonlyMap<string, Put>;
}

const NOTHING: Filled = { put: (request) => request, fixed: new Map() };

/** What the templates of the subject's lists can be filled in with: of each value that makes a difference one. */
function fillingsOf(
  readings: readonly Reading[],
  request: Case['request'],
  anyConsent: boolean,
): { readonly fillings: readonly Filled[]; readonly whole: boolean } {
  const opened = readings.map((reading): Anatomy | null => {
    try {
      return reading.open({ ...request, operation: 'read', path: 'x' });
    } catch {
      return null;
    }
  });
  const directives = new Set<string>();
  const expressions: Expr[] = [];
  const literals = new Set<string>();
  const scenes: Scene[] = [];
  opened.forEach((anatomy, i) => {
    const { profiles } = readings[i] as Reading;
    for (const { one, layers } of anatomy?.footings ?? []) {
      scenes.push(new Scene(one, false, new Set(), anyConsent));
      for (const { policies } of layers.flatMap(({ lists }) => lists)) {
        for (const directive of profiles.directives(policies)) directives.add(directive);
        expressions.push(...profiles.expressions(policies));
        if (policies.view.templated.length > 0)
          for (const { text } of profiles.patterns(policies, one))
            for (const segment of text.split('/')) if (segment !== '' && segment !== '+') literals.add(segment.replace(/\*$/, ''));
      }
    }
  });
  if (directives.size === 0) return { fillings: [NOTHING], whole: true };
  let fillings: Filled[] = [NOTHING];
  let whole = true;
  const slots = [...directives].flatMap((directive) => slotOf(directive, scenes, expressions, literals) ?? []);
  const free = slots.filter((slot) => slot.free);
  // What one is filled in with another may be filled in with, too, or with something else.
  const shared = free.length < 2 ? [] : [...free.flatMap(({ values }) => values), ...freshOf(literals, 2)];
  for (const { values, put, free } of slots) {
    const options = [...new Set(free ? [...values, ...shared] : values)].map(put);
    fillings = fillings.flatMap((before) => options.map((option) => joined(before, option)));
    if (fillings.length > MAX_FILLINGS) {
      whole = false;
      fillings = fillings.slice(0, MAX_FILLINGS);
    }
  }
  return { fillings, whole };
}

function joined(a: Filled, b: Filled): Filled {
  return { put: (request) => b.put(a.put(request)), fixed: new Map([...a.fixed, ...b.fixed]) };
}

/** A directive, and what the request may say there. */
interface Slot {
  readonly values: readonly Put[];
  put(value: Put): Filled;
  /** Nothing is registered there. */
  readonly free: boolean;
}

/** null: it is what it is, whatever the request says. */
function slotOf(directive: string, scenes: readonly Scene[], expressions: readonly Expr[], literals: ReadonlySet<string>): Slot | null {
  const [root = '', name = '', ...rest] = directive.split('.');
  if (root === 'identity') return identitySlot(directive, literals);
  if (name === 'id' && root !== 'session') return null;
  if (root === 'session') return placeSlot(placeOf('session', 'id'), scenes, expressions, literals);
  if (root === 'user' && scenes.every(({ one }) => one.parties.user === null)) return null;
  if (root === 'agent' && scenes.every(({ one }) => one.parties.chain.length === 0)) return null;
  if (root === 'user') return placeSlot(placeOf('user', name), scenes, expressions, literals);
  return root === 'agent' && name === 'metadata' ? placeSlot(placeOf('metadata', rest.join('.')), scenes, expressions, literals) : null;
}

function placeSlot(place: Place, scenes: readonly Scene[], expressions: readonly Expr[], literals: ReadonlySet<string>): Slot {
  const { kind, name, key } = place;
  const registered = scenes.map((scene) => scene.registered(place)).filter((value) => value !== undefined && typeof value !== 'symbol') as JsonValue[];
  const put = (value: Put): Filled => ({
    fixed: new Map([[key, value]]),
    put: (request) => {
      if (value === ABSENT) return request;
      const said = value as JsonValue;
      if (kind === 'session') return { ...request, session: { ...request.session, [name]: said } };
      if (kind === 'user') return { ...request, user: { ...(request.user ?? idOf(scenes)), [name]: said } };
      return {
        ...request,
        attributes: {
          ...request.attributes,
          metadata: { ...(request.attributes?.metadata as { readonly [name: string]: JsonValue } | undefined), [name]: said },
        },
      };
    },
  });
  if (registered.length > 0) return { values: [ABSENT, 'x', ...(registered.length > 1 ? registered : [])], put, free: false };
  const features = new Features();
  for (const literal of literals) {
    features.addConstant(literal);
    if (String(Number(literal)) === literal) features.addConstant(Number(literal));
  }
  for (const expr of expressions) {
    for (const scene of scenes.slice(0, 1)) {
      const depth = Scene.depthOf(place);
      lookAt(expr, (node) => (scene.placeOf(node)?.key === key && node.code === OP.read ? node.names.slice(depth) : null), features);
    }
  }
  const tests = scenes.slice(0, 1).flatMap((scene) => expressions.flatMap((expr) => testsAt(conditionOf(expr, scene), key)));
  const seen = new Set<string>();
  const values = sampleOf(features).values.filter((value) => {
    const kind = kindOf(value, name, literals);
    const told = `${kind} ${tests.map((test) => String(test.truth(new Map([[key, value]])))).join()}`;
    return !seen.has(told) && seen.add(told);
  });
  return { values, put, free: true };
}

function testsAt(formula: Formula, key: string): readonly Test[] {
  if (isTest(formula)) return formula.places.some((place) => place.key === key) ? [formula] : [];
  if (typeof formula !== 'object') return [];
  const parts: readonly Formula[] = 'parts' in formula ? formula.parts : [formula.part];
  return parts.flatMap((part) => testsAt(part, key));
}

/** The segment that the template becomes: one that other patterns have, or any other; or none. A number is none where a text is declared, and a text none for a number. */
function kindOf(value: Put, name: string, literals: ReadonlySet<string>): string {
  const text = typeof value === 'number' && name !== 'id' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^[^/*+\p{Cc}]+$/u.test(text)) return 'none';
  return literals.has(text) ? `the segment ${text}, a ${typeof value}` : `another segment, a ${typeof value}`;
}

function idOf(scenes: readonly Scene[]): { readonly [name: string]: JsonValue } {
  const id = scenes.map((scene) => scene.one.parties.user?.id).find((each) => each !== undefined);
  return id === undefined ? {} : { id };
}

/** Without it, with a value like no other, with each text that another pattern has. Values with a slash are left out. */
function identitySlot(directive: string, literals: ReadonlySet<string>): Slot {
  return {
    values: [ABSENT, ...freshOf(literals, 1), ...literals],
    put: (value) => ({
      fixed: new Map(),
      put: (request) =>
        typeof value === 'string' ? { ...request, identity: withValue(request.identity ?? {}, directive.split('.').slice(1), value) } : request,
    }),
    free: true,
  };
}

function freshOf(taken: ReadonlySet<string>, count: number): readonly string[] {
  const fresh: string[] = [];
  for (let i = 0; fresh.length < count; i++) {
    const text = 'xyz'.charAt(i % 3).repeat(1 + Math.floor(i / 3));
    if (!taken.has(text)) fresh.push(text);
  }
  return fresh;
}

type Loose = { [name: string]: unknown };

function withValue(identity: Identity, names: readonly string[], value: string): Identity {
  const copy = JSON.parse(JSON.stringify(identity)) as Loose;
  if (names[0] === 'groups') {
    const [, by, wanted = '', ...rest] = names;
    copy.groups ??= [];
    const groups = copy.groups as Loose[];
    let group = groups.find((one) => one[by === 'ids' ? 'id' : 'name'] === wanted);
    if (group === undefined) {
      group = { [by === 'ids' ? 'id' : 'name']: wanted };
      groups.push(group);
    }
    setMember(group, rest, value);
    return copy;
  }
  copy.entity ??= {};
  const entity = copy.entity as Loose;
  if (names[1] !== 'aliases') {
    setMember(entity, names.slice(1), value);
    return copy;
  }
  entity.aliases ??= [];
  const aliases = entity.aliases as Loose[];
  let alias = aliases.find((one) => one.mount_accessor === names[2]);
  if (alias === undefined) {
    alias = { mount_accessor: names[2] };
    aliases.push(alias);
  }
  setMember(alias, names.slice(3), value);
  return copy;
}

function setMember(owner: Loose, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) owner[name] = value;
  else owner[name] = { ...(owner[name] as Loose | undefined), [rest.join('.')]: value };
}
