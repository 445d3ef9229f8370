// Vault's parameter lists against the data of a request (vault-acl.md §5 3., §5.1).

import { isJson } from '../plain.js';
import type { JsonObject, JsonValue } from '../request.js';
import { NEVER, type ParameterMap, type PolicyValue, type Terms } from '../rule.js';
import { toLower, trimSpace } from './fold.js';

export type ParameterFault =
  | { readonly kind: 'missing'; readonly name: string }
  /** `values` are those the policy lists, where the value and not the name is refused. */
  | { readonly kind: 'denied' | 'not_allowed'; readonly name: string; readonly value: JsonValue; readonly values: readonly PolicyValue[] | null };

/** null when the data passes. */
export function checkParameters(rule: Terms, data: JsonObject | null): ParameterFault | null {
  for (const name of rule.required) {
    const folded = toLower(name);
    if (data === null || !Object.hasOwn(data, folded)) return { kind: 'missing', name: folded };
  }
  if (data === null || isEmpty(data)) return null;
  return checkDenied(rule.denied, data) ?? checkAllowed(rule.allowed, data);
}

function isEmpty(data: JsonObject): boolean {
  for (const key in data) if (Object.hasOwn(data, key)) return false;
  return true;
}

function checkDenied(denied: ParameterMap | null, data: JsonObject): ParameterFault | null {
  if (denied === null) return null;
  const all = denied.has('*');
  for (const key in data) {
    if (!Object.hasOwn(data, key)) continue;
    const value = data[key] as JsonValue;
    if (all) return { kind: 'denied', name: key, value, values: null };
    const name = toLower(key);
    const values = denied.get(name);
    if (values !== undefined && isListed(values, folded(name, value), false)) {
      return { kind: 'denied', name: key, value, values: values.length === 0 ? null : values };
    }
  }
  return null;
}

function checkAllowed(allowed: ParameterMap | null, data: JsonObject): ParameterFault | null {
  if (allowed === null) return null;
  const others = allowed.has('*');
  if (others && allowed.size === 1) return null;
  for (const key in data) {
    if (!Object.hasOwn(data, key)) continue;
    const name = toLower(key);
    const value = data[key] as JsonValue;
    const values = allowed.get(name);
    if (values === undefined) {
      if (!others) return { kind: 'not_allowed', name: key, value, values: null };
    } else if (!isListed(values, folded(name, value), true)) return { kind: 'not_allowed', name: key, value, values };
  }
  return null;
}

/** Names of policies fold case: the request's values of these two parameters do too. */
function folded(name: string, value: JsonValue): JsonValue {
  if (name !== 'policies' && name !== 'token_policies') return value;
  if (typeof value === 'string') return toLower(value);
  return Array.isArray(value) ? value.map((element: JsonValue) => (typeof element === 'string' ? toLower(element) : element)) : value;
}

/** An allow list wants all elements of a list, or of a comma-joined string, among its values; a deny list any of them. */
function isListed(values: readonly PolicyValue[], value: JsonValue, everyPiece: boolean): boolean {
  if (values.length === 0) return true;
  // What is no JSON equals no value, so it must pass neither list.
  if (typeof value !== 'string' && !isJson(value)) return !everyPiece;
  if (matchesAny(values, value)) return true;
  if (Array.isArray(value)) {
    for (const element of value as readonly JsonValue[]) if (matchesAny(values, element) !== everyPiece) return !everyPiece;
    return everyPiece;
  }
  if (typeof value !== 'string') return false;
  if (value === '') return everyPiece;
  for (const piece of value.split(',')) if (matchesAny(values, trimSpace(piece)) !== everyPiece) return !everyPiece;
  return everyPiece;
}

function matchesAny(values: readonly PolicyValue[], value: JsonValue): boolean {
  for (const element of values) if (matches(element, value)) return true;
  return false;
}

function matches(element: PolicyValue, value: JsonValue): boolean {
  return typeof element === 'string' ? typeof value === 'string' && matchesGlob(element, value) : equals(element, value);
}

/** `*` first: a suffix; last: a prefix; both: anywhere. A pattern of one character is literal. */
export function matchesGlob(glob: string, text: string): boolean {
  if (glob.length < 2) return glob === text;
  const open = glob.charCodeAt(0) === 42;
  const closed = glob.charCodeAt(glob.length - 1) === 42;
  if (open && closed) return text.includes(glob.slice(1, -1));
  if (open) return text.endsWith(glob.slice(1));
  if (closed) return text.startsWith(glob.slice(0, -1));
  return glob === text;
}

/** Deep equality of type and value; strings inside lists and objects are no globs, numbers equal nothing. */
function equals(element: PolicyValue, value: JsonValue): boolean {
  if (element === NEVER || typeof element === 'number' || value === null || value === undefined) return false;
  if (typeof element !== 'object') return element === value;
  if ('elements' in element) {
    if (!Array.isArray(value) || value.length !== element.elements.length) return false;
    return element.elements.every((inner, i) => equals(inner, value[i] as JsonValue));
  }
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const object = value as JsonObject;
  if (Object.keys(object).length !== element.entries.size) return false;
  for (const [key, inner] of element.entries) if (!Object.hasOwn(object, key) || !equals(inner, object[key] as JsonValue)) return false;
  return true;
}
