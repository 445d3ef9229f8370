// HCL1's decoding of items into typed fields (vault-acl.md §1.2–§1.5): field names fold case, what stands twice is appended, a number can be a
// string, an empty object can be an empty list. Each function reports what it cannot decode and answers with what it could.

import type { Item, ListValue, NumberValue, Span, Value } from '@polc/grammar';
import { durationOfNumber, parseDuration } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import type { Named, ParameterRule, ParameterValue } from '../model/stanza.js';

/** The items of one field: those with more keys after its name (as blocks with labels have), and the plain values, each in source order. */
export interface Field {
  readonly name: string;
  readonly labelled: readonly Item[];
  readonly plain: readonly Value[];
}

export function field(items: readonly Item[], name: string): Field {
  const own = items.filter(({ keys }) => isNamed(keys[0]?.value ?? '', name));
  if (own.length === 0) return { name, labelled: NONE, plain: NONE };
  return {
    name,
    labelled: own.flatMap((item) => (item.keys.length > 1 ? [{ ...item, keys: item.keys.slice(1) }] : [])),
    plain: own.flatMap(({ keys, value }) => (keys.length > 1 ? [] : [value])),
  };
}

const NONE: readonly never[] = [];

/** WHY lengths first: what folds to a name of ASCII is as long as it, and nearly every key is spelt as it should be or is another. */
function isNamed(key: string, name: string): boolean {
  return key === name || (key.length === name.length && key.toLowerCase() === name);
}

const KINDS: Readonly<Record<Value['kind'], string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  list: 'a list',
  object: 'a block',
  expression: 'an expression',
};

/** A value's kind in the words of a diagnostic. */
export function describeValue(value: Value): string {
  return KINDS[value.kind];
}

function wrongType(report: Reporter, span: Span, name: string, wanted: string, value: Value | null): void {
  report.error('wrong-type', span, `${name} must be ${wanted}${value === null ? ', not a block with a label' : `, not ${KINDS[value.kind]}`}`);
}

function refuseLabels({ name, labelled }: Field, wanted: string, report: Reporter): void {
  for (const item of labelled) wrongType(report, item.span, name, wanted, null);
}

/** The text of a value that HCL1 takes for a string; null for others. JSON's null is the empty string. */
function textOf(value: Value): string | null {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'null') return '';
  return value.kind === 'number' && value.integer ? value.text : null;
}

/** null when the field is absent, or holds the empty string. */
export function decodeString(source: Field, report: Reporter): Named | null {
  refuseLabels(source, 'a string', report);
  let found: Named | null = null;
  for (const value of source.plain) {
    const name = textOf(value);
    if (name === null) wrongType(report, value.span, source.name, 'a string', value);
    else found = name === '' ? null : { name, span: value.span };
  }
  return found;
}

export function decodeStrings(source: Field, report: Reporter): readonly Named[] {
  if (source.plain.length === 0 && source.labelled.length === 0) return NONE;
  refuseLabels(source, 'a list of strings', report);
  const [only] = source.plain;
  if (only?.kind === 'list' && source.plain.length === 1) return stringsOf(only, source.name, report);
  const found: Named[] = [];
  for (const value of source.plain) {
    if (value.kind === 'list') found.push(...stringsOf(value, source.name, report));
    else if (value.kind !== 'object' || value.body.items.length > 0) wrongType(report, value.span, source.name, 'a list of strings', value);
  }
  return found;
}

function stringsOf(list: ListValue, name: string, report: Reporter): Named[] {
  const named = list.elements.map(({ value }): Named | null => {
    const text = textOf(value);
    if (text === null) wrongType(report, value.span, `an element of ${name}`, 'a string', value);
    return text === null ? null : { name: text, span: value.span };
  });
  return named.every((each) => each !== null) ? named : named.filter((each) => each !== null);
}

/** Nanoseconds and where they stand; null when the field is absent. */
export function decodeDuration(source: Field, report: Reporter): { readonly value: number; readonly span: Span } | null {
  refuseLabels(source, 'a duration', report);
  const value = source.plain.at(-1);
  if (value === undefined) return null;
  const invalid = (help: string) => {
    report.error('invalid-duration', value.span, `${source.name} is not a duration Vault understands`, help);
    return null;
  };
  if (value.kind === 'number') {
    if (value.fault !== undefined) return null;
    const nanoseconds = durationOfNumber(value.value);
    return nanoseconds === null || Number.isNaN(nanoseconds) ? invalid('the number of seconds is too large') : { value: nanoseconds, span: value.span };
  }
  const text = textOf(value);
  if (text === null) return invalid('write seconds (300) or a duration ("5m")');
  const nanoseconds = parseDuration(text);
  if (nanoseconds !== null) return { value: nanoseconds, span: value.span };
  return invalid(
    /\d[dw]/.test(text)
      ? 'days stand alone ("2d"); mixed durations use h, m and s ("60h")'
      : 'write seconds (300), days ("2d") or a duration such as "1h30m", without blanks',
  );
}

/** Numbers that no 64 bits hold fail to decode, even where a deny keeps their meaning from being looked at. */
export function refuseOutOfRange({ plain }: Field, report: Reporter): void {
  for (const value of plain) if (value.kind === 'number' && value.fault !== undefined) outOfRange(value, report);
}

/** A whole number; HCL1 reads one from a quoted string too, as Go's ParseInt does: 0x, 0o, 0b, a leading zero for octal, `_` between digits. */
export function decodeInteger(source: Field, report: Reporter): number {
  refuseLabels(source, 'a number', report);
  let found = 0;
  for (const value of source.plain) {
    const quoted = value.kind === 'string' && value.heredoc === undefined ? quotedInteger(value.value) : null;
    if (value.kind === 'number' && value.integer && value.fault === undefined) found = value.value;
    else if (quoted !== null) found = quoted;
    else wrongType(report, value.span, source.name, 'a whole number', value);
  }
  return found;
}

function quotedInteger(text: string): number | null {
  const [, sign, digits] = /^([+-]?)(.+)$/.exec(text) ?? [];
  if (digits === undefined || !/^(?:0|[1-9](?:_?[0-9])*|0[oO]?(?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+)$/.test(digits)) return null;
  const value = Number(digits.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o'));
  return value < 2 ** 63 ? (sign === '-' ? -value : value) : null;
}

/** The items of a struct: those of all its blocks, one after the other. null when the field is absent. */
export function structItems(source: Field, report: Reporter): Item[] | null {
  if (source.labelled.length === 0 && source.plain.length === 0) return null;
  const items = [...source.labelled];
  for (const value of source.plain) {
    if (value.kind === 'object') items.push(...value.body.items);
    else wrongType(report, value.span, source.name, 'a block', value);
  }
  return items;
}

/** Name to list. Keys as written are joined; then names fold to lower case. null when there is no key at all. */
export function decodeParameters(source: Field, report: Reporter): ParameterRule[] | null {
  const items = structItems(source, report);
  if (items === null) return null;
  const byKey = new Map<string, ParameterRule>();
  for (const item of items) {
    const [key, label] = item.keys;
    if (key === undefined) continue;
    if (label !== undefined) {
      report.error('wrong-type', label.span, `${source.name} takes no labels: ${JSON.stringify(key.value)} must be a list of values`);
      continue;
    }
    const values = parameterValues(item.value, key.value, report);
    const earlier = byKey.get(key.value);
    const more = { values: values.map(({ value }) => value), valueSpans: values.map(({ span }) => span) };
    byKey.set(key.value, {
      name: key.value,
      written: key.value,
      span: earlier?.span ?? key.span,
      values: earlier === undefined ? more.values : [...earlier.values, ...more.values],
      valueSpans: earlier === undefined ? more.valueSpans : [...earlier.valueSpans, ...more.valueSpans],
    });
  }
  return byKey.size === 0 ? null : [...byKey.values()];
}

function parameterValues(value: Value, name: string, report: Reporter): { value: ParameterValue; span: Span }[] {
  if (value.kind === 'list') return value.elements.map(({ value: element }) => ({ value: decodeValue(element, true, report), span: element.span }));
  if (value.kind === 'object') return [{ value: decodeValue(value, true, report), span: value.span }];
  const shown =
    value.kind === 'string' ? JSON.stringify(value.value) : value.kind === 'number' ? value.text : value.kind === 'boolean' ? String(value.value) : '…';
  report.error(
    'not-a-list',
    value.span,
    `the values of parameter ${JSON.stringify(name)} must stand in a list`,
    `write [${shown}]; an empty list allows (or denies) any value`,
  );
  return [];
}

/** WHY `inList`: directly inside an object HCL1 wraps an object in a list of maps, which no request value equals. */
function decodeValue(value: Value, inList: boolean, report: Reporter): ParameterValue {
  switch (value.kind) {
    case 'string':
      return { kind: 'string', value: value.value };
    case 'null':
      return { kind: 'string', value: '' };
    case 'boolean':
      return { kind: 'boolean', value: value.value };
    case 'number':
      return decodeNumber(value, report);
    case 'list':
      return { kind: 'list', elements: value.elements.map(({ value: element }) => decodeValue(element, true, report)) };
    case 'object': {
      const entries = new Map<string, ParameterValue>();
      for (const { keys, value: inner } of value.body.items) {
        const key = keys[0];
        if (key !== undefined) entries.set(key.value, joined(entries.get(key.value), keys.length > 1 ? { kind: 'never' } : decodeValue(inner, false, report)));
      }
      return inList ? { kind: 'object', entries: [...entries] } : { kind: 'never' };
    }
    default:
      report.error('wrong-type', value.span, 'an expression cannot stand in a parameter list of Vault');
      return { kind: 'never' };
  }
}

/** A key that stands twice, once bare and once quoted: lists are joined, of anything else the last stays. */
function joined(earlier: ParameterValue | undefined, next: ParameterValue): ParameterValue {
  return earlier?.kind === 'list' && next.kind === 'list' ? { kind: 'list', elements: [...earlier.elements, ...next.elements] } : next;
}

function decodeNumber(value: NumberValue, report: Reporter): ParameterValue {
  if (value.fault !== undefined) outOfRange(value, report);
  return { kind: 'number', value: value.value };
}

function outOfRange(value: NumberValue, report: Reporter): void {
  report.error('number-out-of-range', value.span, `${value.text} does not fit into 64 bits`, 'put it in quotes if it is an identifier');
}
