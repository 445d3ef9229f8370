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

/** Shapes by the data they were read from, with how many each is when nothing is shared. Equal data is one object (load-data.ts). */
export type KnownShapes = Map<unknown, { readonly shape: LoadedShape; readonly size: number }>;

export function readObjectShape(value: JsonValue, matchers: Matchers, known: KnownShapes): LoadedObjectShape {
  const { shape } = readShape(value, matchers, known, 0);
  check(shape.kind === 'object', 'shape');
  return shape;
}

const MAX_DEPTH = 250;
/** Whoever holds a value against a shape walks what is shared as often as it stands there. */
const MAX_SIZE = 100_000;

function readShape(
  value: JsonValue | undefined,
  matchers: Matchers,
  known: KnownShapes,
  depth: number,
): { readonly shape: LoadedShape; readonly size: number } {
  const before = known.get(value);
  if (before !== undefined) return before;
  check(typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH, 'shape');
  let size = 1;
  const shape = shapeOf(value as JsonObject, matchers, (one) => {
    const read = readShape(one, matchers, known, depth + 1);
    size += read.size;
    check(size <= MAX_SIZE, 'shape');
    return read.shape;
  });
  const read = { shape, size };
  known.set(value, read);
  return read;
}

function shapeOf(data: JsonObject, matchers: Matchers, inner: (value: JsonValue | undefined) => LoadedShape): LoadedShape {
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
      return { kind: 'one_of', shapes: readList(data.shapes ?? null).map((one) => inner(one)) };
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
