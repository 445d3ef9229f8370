// The tests that a decision consists of: each true, false or unknown by the values of one or a few places.

import { canonicalJson, type JsonValue } from '@polc/runtime';
import {
  checkParameters,
  checkWrapping,
  type Expr,
  isList,
  isObject,
  type LoadedObjectShape,
  type LoadedShape,
  OP,
  type ParameterMap,
  type PolicyValue,
  shapeFault,
  type Terms,
  type Truth,
  type Value,
} from '@polc/runtime/anatomy';
import { instantValue } from './classes.js';
import { ABSENT, type Features } from './features.js';
import { listedWalk, vaultGlobWalk } from './listed-walk.js';
import { lookAt } from './look.js';
import { lookAtShape } from './look-at-shape.js';
import { type Filling, type Place, type Put, placeOf, type Values, valueAt } from './place.js';
import { fillingsOf, type Reader, Scene } from './scene.js';

export interface Test {
  readonly key: string;
  readonly places: readonly Place[];
  truth(values: Values): Truth;
  /** What it tells apart at one of its places. */
  look(place: Place, features: Features): void;
  /** Two lists, or two maps, are compared: whether they differ or cannot be told apart is not gone through. */
  comparesWholes?(values: Values): boolean;
  /** It says whether the values of its places are equal, and nothing else of them. */
  readonly equates?: boolean;
  /** In the words of the policy; null where it is a matter of course. */
  readonly source: Expr | null;
  readonly words: string | null;
}

/** Truths, and tests joined by Kleene's logic. */
export type Formula =
  | Truth
  | Test
  | { readonly op: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly op: 'not'; readonly part: Formula }
  /** True where the part is just this, else false. */
  | { readonly op: 'is'; readonly truth: boolean; readonly part: Formula };

export const isTest = (formula: Formula): formula is Test => typeof formula === 'object' && 'places' in formula;

export function conditionOf(expr: Expr, scene: Reader): Formula {
  const { code, args } = expr;
  if (code === OP.and || code === OP.or) return { op: code === OP.and ? 'and' : 'or', parts: args.map((arg) => conditionOf(arg, scene)) };
  if (code === OP.not) return { op: 'not', part: conditionOf(args[0] as Expr, scene) };
  const places = scene.placesOf(expr);
  if (places.length === 0) return scene.truth(expr, []);
  return {
    key: `${JSON.stringify(expr.source)} ${scene.meaningOf(expr)}`,
    places,
    truth: (values) => scene.truth(expr, fillingsOf(places, values)),
    look: (place, features) => {
      const depth = Scene.depthOf(place);
      if (place.key === 'context.time') for (const instant of scene.agesIn(expr)) features.points.push(instant);
      lookAt(expr, (node) => (scene.placeOf(node)?.key === place.key && !scene.isAge(node) ? node.names.slice(depth) : null), features);
    },
    equates: (code === OP.eq || code === OP.ne) && args.every((arg) => readsWhole(arg, scene)),
    ...(COMPARISONS.has(code) && { comparesWholes: (values: Values) => comparesWholes(expr, scene, fillingsOf(places, values)) }),
    source: expr,
    words: null,
  };
}

const COMPARISONS: ReadonlySet<number> = new Set([OP.eq, OP.ne, OP.in, OP.contains]);

function comparesWholes(expr: Expr, scene: Reader, fillings: readonly Filling[]): boolean {
  if (expr.args.some(({ code }) => code === OP.const) || !fillings.some(({ value }) => typeof value === 'object')) return false;
  const [a, b] = scene.operands(expr, fillings) as readonly [Value, Value];
  if (expr.code === OP.in) return isWhole(a) && isList(b);
  if (expr.code === OP.contains) return isWhole(b) && isList(a);
  return (isList(a) && isList(b)) || (isObject(a) && isObject(b));
}

/** The value of a place, of whatever type; not of a type that its elements have to have. */
function readsWhole(expr: Expr, scene: Reader): boolean {
  const place = expr.code === OP.read ? scene.placeOf(expr) : null;
  if (place === null || scene.isAge(expr) || expr.names.length !== Scene.depthOf(place)) return false;
  return expr.literal.kind === 'root' && !expr.literal.type?.startsWith('list(');
}

const isWhole = (value: Value) => isList(value) || isObject(value);

function simple(key: string, place: Place, truth: (value: Put) => Truth, look: (features: Features) => void, words: string | null): Test {
  return {
    key: `${key} @${place.key}`,
    places: [place],
    truth: (values) => truth(valueAt(place, values)),
    look: (_, features) => look(features),
    source: null,
    words,
  };
}

/** Vault's lists, for one parameter; for places of several values each of them. */
export function listedTest({ allowed, denied }: Terms, place: Place, spelled: string): Formula {
  const name = spelled.toLowerCase();
  const [may, not] = [allowed?.get(name), denied?.get(name)];
  const open = (allowed === null || (may === undefined ? allowed.has('*') : may.length === 0)) && !denied?.has('*') && not === undefined;
  if (open) return true;
  const terms = { allowed, denied, required: [] } as unknown as Terms;
  const passes = (value: JsonValue) => checkParameters(terms, { [spelled]: value }) === null;
  const look = (features: Features) => {
    for (const [values, every] of [
      [may, true],
      [not, false],
    ] as const)
      if (values !== undefined) lookAtListed(values, every, name, features);
  };
  const key = `listed ${spelled} ${keyOfMap(allowed, name)} ${keyOfMap(denied, name)}`;
  return manyOrOne(key, place, passes, look, 'allowed and denied parameters');
}

function manyOrOne(key: string, place: Place, passes: (value: JsonValue) => boolean, look: (features: Features) => void, words: string): Test {
  if (place.kind !== 'others' && place.kind !== 'variants') return simple(key, place, (value) => value === ABSENT || passes(value as JsonValue), look, words);
  return simple(
    key,
    place,
    (value) => value === ABSENT || (value as readonly JsonValue[]).every(passes),
    (features) => {
      const { features: inner, tests } = features.element();
      look(inner);
      tests.push({ truth: (value) => (value === ABSENT ? true : passes(value)) });
    },
    words,
  );
}

function lookAtListed(values: readonly PolicyValue[], every: boolean, name: string, features: Features): void {
  const texts = values.filter((value): value is string => typeof value === 'string');
  const folds = name === 'policies' || name === 'token_policies';
  features.walks.push(listedWalk(texts, folds));
  for (const value of values) if (typeof value === 'boolean') features.addConstant(value);
  const constants = values.flatMap((value) => (typeof value === 'object' ? [jsonOf(value)] : []));
  for (const constant of constants) features.addConstant(constant);
  const element = features.element();
  for (const text of texts) element.features.walks.push(vaultGlobWalk(text, folds));
  for (const constant of constants) element.features.addConstant(constant);
  const terms = { allowed: every ? new Map([[name, values]]) : null, denied: every ? null : new Map([[name, values]]), required: [] } as unknown as Terms;
  element.tests.push({ truth: (value) => value !== ABSENT && checkParameters(terms, { [name]: [value] }) === null });
}

function jsonOf(value: Exclude<PolicyValue, string | boolean | number | symbol>): JsonValue {
  const inner = (one: PolicyValue): JsonValue => (typeof one === 'symbol' ? null : typeof one === 'object' ? jsonOf(one) : one);
  return 'elements' in value ? value.elements.map(inner) : Object.fromEntries([...value.entries].map(([key, one]) => [key, inner(one)]));
}

function keyOfMap(map: ParameterMap | null, name: string): string {
  if (map === null) return '-';
  const values = map.get(name);
  const show = (value: PolicyValue): unknown => (typeof value === 'symbol' ? { never: true } : typeof value === 'object' ? jsonOf(value) : value);
  return JSON.stringify([map.has('*'), values === undefined ? null : values.map(show)]);
}

/** A parameter that must be there. */
export function presentTest(name: string): Test {
  const place = placeOf('parameters', name);
  return simple(
    'present',
    place,
    (value) => value !== ABSENT,
    () => undefined,
    `has(parameters.${name})`,
  );
}

/** The shape of one parameter, or of what no shape speaks of. */
export function shapeTest(shape: LoadedObjectShape, place: Place, spelled: string): Formula {
  const member = place.kind === 'parameters' ? shape.members.get(spelled) : undefined;
  const extra = shape.extra === undefined ? {} : { extra: shape.extra };
  if (member === undefined && shape.extra?.kind === 'any') return true;
  const alone: LoadedObjectShape = {
    kind: 'object',
    members: new Map(member === undefined ? [] : [[spelled, member]]),
    ...(member === undefined ? extra : {}),
  };
  const inner = member === undefined ? shape.extra : member.shape;
  const look = (features: Features) => {
    if (inner !== undefined) lookAtShape(inner, features);
  };
  const key = `shape ${inner === undefined ? 'none' : keyOfShape(inner)} ${member?.optional}`;
  if (member === undefined) return manyOrOne(key, place, (value) => shapeFault(alone, { [spelled]: value }) === null, look, 'parameters');
  return simple(key, place, (value) => shapeFault(alone, value === ABSENT ? {} : { [spelled]: value as JsonValue }) === null, look, 'parameters');
}

/** Members of objects are in a map, which JSON has no text for. */
function keyOfShape(shape: LoadedShape): string {
  return JSON.stringify(shape, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

export function wrapTest(terms: Terms): Formula {
  const { minWrappingTtl: min, maxWrappingTtl: max } = terms;
  if (min <= 0 && max <= 0) return checkWrapping(terms, null);
  const nanoseconds = (value: Put) => (typeof value === 'number' ? value * 1e9 : null);
  const look = (features: Features) => {
    for (const limit of [min, max]) if (limit > 0) features.points.push(limit / 1e9);
  };
  return simple(`wrap ${min} ${max}`, placeOf('wrap'), (value) => checkWrapping(terms, nanoseconds(value)), look, 'response wrapping');
}

/** The request says that its user has used a second factor. */
export function mfaTest(): Test {
  return simple(
    'mfa',
    placeOf('user', 'mfa'),
    (value) => value === true,
    (features) => features.constants.push(true),
    'user.mfa',
  );
}

export function approvalTest(digest: string): Test {
  return simple(
    'approved',
    placeOf('approval', digest),
    (value) => value === true,
    () => undefined,
    'an approval',
  );
}

/** An approval counts at an instant only. */
export function knownTimeTest(): Test {
  return simple(
    'known time',
    placeOf('context', 'time'),
    (value) => instantValue(value) !== null,
    (features) => {
      features.instant = true;
    },
    'a time that is known',
  );
}

export function purposeTest(purposes: readonly string[]): Test {
  const look = (features: Features) => {
    for (const purpose of purposes) features.addConstant(purpose);
  };
  return simple(
    `purposes ${canonicalJson(purposes)}`,
    placeOf('purpose'),
    (value) => typeof value === 'string' && purposes.includes(value),
    look,
    'the purposes of the delegation',
  );
}

/** As the runtime has it: an id that is no text is none of them. */
export function sessionTest(sessions: readonly string[]): Test {
  const look = (features: Features) => {
    for (const session of sessions) features.addConstant(session);
  };
  return simple(
    `sessions ${canonicalJson(sessions)}`,
    placeOf('session', 'id'),
    (value) => typeof value === 'string' && sessions.includes(value),
    look,
    'the sessions of the delegation',
  );
}

export function consentTest(): Test {
  return simple(
    'consent',
    placeOf('consent'),
    (value) => value === true,
    () => undefined,
    'a consent in force',
  );
}

export function coversTest(scope: string): Test {
  return simple(
    'covers',
    placeOf('covers', scope),
    (value) => value === true,
    () => undefined,
    `a consent to ${scope}`,
  );
}
