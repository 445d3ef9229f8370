// Values of attributes as written to plain JSON: text, numbers, booleans, null, lists and maps. Expressions and labels are none.

import type { Item, Key, Value } from '@polc/grammar';
import type { JsonValue } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import { describeValue } from './decode.js';
import { Fields } from './fields.js';

/** undefined when something in it is no plain value. */
export function plainValue(value: Value, name: string, report: Reporter): JsonValue | undefined {
  switch (value.kind) {
    case 'string':
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'number':
      // Beyond it a number is unknown to every condition (spec §7.2).
      if (value.fault === undefined && Math.abs(value.value) <= 2 ** 53) return value.value;
      if (value.fault === undefined || value.fault === 'range')
        report.error(
          'number-out-of-range',
          value.span,
          `${value.text} is beyond what conditions can compare, ±2^53`,
          'put it in quotes if it is an identifier',
        );
      return undefined;
    case 'list': {
      const elements = value.elements.map(({ value: element }) => plainValue(element, `an element of ${name}`, report));
      return elements.every((element) => element !== undefined) ? elements : undefined;
    }
    case 'object':
      return plainObject(value.body.items, name, report);
    case 'expression':
      if (value.expression.kind === 'literal') return value.expression.value;
      report.error('wrong-type', value.span, `${name} must be a plain value, not ${describeValue(value)}`);
      return undefined;
  }
}

export function plainObject(items: readonly Item[], name: string, report: Reporter): { readonly [key: string]: JsonValue } | undefined {
  const [first] = items;
  const head = (first?.keys as readonly [Key] | undefined)?.[0].span ?? { start: 0, end: 0 };
  const fields = new Fields(items, { what: name, keys: null }, head, report);
  const entries = fields.names.map((key) => [key, plainValue(fields.value(key) as Value, key, report)] as const);
  return entries.every((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined) ? Object.fromEntries(entries) : undefined;
}
