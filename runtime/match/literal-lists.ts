// A parameter list that says nothing but plain words, in a form that is quick to ask. It only ever says yes: whatever it does not recognize is for
// parameters.ts to judge, which knows globs, joined lists and foreign values.

import type { JsonObject } from '../request.js';
import type { Terms } from '../rule.js';
import { toLower } from './fold.js';

export interface LiteralLists {
  readonly names: readonly string[];
  /** By name; none: any value. Many of them are kept as a set. */
  readonly values: readonly (readonly string[] | ReadonlySet<string>)[];
}

/** So many are sooner compared than hashed. */
const FEW = 8;

/** null where the terms want more of parameters, or other things. */
export function literalListsOf({ allowed, denied, required }: Pick<Terms, 'allowed' | 'denied' | 'required'>): LiteralLists | null {
  if (allowed === null || denied !== null || required.length > 0) return null;
  const names = [...allowed.keys()];
  if (!names.every((name) => name === toLower(name) && !SPECIAL.has(name))) return null;
  const values = [...allowed.values()];
  if (!values.every((list): list is readonly string[] => list.every((value) => typeof value === 'string' && isLiteral(value)))) return null;
  return { names, values: values.map((list) => (list.length > FEW ? new Set(list) : list)) };
}

/** Any name; names whose values fold. */
const SPECIAL: ReadonlySet<string> = new Set(['*', 'policies', 'token_policies']);

function isLiteral(value: string): boolean {
  return value.length < 2 || !(value.startsWith('*') || value.endsWith('*'));
}

/** Every parameter has a listed name and a listed value. INVARIANT: `data` is a plain object; what it inherits makes the answer no. */
export function isListedLiterally({ names, values }: LiteralLists, data: JsonObject | null): boolean {
  for (const name in data) {
    const list = values[names.indexOf(name)];
    if (list === undefined) return false;
    const value = data[name];
    if ('size' in list) {
      if (typeof value !== 'string' || !list.has(value)) return false;
    } else if (list.length > 0 && !isAmong(list, value)) return false;
  }
  return true;
}

function isAmong(list: readonly string[], value: unknown): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true;
  return false;
}
