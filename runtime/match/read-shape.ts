// Shapes from a bundle's plain data (shape.ts), checked, with the automata of their texts.

import { check } from '../errors.js';
import { found, type Matchers, readList } from '../expression/read-expression.js';
import type { JsonObject, JsonValue } from '../request.js';
import type { Matcher } from './automaton.js';
import type { ListShape, NumberShape, ObjectShape, Shape, StringShape } from './shape.js';

export type LoadedShape =
  | Exclude<Shape, StringShape | ListShape | ObjectShape | { readonly kind: 'one_of' }>
  | LoadedStringShape
  | (Omit<ListShape, 'items'> & { readonly items?: LoadedShape })
  | LoadedObjectShape
  | { readonly kind: 'one_of'; readonly shapes: readonly LoadedShape[] };

export interface LoadedStringShape extends StringShape {
  readonly globMatchers: readonly Matcher[];
  readonly patternMatchers: readonly Matcher[];
}

export interface LoadedObjectShape {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, { readonly optional: boolean; readonly shape: LoadedShape }>;
  readonly extra?: LoadedShape;
}

export function readObjectShape(value: JsonValue, matchers: Matchers): LoadedObjectShape {
  const shape = readShape(value, matchers, 0);
  check(shape.kind === 'object', 'shape');
  return shape;
}

const MAX_DEPTH = 250;

function readShape(value: JsonValue | undefined, matchers: Matchers, depth: number): LoadedShape {
  check(typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH, 'shape');
  const data = value as JsonObject;
  const inner = (one: JsonValue | undefined) => readShape(one, matchers, depth + 1);
  switch (data.kind) {
    case 'any':
    case 'null':
    case 'boolean':
      return { kind: data.kind };
    case 'value':
      return { kind: 'value', values: readList(data.values ?? null) };
    case 'number':
      checkNumbers(data, ['min', 'max', 'above', 'below', 'multiple_of']);
      return data as unknown as NumberShape;
    case 'string': {
      checkNumbers(data, ['min_length', 'max_length']);
      const automata = (texts: JsonValue | undefined, table: ReadonlyMap<string, Matcher>) =>
        readList(texts ?? null).map((text) => found(table.get(text as string)));
      const shape = data as unknown as StringShape;
      return { ...shape, globMatchers: automata(data.globs, matchers.globs), patternMatchers: automata(data.patterns, matchers.patterns) };
    }
    case 'list': {
      checkNumbers(data, ['min_items', 'max_items']);
      const { items, ...rest } = data as unknown as ListShape;
      return items === undefined ? rest : { ...rest, items: inner(data.items) };
    }
    case 'one_of':
      return { kind: 'one_of', shapes: readList(data.shapes ?? null).map(inner) };
    default: {
      check(data.kind === 'object', 'shape');
      const members = readList(data.members ?? null).map((member) => {
        const [name, optional, shape] = readList(member);
        return [name as string, { optional: optional === true, shape: inner(shape) }] as const;
      });
      check(
        members.every(([name]) => typeof name === 'string'),
        'shape',
      );
      return { kind: 'object', members: new Map(members), ...(data.extra === undefined ? {} : { extra: inner(data.extra) }) };
    }
  }
}

function checkNumbers(data: JsonObject, names: readonly string[]): void {
  for (const name of names) check(data[name] === undefined || typeof data[name] === 'number', 'shape');
}
