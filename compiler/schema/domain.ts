// The values that a JSON Schema may accept, kind by kind. INVARIANT: a domain holds at least the values that the schema accepts (more where it would
// be hard to tell), so that what lies outside a domain is certainly refused. Joining domains is domains.ts's, making them schema-domain.ts's.

import type { JsonValue } from '@polc/runtime';
import { isObject } from './sound-schema.js';

export interface Domain {
  readonly null: boolean;
  readonly true: boolean;
  readonly false: boolean;
  readonly text: TextDomain | null;
  readonly number: NumberDomain | null;
  readonly list: ListDomain | null;
  readonly map: MapDomain | null;
}

/** Lengths in code points. `values`: only these; null: any. */
export interface TextDomain {
  readonly min: number;
  readonly max: number;
  readonly values: ReadonlySet<string> | null;
}

export interface NumberDomain {
  readonly min: number;
  readonly max: number;
  /** The bound itself is left out. */
  readonly above: boolean;
  readonly below: boolean;
  readonly whole: boolean;
  readonly values: ReadonlySet<number> | null;
}

export interface ListDomain {
  readonly min: number;
  readonly max: number;
  /** From this element on all have one domain. */
  readonly fixed: number;
  at(index: number): Domain;
}

/** What a schema says of a name, beside the domain of its values. */
export type Standing =
  /** It is among the properties. */
  | 'declared'
  /** Others than the properties are welcome. */
  | 'open'
  /** There are properties; this is none of them, and nothing says that others are welcome. */
  | 'undeclared'
  /** Nothing is said of any name. */
  | 'silent'
  /** It is refused. */
  | 'refused';

export interface MapDomain {
  /** Those that are declared. */
  readonly names: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  at(name: string): Domain;
  standing(name: string): Standing;
}

const TEXT: TextDomain = { min: 0, max: Infinity, values: null };
const NUMBER: NumberDomain = { min: -Infinity, max: Infinity, above: false, below: false, whole: false, values: null };

export const NEVER: Domain = { null: false, true: false, false: false, text: null, number: null, list: null, map: null };

export const ANY: Domain = {
  null: true,
  true: true,
  false: true,
  text: TEXT,
  number: NUMBER,
  list: { min: 0, max: Infinity, fixed: 0, at: () => ANY },
  map: { names: new Set(), required: new Set(), at: () => ANY, standing: () => 'silent' },
};

export const NULL: Domain = { ...NEVER, null: true };

export function isNever(domain: Domain): boolean {
  return !(domain.null || domain.true || domain.false) && domain.text === null && domain.number === null && domain.list === null && domain.map === null;
}

/** Exactly this value. */
export function domainOfValue(value: JsonValue): Domain {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return { ...NEVER, true: value, false: !value };
  if (typeof value === 'string') return { ...NEVER, text: { min: lengthOf(value), max: lengthOf(value), values: new Set([value]) } };
  if (typeof value === 'number') return { ...NEVER, number: { ...NUMBER, min: value, max: value, values: new Set([value]) } };
  if (!isObject(value)) {
    const elements = value as readonly JsonValue[];
    const { length } = elements;
    return { ...NEVER, list: { min: length, max: length, fixed: length, at: (i) => (i < length ? domainOfValue(elements[i] ?? null) : NEVER) } };
  }
  const names = new Set(Object.keys(value));
  const at = (name: string) => (names.has(name) ? domainOfValue(value[name] ?? null) : NEVER);
  return { ...NEVER, map: { names, required: names, at, standing: (name) => (names.has(name) ? 'declared' : 'refused') } };
}

export function holds(domain: Domain, value: JsonValue): boolean {
  if (value === null) return domain.null;
  if (typeof value === 'boolean') return value ? domain.true : domain.false;
  if (typeof value === 'string') return domain.text !== null && textHolds(domain.text, value);
  if (typeof value === 'number') return domain.number !== null && numberHolds(domain.number, value);
  if (isObject(value)) {
    const { map } = domain;
    return map !== null && [...map.required].every((name) => Object.hasOwn(value, name)) && Object.entries(value).every(([name, v]) => holds(map.at(name), v));
  }
  const { list } = domain;
  const elements = value as readonly JsonValue[];
  return list !== null && elements.length >= list.min && elements.length <= list.max && elements.every((element, i) => holds(list.at(i), element));
}

export function textHolds({ min, max, values }: TextDomain, text: string): boolean {
  const length = lengthOf(text);
  return length >= min && length <= max && (values === null || values.has(text));
}

export function numberHolds({ min, max, above, below, whole, values }: NumberDomain, number: number): boolean {
  if (above ? number <= min : number < min) return false;
  if (below ? number >= max : number > max) return false;
  return (!whole || Number.isInteger(number)) && (values === null || values.has(number));
}

/** In code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
