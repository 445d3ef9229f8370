// Does a value of a request stand in a parameter list of a policy (vault-acl.md §5.1)? Which lists are asked is verdict's.

import type { JsonValue } from '@polc/runtime';
import { toLower, trimSpace } from './go-strings.js';
import type { PolicyValue } from './rule.js';

/** "for parameter names `policies` and `token_policies` (folded) only, string values and strings inside a list value are lower-cased". */
export function foldPolicyNames(name: string, value: JsonValue): JsonValue {
  if (!['policies', 'token_policies'].includes(toLower(name))) return value;
  if (isList(value)) return value.map((element) => (typeof element === 'string' ? toLower(element) : element));
  return typeof value === 'string' ? toLower(value) : value;
}

/** "allow form": an empty list takes anything; of a list or a comma-separated string every piece must match. */
export function isAllowedBy(value: JsonValue, list: readonly PolicyValue[]): boolean {
  return list.length === 0 || matches(value, list) || (piecesOf(value)?.every((piece) => matches(piece, list)) ?? false);
}

/** "deny form": an empty list takes anything; of a list or a comma-separated string one matching piece is enough. */
export function isDeniedBy(value: JsonValue, list: readonly PolicyValue[]): boolean {
  return list.length === 0 || matches(value, list) || (piecesOf(value)?.some((piece) => matches(piece, list)) ?? false);
}

/** "the empty string has no pieces", `"a,"` has an empty one; the elements of a list are not split. */
function piecesOf(value: JsonValue): readonly JsonValue[] | null {
  if (isList(value)) return value;
  if (typeof value === 'string') return value === '' ? [] : value.split(',').map(trimSpace);
  return null;
}

/** "matches(v, list)". */
function matches(value: JsonValue, list: readonly PolicyValue[]): boolean {
  return list.some((element) => (typeof element === 'string' ? typeof value === 'string' && globMatches(element, value) : equals(element, value)));
}

/** "by glob"; "a pattern shorter than 2 characters is literal". */
function globMatches(pattern: string, value: string): boolean {
  if (pattern.length < 2) return value === pattern;
  const leading = pattern.startsWith('*');
  const trailing = pattern.endsWith('*');
  if (leading && trailing) return value.includes(pattern.slice(1, -1));
  if (leading) return value.endsWith(pattern.slice(1));
  if (trailing) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/** "deep equality of type and value"; a JSON number of a request equals nothing, at any depth. Globs do not reach into lists and objects. */
function equals(element: PolicyValue, value: JsonValue): boolean {
  if (typeof element === 'string' || typeof element === 'boolean') return element === value;
  if (typeof element === 'number' || typeof element === 'symbol') return false;
  if (isPolicyList(element)) return isList(value) && value.length === element.length && element.every((each, i) => equals(each, value[i] as JsonValue));
  if (value === null || typeof value !== 'object' || isList(value)) return false;
  const names = Object.keys(value);
  return names.length === element.size && names.every((name) => element.has(name) && equals(element.get(name) as PolicyValue, value[name] as JsonValue));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isPolicyList(value: PolicyValue): value is readonly PolicyValue[] {
  return Array.isArray(value);
}
