// A `target` block: paths, and attributes of what lies behind them (grammar/spec.md §7.3).

import type { Value } from '@polc/grammar';
import type { JsonValue, Target } from '@polc/runtime';
import type { Block } from './block.js';
import { checkPlainPath } from './check-pattern.js';
import type { CheckContext } from './context.js';
import { Fields } from './fields.js';
import { plainValue } from './plain-value.js';

export function readTarget({ id, items, head }: Block, { report }: CheckContext): Target {
  const fields = new Fields(items, { what: 'a target', keys: null }, head, report);
  fields.require('paths', 'paths = ["…"]');
  const paths = (fields.someTexts('paths') ?? []).filter(({ name, span }) => checkPlainPath(name, span, report)).map(({ name }) => name);
  const attributes: [string, JsonValue][] = [];
  for (const key of fields.names) {
    const value = key === 'paths' ? undefined : plainValue(fields.value(key) as Value, key, report);
    if (value !== undefined) attributes.push([key, value]);
  }
  return { name: id, paths, attributes: Object.fromEntries(attributes) };
}
