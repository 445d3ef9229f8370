// The cases of a test: those of `for_each`, one by one, or every combination of a `matrix` (grammar/spec.md §13.1).

import type { Item, Key, Span, Value } from '@polc/grammar';
import { quote, showNumber } from '../../expression/wording.js';
import type { Reporter } from '../../model/report.js';
import type { Fields } from '../fields.js';
import type { Each } from './substitute.js';

/** Of one test. */
const MAX_CASES = 100_000;
/** Characters of a case's name that is made of its values. */
const MAX_LABEL = 120;

export interface Case {
  /** null for the only one. */
  readonly label: string | null;
  readonly each: Each | null;
}

const ALONE: readonly Case[] = [{ label: null, each: null }];

/** Empty after an error. */
export function expandCases(fields: Fields, report: Reporter): readonly Case[] {
  const forEach = fields.value('for_each');
  const matrix = fields.value('matrix');
  if (forEach !== undefined && matrix !== undefined) {
    report.error(
      'duplicate-attribute',
      fields.span('matrix'),
      'a test has for_each or matrix, not both',
      'put the combinations into for_each, or the cases into a test of their own',
    );
    return [];
  }
  if (forEach !== undefined) return casesOf(forEach, fields.span('for_each'), report);
  if (matrix === undefined) return ALONE;
  const inner = fields.block('matrix');
  return inner === undefined ? [] : combinations(inner.items, inner.span, report);
}

function casesOf(value: Value, span: Span, report: Reporter): readonly Case[] {
  if (value.kind === 'object') {
    const { items } = value.body;
    if (items.length === 0) return refuseEmpty('for_each', span, report);
    const named = items.flatMap((item): Case[] => {
      const [key, label] = item.keys as readonly [Key, Key?];
      if (label !== undefined) report.error('extra-label', label.span, 'a case has one name', `write ${key.text} = { … }`);
      const values = valuesOf(item.value, `the case ${quote(key.value)}`, report);
      return values === null ? [] : [{ label: key.value, each: { what: `the case ${quote(key.value)}`, values } }];
    });
    return withoutRepeats(named, items, report);
  }
  if (value.kind === 'list') {
    if (value.elements.length === 0) return refuseEmpty('for_each', span, report);
    return numbered(
      value.elements.flatMap(({ value: element }, i) => {
        const values = valuesOf(element, 'an element of for_each', report);
        return values === null ? [] : [{ label: labelOf(values) || String(i + 1), each: { what: `case ${i + 1}`, values } }];
      }),
    );
  }
  report.error('wrong-type', value.span, 'for_each must be an object of cases or a list of objects', 'write for_each = { name = { key = "…" } }');
  return [];
}

/** Blocks may repeat, which the parser lets pass. */
function withoutRepeats(cases: readonly Case[], items: readonly Item[], report: Reporter): readonly Case[] {
  const seen = new Set<string>();
  for (const { keys } of items) {
    const [key] = keys as readonly [Key];
    if (seen.has(key.value)) report.error('duplicate-attribute', key.span, `the case ${quote(key.value)} was already set`, 'give each case a name of its own');
    seen.add(key.value);
  }
  return cases;
}

function valuesOf(value: Value, what: string, report: Reporter): ReadonlyMap<string, Value> | null {
  if (value.kind !== 'object') {
    report.error('wrong-type', value.span, `${what} must be an object`, 'write { key = "…" }');
    return null;
  }
  return membersOf(value.body.items, report);
}

function membersOf(items: readonly Item[], report: Reporter): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const { keys, value } of items) {
    const [key, label] = keys as readonly [Key, Key?];
    if (label !== undefined) report.error('extra-label', label.span, `${key.value} takes no label here`, `write ${key.value} = { … }`);
    else if (values.has(key.value)) report.error('duplicate-attribute', key.span, `${key.value} was already set in this block`, 'keep one of the two');
    else values.set(key.value, value);
  }
  return values;
}

function combinations(items: readonly Item[], span: Span, report: Reporter): readonly Case[] {
  const axes = membersOf(items, report);
  if (axes.size === 0) return refuseEmpty('matrix', span, report);
  let found: ReadonlyMap<string, Value>[] = [new Map()];
  for (const [name, value] of axes) {
    if (value.kind !== 'list') {
      report.error('wrong-type', value.span, `${name} must be a list of values`, 'a matrix is every combination of what its lists hold');
      return [];
    }
    if (value.elements.length === 0) return refuseEmpty(name, value.span, report);
    if (found.length * value.elements.length > MAX_CASES) {
      report.error('too-many-cases', span, `this matrix has more than ${showNumber(MAX_CASES)} combinations`, 'divide it into several tests');
      return [];
    }
    found = found.flatMap((before) => value.elements.map((element) => new Map([...before, [name, element.value]])));
  }
  return numbered(found.map((values) => ({ label: labelOf(values) || 'case', each: { what: 'the matrix', values } })));
}

function refuseEmpty(name: string, span: Span, report: Reporter): readonly Case[] {
  report.error('empty-list', span, `${name} holds no case`, 'a test of nothing would always pass: add one');
  return [];
}

/** `operation=read, path=a/b`: what a line holds of it. */
function labelOf(values: ReadonlyMap<string, Value>): string {
  const text = [...values].map(([name, value]) => `${name}=${shown(value)}`).join(', ');
  return text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL)}…` : text;
}

function shown(value: Value): string {
  switch (value.kind) {
    case 'string':
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.text;
    case 'list':
      return `[${value.elements.map((element) => shown(element.value)).join(', ')}]`;
    case 'object':
      return `{${value.body.items.map((item) => `${item.keys[0]?.value}=${shown(item.value)}`).join(', ')}}`;
    default:
      return '…';
  }
}

/** Labels that are made of values may be alike. */
function numbered(cases: readonly Case[]): readonly Case[] {
  const count = new Map<string | null, number>();
  return cases.map((one) => {
    const seen = (count.get(one.label) ?? 0) + 1;
    count.set(one.label, seen);
    return seen === 1 ? one : { ...one, label: `${one.label} #${seen}` };
  });
}
