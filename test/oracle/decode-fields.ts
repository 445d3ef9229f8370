// How HCL1 decodes the fields of a structure (vault-acl.md §1.2, §1.5): strings, lists of strings, parameter maps. What may stand in a
// stanza, and what it means, is decode-policy's. Type errors are appended to `errors` and never stop the decoding.

import type { Body, Value } from '@polc/grammar';
import { equalFold, toLower } from './go-strings.js';
import { OUT_OF_REACH, type ParameterMap, type PolicyValue } from './rule.js';

/** A value and the keys in front of it: the key of an attribute, or the type and the labels of a block. */
export interface Entry {
  readonly keys: readonly string[];
  readonly value: Value;
}

/** What stands under one field name, the name taken off: with further keys (`f "label" {…}`), and without (`f = …`, `f {…}`). */
export interface Field {
  readonly labelled: readonly Entry[];
  readonly plain: readonly Value[];
}

export function entriesOf(body: Body): Entry[] {
  return body.items.map((item) => ({ keys: item.keys.map((key) => key.value), value: item.value }));
}

/** Field names fold case; a stanza's own keys were compared exactly before this (§1.5), those inside `control_group` were not (§1.7). */
export function findField(entries: readonly Entry[], name: string): Field {
  const found = entries.filter((entry) => equalFold(entry.keys[0] ?? '', name));
  return {
    labelled: found.filter((entry) => entry.keys.length > 1).map((entry) => ({ keys: entry.keys.slice(1), value: entry.value })),
    plain: found.filter((entry) => entry.keys.length === 1).map((entry) => entry.value),
  };
}

/** The entries of an object field: those behind labels first, then those of each object in turn. */
export function decodeObject(field: Field, name: string, errors: string[]): readonly Entry[] {
  const entries = [...field.labelled];
  for (const value of field.plain) {
    if (value.kind === 'object') entries.push(...entriesOf(value.body));
    else errors.push(`${name}: not an object`);
  }
  return entries;
}

/** A string field; of several the last holds. */
export function decodeString(field: Field, name: string, errors: string[]): string | undefined {
  if (field.labelled.length > 0) errors.push(`${name}: a block is no string`);
  let last: string | undefined;
  for (const value of field.plain) {
    const text = textOf(value);
    if (text === null) errors.push(`${name}: not a string`);
    else last = text;
  }
  return last;
}

/** A list of strings; several are concatenated (§1.2), `{}` is an empty one (§1.5). */
export function decodeStrings(field: Field, name: string, errors: string[]): readonly string[] {
  if (field.labelled.length > 0) errors.push(`${name}: a block is no list`);
  const texts: string[] = [];
  for (const value of field.plain) {
    if (value.kind === 'list') {
      for (const element of value.elements) {
        const text = textOf(element.value);
        if (text === null) errors.push(`${name}: not a string in the list`);
        else texts.push(text);
      }
    } else if (value.kind !== 'object' || value.body.items.length > 0) {
      errors.push(`${name}: not a list`);
    }
  }
  return texts;
}

/** §1.3, §1.5: where a string is wanted a whole number becomes text as written. JSON's null reaches the decoder as an empty string. */
function textOf(value: Value): string | null {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'null') return '';
  return value.kind === 'number' && value.integer ? value.text : null;
}

/** §1.5 `allowed_parameters`, `denied_parameters`: key to list, keys lower-cased, equal keys (as decoded) concatenated. */
export function decodeParameters(field: Field, name: string, errors: string[]): ParameterMap {
  const asWritten = new Map<string, readonly PolicyValue[]>();
  for (const { keys, value } of decodeObject(field, name, errors)) {
    const key = keys[0] ?? '';
    const earlier = asWritten.get(key) ?? [];
    if (keys.length > 1) errors.push(`${name}.${key}: a labelled block in a list`);
    else if (value.kind === 'list') asWritten.set(key, [...earlier, ...value.elements.map((each) => decodeValue(each.value, name, errors))]);
    else if (value.kind === 'object') asWritten.set(key, [...earlier, decodeValue(value, name, errors)]);
    else errors.push(`${name}.${key}: not a list`);
  }
  // §1.2: keys that are equal only in lower case collapse, and Vault keeps a random one; in polc it is the first.
  const folded = new Map<string, readonly PolicyValue[]>();
  for (const [key, values] of asWritten) {
    if (!folded.has(toLower(key))) folded.set(toLower(key), values);
  }
  return folded;
}

/** One value of a parameter list, in a list or standing for a list of one. */
function decodeValue(value: Value, name: string, errors: string[]): PolicyValue {
  switch (value.kind) {
    case 'string':
    case 'boolean':
      return value.value;
    case 'null':
      return '';
    case 'number':
      if (value.fault !== undefined) errors.push(`${name}: not a number Vault can hold`);
      return value.value;
    case 'list':
      return value.elements.map((element) => decodeValue(element.value, name, errors));
    case 'object':
      return decodeMembers(value.body, name, errors);
    case 'expression':
      errors.push(`${name}: an expression`);
      return OUT_OF_REACH;
  }
}

/** §5.1: "an object nested in an object never matches in HCL policies (the decoder wraps it in a list)". */
function decodeMembers(body: Body, name: string, errors: string[]): ReadonlyMap<string, PolicyValue> {
  const members = new Map<string, PolicyValue>();
  for (const { keys, value } of entriesOf(body)) {
    const key = keys[0] ?? '';
    const decoded = decodeValue(value, name, errors);
    const wrapped = keys.length > 1 || value.kind === 'object' || members.get(key) === OUT_OF_REACH;
    const earlier = members.get(key);
    if (wrapped) members.set(key, OUT_OF_REACH);
    else members.set(key, Array.isArray(earlier) && Array.isArray(decoded) ? [...earlier, ...decoded] : decoded);
  }
  return members;
}
