// The attributes that conditions, templates and schemas speak of: a small pool, each with its natural type and what it may hold.

import type { JsonValue } from '@polc/runtime';
import type { Atom } from './atoms.js';
import { BLOCKS, CIRCLES, GLOBS, NUMBERS, REGEXES, TIMES, WORDS } from './atoms.js';

export type Kind = 'string' | 'number' | 'boolean' | 'timestamp' | 'duration' | 'list(string)' | 'map';

export interface Attribute {
  readonly root: 'agent' | 'user' | 'delegation' | 'parameters' | 'target' | 'context' | 'session' | 'request';
  readonly name: string;
  readonly kind: Kind;
  /** Not the language's own: a schema that closes its root has to declare it. */
  readonly free: boolean;
  /** Whose edges its values are taken from. */
  readonly atoms: readonly Atom[];
}

const TEXTS = [...WORDS, ...GLOBS, ...REGEXES];
const LISTS: readonly Atom[] = [{ text: '', near: [[], ['x'], ['x', 'y'], ['eng'], ['staff', 'eng'], ['x', 1], [null]] }];
const MAPS: readonly Atom[] = [{ text: '', near: [{}, { k: 'x' }, { k: 10 }, { k: { l: 'x' } }, { k: ['x'] }, ['x']] }];
const FLAGS: readonly Atom[] = [{ text: '', near: [true, true, false, 'true', 1] }];
const SPANS: readonly Atom[] = [{ text: '', near: [60, '60', '1m', '59s', 61, '1h', 'soon', ''] }];

const ATOMS_OF: Readonly<Record<Kind, readonly Atom[]>> = {
  string: TEXTS,
  number: NUMBERS,
  boolean: FLAGS,
  timestamp: TIMES,
  duration: SPANS,
  'list(string)': LISTS,
  map: MAPS,
};

const built = (root: Attribute['root'], name: string, kind: Kind, atoms = ATOMS_OF[kind]): Attribute => ({ root, name, kind, free: false, atoms });
const free = (root: Attribute['root'], name: string, kind: Kind): Attribute => ({ root, name, kind, free: true, atoms: ATOMS_OF[kind] });

export const ATTRIBUTES: readonly Attribute[] = [
  built('context', 'time', 'timestamp'),
  built('context', 'ip', 'string', BLOCKS),
  built('context', 'country', 'string'),
  built('context', 'region', 'string'),
  built('context', 'lat', 'number', CIRCLES),
  built('context', 'lon', 'number', CIRCLES),
  built('context', 'risk', 'number'),
  free('context', 'tag', 'string'),
  free('context', 'ok', 'boolean'),
  free('context', 'tags', 'list(string)'),
  free('context', 'map', 'map'),
  free('context', 'since', 'timestamp'),
  free('context', 'span', 'duration'),
  built('user', 'id', 'string'),
  built('user', 'groups', 'list(string)'),
  built('user', 'mfa', 'boolean'),
  free('user', 'dept', 'string'),
  free('user', 'level', 'number'),
  built('agent', 'id', 'string'),
  built('agent', 'type', 'string'),
  built('agent', 'owner', 'string'),
  free('agent', 'score', 'number'),
  built('delegation', 'mode', 'string'),
  built('delegation', 'id', 'string'),
  built('delegation', 'depth', 'number'),
  built('delegation', 'consent', 'string'),
  built('delegation', 'consent_age', 'duration'),
  built('delegation', 'scopes', 'list(string)'),
  built('delegation', 'purposes', 'list(string)'),
  free('parameters', 'x', 'string'),
  free('parameters', 'n', 'number'),
  free('parameters', 'list', 'list(string)'),
  free('parameters', 'obj', 'map'),
  built('target', 'sensitivity', 'string'),
  free('target', 'tier', 'number'),
  built('session', 'id', 'string'),
  free('session', 'tenant', 'string'),
  built('request', 'operation', 'string'),
  built('request', 'path', 'string'),
  built('request', 'purpose', 'string'),
];

/** `metadata` of agents: a map of its own. */
export const METADATA: readonly (readonly [name: string, kind: Kind])[] = [
  ['team', 'string'],
  ['size', 'number'],
];

export function attributesOf(root: Attribute['root']): readonly Attribute[] {
  return ATTRIBUTES.filter((each) => each.root === root);
}

/** Every value near an atom of it that stands in the text, or near any when none does. */
export function valuesNear({ atoms }: Pick<Attribute, 'atoms'>, text: string): readonly JsonValue[] {
  const there = atoms.filter((atom) => text.includes(atom.text));
  return (there.length > 0 ? there : atoms).flatMap(({ near }) => near);
}
