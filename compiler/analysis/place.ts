// The places of a request that a decision reads, and a request with values put there.

import type { JsonObject, JsonValue, Request } from '@polc/runtime';
import { ABSENT, type Given } from './features.js';

/**
 * Where in the request. `others`: parameters that nobody names; `variants`: a named one in other spellings; both hold a list of values. `free`: any other
 * attribute, where nobody has said what it hangs on.
 */
export type PlaceKind =
  | 'context'
  | 'session'
  | 'target'
  | 'user'
  | 'attributes'
  | 'metadata'
  | 'parameters'
  | 'others'
  | 'variants'
  | 'purpose'
  | 'wrap'
  | 'age'
  | 'covers'
  | 'consent'
  | 'approval'
  | 'free';

export interface Place {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly key: string;
}

export function placeOf(kind: PlaceKind, name = ''): Place {
  return { kind, name, key: name === '' ? kind : `${kind}.${name}` };
}

/** The two sources of an attribute say different things. */
export const DISPUTED: unique symbol = Symbol('disputed');
export type Put = Given | typeof DISPUTED;

/** By the place's key; what is not there is absent. */
export type Values = ReadonlyMap<string, Put>;

/** null is a value. */
export function valueAt({ key }: Place, values: Values): Put {
  const value = values.get(key);
  return value === undefined ? ABSENT : value;
}

export interface Filling {
  readonly place: Place;
  readonly value: Put;
}

/** Names of parameters that nobody names. */
export function otherNames(known: ReadonlySet<string>, count: number): string[] {
  const folded = new Set([...known].map((name) => name.toLowerCase()));
  const names: string[] = [];
  for (let i = 0; names.length < count; i++) {
    const name = 'xyzuvw'.charAt(i % 6).repeat(1 + Math.floor(i / 6));
    if (!folded.has(name)) names.push(name);
  }
  return names;
}

/** Other spellings of a name that fold to it. */
export function spellingsOf(name: string, count: number): string[] {
  const found: string[] = [];
  for (let bits = 1; found.length < count && bits < 1 << 12; bits++) {
    let bit = 1;
    const spelled = Array.from(name, (character) => {
      if (!/[a-z]/.test(character)) return character;
      const upper = (bits & bit) !== 0;
      bit <<= 1;
      return upper ? character.toUpperCase() : character;
    }).join('');
    if (spelled !== name && !found.includes(spelled)) found.push(spelled);
  }
  return found;
}

/** The request with what is filled in. `known`: names of parameters that somebody names. What is no part of a request (a consent) is left out. */
export function fill(base: Request, fillings: readonly Filling[], known: ReadonlySet<string>): Request {
  const request: { -readonly [K in keyof Request]: Request[K] } = { ...base };
  const put = (member: 'context' | 'session' | 'target' | 'user' | 'attributes' | 'parameters', name: string, value: JsonValue) => {
    request[member] = { ...(request[member] as JsonObject | undefined), [name]: value };
  };
  for (const { place, value } of fillings) {
    const { kind, name } = place;
    if (value === ABSENT) continue;
    if (value === DISPUTED) {
      put('user', name, 1);
      put('attributes', name, 2);
      continue;
    }
    switch (kind) {
      case 'context':
      case 'session':
      case 'target':
      case 'user':
      case 'attributes':
      case 'parameters':
        put(kind, name, value);
        break;
      case 'metadata':
        put('attributes', 'metadata', { ...(request.attributes?.metadata as JsonObject | undefined), [name]: value });
        break;
      case 'others':
      case 'variants': {
        const values = value as readonly JsonValue[];
        const names = kind === 'others' ? otherNames(known, values.length) : spellingsOf(name, values.length);
        names.forEach((each, i) => {
          put('parameters', each, values[i] as JsonValue);
        });
        break;
      }
      case 'purpose':
        request.purpose = value as string;
        break;
      case 'wrap':
        request.wrap_ttl = value as number;
        break;
      default:
        // Of the world around the request.
        break;
    }
  }
  return request;
}
