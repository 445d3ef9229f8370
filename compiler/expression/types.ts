// Static types of expressions (grammar/spec.md §7.3, §7.4), and which of them can meet. `any` is what only a request can tell.

import type { AttributeType } from '../model/blocks.js';

export type Type = Exclude<AttributeType, `list${string}`> | ListType;

export interface ListType {
  readonly list: Type;
}

export const LIST: ListType = { list: 'any' };

export const isListType = (type: Type): type is ListType => typeof type === 'object';

export function typeOf(declared: AttributeType): Type {
  switch (declared) {
    case 'list':
      return LIST;
    case 'list(string)':
      return { list: 'string' };
    case 'list(number)':
      return { list: 'number' };
    default:
      return declared;
  }
}

/** Instants and durations are numbers once compiled, and text or numbers in a request: only what is known to be one can be converted. */
export const isTime = (type: Type): type is 'timestamp' | 'duration' => type === 'timestamp' || type === 'duration';

/** Whether values of the two types, as they stand, can be equal. */
export function canEqual(a: Type, b: Type): boolean {
  if (isListType(a) && isListType(b)) return canEqual(a.list, b.list);
  if (a === 'any' || b === 'any') return !holdsTime(a) && !holdsTime(b);
  return a === b;
}

/** A timestamp or a duration, or a list of some. */
export function holdsTime(type: Type): boolean {
  return isListType(type) ? holdsTime(type.list) : isTime(type);
}

export function sameType(a: Type, b: Type): boolean {
  return isListType(a) && isListType(b) ? sameType(a.list, b.list) : a === b;
}

/** The type of `value.name` or `value[0]`; null when values of the type have no such part. */
export function memberType(type: Type, name: string | number): Type | null {
  if (isListType(type)) return typeof name === 'number' ? type.list : null;
  if (type === 'any') return 'any';
  return type === 'map' && typeof name === 'string' ? 'any' : null;
}

/** In a sentence: `a list of strings`. */
export function showType(type: Type): string {
  if (isListType(type)) return type.list === 'any' ? 'a list' : `a list of ${showMany(type.list)}`;
  return type === 'any' ? 'a value of any type' : `a ${type}`;
}

function showMany(type: Type): string {
  return isListType(type) ? 'lists' : `${type}s`;
}
