// Where data has not the shape that is wanted, as deep as it goes; shapes as an author would write them; and a value that has one.

import { isList, isObject } from '../expression/value.js';
import { shapeFault } from '../match/check-shape.js';
import type { LoadedObjectShape, LoadedShape } from '../match/read-shape.js';
import type { JsonObject, JsonValue } from '../request.js';
import { showLiteral, showNames } from './show-code.js';

type Steps = readonly (string | number)[];

export interface Misfit {
  readonly at: Steps;
  /** null: nothing may be there. */
  readonly shape: LoadedShape | null;
  readonly absent: boolean;
}

/** Every place where the data does not fit. */
export function misfitsOf(shape: LoadedObjectShape, data: JsonObject | null): Misfit[] {
  return inObject(shape, data ?? {}, []);
}

function inObject({ members, extra }: LoadedObjectShape, data: JsonObject, at: Steps): Misfit[] {
  const absent = [...members].filter(([name, { optional }]) => !optional && !Object.hasOwn(data, name));
  const there = Object.keys(data).flatMap((name) => {
    const shape = members.get(name)?.shape ?? extra;
    return shape === undefined ? [{ at: [...at, name], shape: null, absent: false }] : inValue(shape, data[name] as JsonValue, [...at, name]);
  });
  return [...absent.map(([name, { shape }]) => ({ at: [...at, name], shape, absent: true })), ...there];
}

function inValue(shape: LoadedShape, value: JsonValue, at: Steps): Misfit[] {
  if (fits(shape, value)) return [];
  const here: Misfit = { at, shape, absent: false };
  let inner: Misfit[] = [];
  if (shape.kind === 'object' && isObject(value)) inner = inObject(shape, value, at);
  else if (shape.kind === 'list' && isList(value) && shape.items !== undefined) {
    const { items } = shape;
    inner = value.flatMap((element, i) => inValue(items, element, [...at, i]));
  } else if (shape.kind === 'one_of') {
    // The one that comes nearest: what it wants deeper down.
    const deeper = shape.shapes.map((one) => inValue(one, value, at)).filter((found) => found.every((misfit) => misfit.at.length > at.length));
    inner = deeper.sort((a, b) => a.length - b.length)[0] ?? [];
  }
  return inner.length === 0 ? [here] : inner;
}

export function fits(shape: LoadedShape, value: JsonValue): boolean {
  return shapeFault({ kind: 'object', members: new Map([['it', { optional: false, shape }]]) }, { it: value }) === null;
}

export function showSteps(steps: Steps): string {
  return showNames('parameters', steps);
}

export function showShape(shape: LoadedShape): string {
  switch (shape.kind) {
    case 'value':
      return shape.values.length === 1 ? showLiteral(shape.values[0] as JsonValue) : showLiteral(shape.values);
    case 'one_of': {
      const rest = shape.shapes.filter(({ kind }) => kind !== 'null');
      if (rest.length === 1 && shape.shapes.length === 2) return `nullable(${showShape(rest[0] as LoadedShape)})`;
      return `one_of(${shape.shapes.map(showShape).join(', ')})`;
    }
    case 'object':
      return `object({ ${membersOf(shape).join(', ')} })`;
    case 'string': {
      const { min_length, max_length, globs = [], patterns = [] } = shape;
      return withArguments('string', { min_length, max_length, glob: oneOf(globs), matches: oneOf(patterns) });
    }
    case 'number': {
      const { integer, min, max, above, below, multiple_of } = shape;
      return withArguments(integer ? 'integer' : 'number', { min, max, above, below, multiple_of });
    }
    case 'list': {
      const { items, min_items, max_items, unique } = shape;
      return withArguments('list', { '': items === undefined ? undefined : showShape(items), min_items, max_items, unique: unique || undefined });
    }
    default:
      return `${shape.kind}()`;
  }
}

function membersOf({ members, extra }: LoadedObjectShape): string[] {
  const named = [...members].map(([name, { optional, shape }]) => {
    const written = showShape(shape);
    return `${/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name)} = ${optional ? `optional(${written})` : written}`;
  });
  return extra === undefined ? named : [...named, `"*" = ${showShape(extra)}`];
}

function oneOf(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : showLiteral(texts.length === 1 ? (texts[0] as string) : texts);
}

function withArguments(name: string, given: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const args = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key === '' ? String(value) : `${key}: ${value}`]));
  return `${name}(${args.join(', ')})`;
}

/** A value that has the shape, near the one given; undefined when none comes to mind. */
export function exampleOf(shape: LoadedShape, value: JsonValue | undefined): JsonValue | undefined {
  return candidatesOf(shape, value).find((candidate) => fits(shape, candidate));
}

function candidatesOf(shape: LoadedShape, value: JsonValue | undefined): readonly JsonValue[] {
  switch (shape.kind) {
    case 'any':
      return [value ?? ''];
    case 'null':
      return [null];
    case 'boolean':
      return [value === 'true', true];
    case 'value':
      return shape.values;
    case 'number': {
      const { min, max, above, below, multiple_of: step = 1 } = shape;
      const near = Number(value ?? min ?? above ?? max ?? below ?? 0);
      const bounds = [min, max, above === undefined ? undefined : above + step, below === undefined ? undefined : below - step];
      const middle = ((min ?? above ?? 0) + (max ?? below ?? 0)) / 2;
      const numbers = [near, ...bounds, middle, 0].filter((each) => each !== undefined);
      return numbers.flatMap((each) => [each, Math.round(each), Math.floor(each / step) * step, Math.ceil(each / step) * step]);
    }
    case 'string': {
      const { globs = [], patterns = [], min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY } = shape;
      const texts = [
        typeof value === 'string' ? value.slice(0, max) : String(value ?? ''),
        '',
        ...globs.map(literalOf),
        ...patterns,
        'a'.repeat(Math.min(min, 1_000)),
      ];
      return texts.flatMap((text) => [text, text.padEnd(Math.min(min, 1_000), 'a')]);
    }
    case 'list': {
      const { items, min_items: min = 0, max_items: max } = shape;
      const kept = isList(value ?? null) ? (value as readonly JsonValue[]).filter((element) => items === undefined || fits(items, element)) : [];
      const one = items === undefined ? null : exampleOf(items, undefined);
      const filled = one === undefined ? [] : [...kept, ...Array<JsonValue>(Math.max(0, Math.min(min, 100) - kept.length)).fill(one)];
      return [kept.slice(0, max), filled, kept.filter((element, i) => kept.indexOf(element) === i)];
    }
    case 'object':
      return exampleObject(shape, isObject(value ?? null) ? (value as JsonObject) : {});
    case 'one_of':
      return shape.shapes.flatMap((one) => exampleOf(one, value) ?? []);
  }
}

function exampleObject({ members, extra }: LoadedObjectShape, data: JsonObject): readonly JsonObject[] {
  const entries: [string, JsonValue][] = [];
  for (const [name, { optional, shape }] of members) {
    const there = Object.hasOwn(data, name);
    const value = there || !optional ? exampleOf(shape, data[name]) : undefined;
    if (value !== undefined) entries.push([name, value]);
  }
  if (extra !== undefined)
    for (const name of Object.keys(data)) if (!members.has(name) && fits(extra, data[name] as JsonValue)) entries.push([name, data[name] as JsonValue]);
  return [Object.fromEntries(entries)];
}

/** A glob's shortest text. */
export function literalOf(glob: string): string {
  return glob.replaceAll('*', '').replaceAll('?', 'a');
}
