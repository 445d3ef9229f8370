// What the templates of a subject's lists are filled in with: of each set of values that a decision treats alike one, and values of several templates alike and
// not alike.

import type { JsonValue } from '@polc/runtime';
import { type Expr, OP } from '@polc/runtime/anatomy';
import { expressionsOf, openSafely, patternsOf, walksOfPath } from './asked-paths.js';
import type { Case } from './cases.js';
import { ABSENT, Features } from './features.js';
import { lookAt } from './look.js';
import { type Place, type Put, placeOf } from './place.js';
import { withValue } from './put-identity.js';
import { sampleOf } from './samples.js';
import { Scene } from './scene.js';
import type { Reading, SurveyOptions } from './survey.js';
import { areTangled, piecesOf, type SlotWalks, slotWalks, widened } from './template-slots.js';
import { conditionOf, type Formula, isTest, sessionTest, type Test } from './tests.js';
import { SEGMENT_WALK } from './walk.js';

/** What is asked about. */
export type Asked = Pick<SurveyOptions, 'anyConsent' | 'conditions' | 'paths'>;

interface Filled {
  put(request: Case['request']): Case['request'];
  readonly fixed: ReadonlyMap<string, Put>;
}

export interface Fillings {
  readonly fillings: readonly Filled[];
  /** There are no others that a decision tells apart. */
  readonly whole: boolean;
}

const NOTHING: Filled = { put: (request) => request, fixed: new Map() };
const MAX_FILLINGS = 240;

export function fillingsOf(readings: readonly Reading[], request: Case['request'], { anyConsent, conditions, paths }: Asked): Fillings {
  const opened = readings.map((reading) => openSafely(reading, { ...request, operation: 'read', path: 'x' }));
  const directives = new Set<string>();
  const templates = new Map<string, ReturnType<typeof piecesOf>>();
  const scenes: Scene[] = [];
  // Where authority is handed on, the path is the agent's.
  const handed = new Set<string>();
  for (const { one, layers } of opened.flatMap(({ footings }) => footings)) {
    scenes.push(new Scene(one, false, new Set(), anyConsent));
    for (const layer of layers) {
      if (layer.layer === 'delegate') handed.add(layer.one.asked.path);
      for (const { view } of layer.lists.map(({ policies }) => policies)) {
        for (const { template } of view.templated) {
          for (const [i, piece] of template.entries()) if (i % 2 === 1) directives.add(piece);
          const pieces = piecesOf(template, layer.one);
          templates.set(JSON.stringify(pieces), pieces);
        }
      }
    }
  }
  if (directives.size === 0) return { fillings: [NOTHING], whole: true };
  const expressions = expressionsOf(readings, opened, conditions);
  const written = [...templates.values()];
  const patterns = [
    ...patternsOf(readings, opened, expressions, paths),
    ...written.flatMap((pieces) => widened(pieces) ?? []),
    ...[...handed].map((path) => ({ kind: 'exact', text: path }) as const),
  ];
  const { walks, exact } = walksOfPath(expressions);
  const { bySlot, whole: everywhere } = slotWalks(written, patterns, walks);
  const tangled = written.some((one, i) => written.slice(i + 1).some((other) => areTangled(one, other)));
  const about: About = { scenes, expressions, count: 1 + directives.size };
  const slots = [...directives].flatMap((directive) => slotOf(directive, bySlot.get(directive) ?? UNTOLD, about) ?? []);
  // What a template makes of the time is not taken apart.
  const timed = [...directives].some((directive) => directive.startsWith('time.'));
  const all = allOf(slots);
  return { fillings: all.fillings, whole: all.whole && exact && everywhere && !tangled && !timed && slots.every(({ whole }) => whole) };
}

/** Nothing tells its values apart but the conditions. */
const UNTOLD: SlotWalks = { walks: [], classOf: () => '' };

interface About {
  readonly scenes: readonly Scene[];
  readonly expressions: readonly Expr[];
  /** So many values of each class, that several templates can be filled in alike or not. */
  readonly count: number;
}

/** A directive, and what the request may say there. */
interface Slot {
  /** By class. */
  readonly classes: readonly (readonly Put[])[];
  /** It may say what the request says elsewhere. */
  readonly free: boolean;
  readonly whole: boolean;
  put(value: Put): Filled;
}

/** Each value of each slot with each of the others; of free ones those that are equal, and those that are not. */
function allOf(slots: readonly Slot[]): Fillings {
  interface Taken {
    readonly filled: Filled;
    readonly values: readonly Put[];
  }
  let taken: readonly Taken[] = [{ filled: NOTHING, values: [] }];
  let whole = true;
  for (const { classes, free, put } of slots) {
    taken = taken.flatMap(({ filled, values }) => {
      const options: readonly Put[] = free
        ? [...classes.flatMap((each) => each.filter((value) => !values.includes(value)).slice(0, 1)), ...values]
        : classes.flat();
      return [...new Set(options)].map((value) => ({
        filled: joined(filled, put(value)),
        values: free && value !== ABSENT ? [...values, ...written(value)] : values,
      }));
    });
    if (taken.length > MAX_FILLINGS) {
      whole = false;
      taken = taken.slice(0, MAX_FILLINGS);
    }
  }
  return { fillings: taken.map(({ filled }) => filled), whole };
}

/** As a template writes it, and the other way to say so. */
function written(value: Put): readonly Put[] {
  if (typeof value === 'number') return [value, String(value)];
  return typeof value === 'string' && isNumeral(value) ? [value, Number(value)] : [value];
}

const isNumeral = (text: string) => String(Number(text)) === text && Number.isSafeInteger(Number(text));

function joined(a: Filled, b: Filled): Filled {
  return { put: (request) => b.put(a.put(request)), fixed: new Map([...a.fixed, ...b.fixed]) };
}

/** null: it is what it is, whatever the request says. */
function slotOf(directive: string, told: SlotWalks, about: About): Slot | null {
  const parties = about.scenes.map(({ one }) => one.parties);
  const [root = '', name = '', ...rest] = directive.split('.');
  if (root === 'identity') return identitySlot(directive, told, about);
  if (name === 'id' && root !== 'session') return null;
  if (root === 'session') return placeSlot(placeOf('session', 'id'), told, about);
  if (root === 'user' && parties.every(({ user }) => user === null)) return null;
  if (root === 'agent' && parties.every(({ chain }) => chain.length === 0)) return null;
  if (root === 'user') return placeSlot(placeOf('user', name), told, about);
  return root === 'agent' && name === 'metadata' ? placeSlot(placeOf('metadata', rest.join('.')), told, about) : null;
}

function placeSlot(place: Place, told: SlotWalks, { scenes, expressions, count }: About): Slot {
  const { key, name } = place;
  const registered = scenes.map((scene) => scene.registered(place)).filter((value) => value !== undefined && typeof value !== 'symbol') as JsonValue[];
  const put = (value: Put): Filled => ({
    fixed: new Map([[key, value]]),
    put: (request) => (value === ABSENT ? request : putAt(place, value, request, scenes)),
  });
  if (registered.length > 0)
    return { classes: [[ABSENT], ['x'], ...(registered.length > 1 ? registered.map((one) => [one]) : [])], put, free: false, whole: true };
  const features = new Features();
  features.walks.push(SEGMENT_WALK, ...told.walks);
  const [scene] = scenes;
  const depth = Scene.depthOf(place);
  for (const expr of scene === undefined ? [] : expressions)
    lookAt(expr, (node) => (scene?.placeOf(node)?.key === key && node.code === OP.read ? node.names.slice(depth) : null), features);
  const standing = scenes.flatMap((each) => standingTests(each, key));
  for (const test of standing) test.look(place, features);
  // Numbers are written into a pattern, too.
  for (const text of sampleOf(features).values) if (typeof text === 'string' && isNumeral(text)) features.addConstant(Number(text));
  const { values, whole } = sampleOf(features, count - 1);
  const tests = scene === undefined ? [] : [...standing, ...expressions.flatMap((expr) => testsAt(conditionOf(expr, scene), key))];
  const truths = (value: Put) => tests.map((test) => String(test.truth(new Map([[key, value]])))).join();
  return { classes: classesOf(values, (value) => `${segmentOf(value, name, told)} ${truths(value)}`, count), put, free: true, whole };
}

/** What delegations ask of the place. */
function standingTests({ one }: Scene, key: string): readonly Test[] {
  const sessions = one.parties.delegation?.sessions ?? null;
  return sessions === null ? [] : [sessionTest(sessions)].filter(({ places }) => places.some((place) => place.key === key));
}

function putAt({ kind, name }: Place, value: Put, request: Case['request'], scenes: readonly Scene[]): Case['request'] {
  const said = value as JsonValue;
  if (kind === 'session') return { ...request, session: { ...request.session, [name]: said } };
  if (kind === 'user') return { ...request, user: { ...(request.user ?? idOf(scenes)), [name]: said } };
  const metadata = request.attributes?.metadata as { readonly [name: string]: JsonValue } | undefined;
  return { ...request, attributes: { ...request.attributes, metadata: { ...metadata, [name]: said } } };
}

/** Up to `count` of each class. */
function classesOf(values: readonly Put[], classOf: (value: Put) => string, count: number): readonly (readonly Put[])[] {
  const classes = new Map<string, Put[]>();
  for (const value of values) {
    const key = classOf(value);
    const there = classes.get(key);
    if (there === undefined) classes.set(key, [value]);
    else if (there.length < count) there.push(value);
  }
  return [...classes.values()];
}

function testsAt(formula: Formula, key: string): readonly Test[] {
  if (isTest(formula)) return formula.places.some((place) => place.key === key) ? [formula] : [];
  if (typeof formula !== 'object') return [];
  const parts: readonly Formula[] = 'parts' in formula ? formula.parts : [formula.part];
  return parts.flatMap((part) => testsAt(part, key));
}

const isSegment = (value: unknown): value is string => typeof value === 'string' && /^[^/*+\p{Cc}]+$/u.test(value);

/** What the template becomes, or that it becomes nothing. A number is none where a text is declared, and a text none for a number. */
function segmentOf(value: Put, name: string, told: SlotWalks): string {
  const text = typeof value === 'number' && name !== 'id' && Number.isSafeInteger(value) ? String(value) : value;
  return isSegment(text) ? `${typeof value} ${told.classOf(text)}` : 'none';
}

function idOf(scenes: readonly Scene[]): { readonly [name: string]: JsonValue } {
  const id = scenes.map((scene) => scene.one.parties.user?.id).find((each) => each !== undefined);
  return id === undefined ? {} : { id };
}

/** Without it, and of each class of segments. */
function identitySlot(directive: string, told: SlotWalks, { count }: About): Slot {
  const features = new Features();
  features.walks.push(SEGMENT_WALK, ...told.walks);
  const { values, whole } = sampleOf(features, count - 1);
  const texts = values.filter(isSegment);
  return {
    classes: [[ABSENT], ...classesOf(texts, (value) => told.classOf(String(value)), count)],
    put: (value) => ({
      fixed: new Map(),
      put: (request) =>
        typeof value === 'string' ? { ...request, identity: withValue(request.identity ?? {}, directive.split('.').slice(1), value) } : request,
    }),
    free: true,
    whole,
  };
}
