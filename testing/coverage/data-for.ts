// Parameters that fit an alternative's shapes and lists, and such as miss one of them by a little.

import { type Alternative, hasShape, type JsonObject, type JsonValue, type LoadedShape, type PolicyValue } from '@polc/runtime';
import { textsFor } from './text-for.js';

/** What fits first, where something was found; then each parameter changed, absent, and one that nobody knows. */
export function dataFor({ own, allowed, denied, required }: Alternative): (JsonObject | null)[] {
  const fitting = new Map<string, readonly JsonValue[]>();
  const changes = new Map<string, readonly JsonValue[]>();
  for (const [name, { optional, shape }] of own?.parameters?.members ?? []) {
    const values = valuesOf(shape);
    if (!optional)
      fitting.set(
        name,
        values.filter((value) => hasShape(shape, value)),
      );
    changes.set(name, values);
  }
  for (const [name, values] of allowed ?? []) if (name !== '*') changes.set(name, [...values.flatMap(listed), 'not listed']);
  for (const [name, values] of denied ?? []) if (name !== '*') changes.set(name, [...(changes.get(name) ?? []), 'not listed', ...values.flatMap(listed)]);
  for (const name of required) if (!fitting.has(name)) fitting.set(name.toLowerCase(), changes.get(name.toLowerCase()) ?? ['x']);
  const base: Record<string, JsonValue> = {};
  for (const [name, values] of fitting) if (values[0] !== undefined) base[name] = values[0];
  const all: (JsonObject | null)[] = [base];
  for (const [name, values] of changes) for (const value of values) all.push({ ...base, [name]: value });
  for (const name of Object.keys(base)) all.push(Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)));
  all.push({ ...base, 'one-more': 'x' }, { ...base, 'one-more': 1 }, null);
  return all;
}

function listed(value: PolicyValue): JsonValue[] {
  if (typeof value === 'string') return [value.length > 1 ? value.replace(/^\*|\*$/g, 'x') : value];
  if (typeof value === 'boolean' || typeof value === 'number') return [value];
  if (typeof value === 'symbol') return [];
  return 'elements' in value ? [value.elements.flatMap(listed)] : [];
}

/** Values at the edges of a shape: on both sides of each bound. */
function valuesOf(shape: LoadedShape): JsonValue[] {
  switch (shape.kind) {
    case 'any':
      return ['x', 1];
    case 'null':
      return [null, 'x'];
    case 'boolean':
      return [true, false, 'true'];
    case 'value':
      return [...shape.values, 'not listed', -1];
    case 'string': {
      const { min_length: least = 0, max_length: most, globMatchers, patternMatchers } = shape;
      const lengths = [least, least - 1, most, most === undefined ? undefined : most + 1, 1].filter((one) => one !== undefined && one >= 0) as number[];
      const texts = [...globMatchers, ...patternMatchers].flatMap(textsFor);
      return [...texts, ...lengths.map((length) => 'x'.repeat(Math.min(length, 10_000))), '', 'another text!', 7];
    }
    case 'number': {
      const { integer, min, max, above, below, multiple_of: step } = shape;
      const least = step ?? (integer ? 1 : 0.01);
      const bounds = [min, max, above, below].filter((bound) => bound !== undefined);
      return [...bounds.flatMap((bound) => [bound, rounded(bound + least), rounded(bound - least)]), 0, 1, step ?? 2, rounded(least / 3), '1'];
    }
    case 'list': {
      const element = shape.items === undefined ? 'x' : (valuesOf(shape.items)[0] ?? 'x');
      const counts = [shape.min_items ?? 0, shape.max_items ?? 1, (shape.max_items ?? 1) + 1, 1, 0];
      const distinct = (i: number): JsonValue => (shape.unique && typeof element === 'string' && i > 0 ? `${element}${i}` : element);
      return [...counts.map((count) => Array.from({ length: Math.min(count, 1_000) }, (_, i) => distinct(i))), [{}], 'no list'];
    }
    case 'object': {
      const members = [...shape.members].map(([name, member]) => [name, valuesOf(member.shape).find((value) => hasShape(member.shape, value))] as const);
      return [Object.fromEntries(members.filter((member): member is readonly [string, JsonValue] => member[1] !== undefined)), {}, 'no object'];
    }
    case 'one_of':
      return shape.shapes.flatMap(valuesOf);
  }
}

/** Decimal steps stay decimal. */
const rounded = (value: number) => Number(value.toPrecision(12));
