// Edits that could turn an answer, each with who can make it, and sets of them: a way is complete only with all of its edits.

import type { JsonObject, JsonValue, Request } from '../request.js';
import type { Supplier } from './types.js';

export interface Edit {
  readonly by: Supplier;
  readonly text: string;
  /** What it sets: of two edits with one key the later counts. */
  readonly key?: string;
  /** null: nothing that a request can say. */
  readonly apply: ((request: Request) => Request) | null;
  /** It is tried, but nobody is told to send it. */
  readonly hypothetical?: boolean;
}

export type EditSet = readonly Edit[];

/** What it takes to ask each of them: the caller before the user before an approver before an author. */
const WEIGHTS: Readonly<Record<Supplier, number>> = {
  ...{ caller: 1, 'enforcement point': 2, user: 6, approver: 12, registry: 24, embedder: 25, 'policy author': 60 },
};

export function weightOf(edits: EditSet): number {
  return edits.reduce((sum, { by }) => sum + WEIGHTS[by], 0);
}

/** Who is furthest from the caller. */
export function hardestOf(edits: EditSet): Supplier {
  return edits.reduce<Supplier>((by, edit) => (WEIGHTS[edit.by] > WEIGHTS[by] ? edit.by : by), 'caller');
}

/** Nothing to do: what is wanted is so. */
export const DONE: readonly EditSet[] = [[]];
export const NO_WAY: readonly EditSet[] = [];

/** More than this many ways are not followed. */
const MAX_WAYS = 12;

/** Any of the ways; the least first. */
export function either(...ways: readonly (readonly EditSet[])[]): readonly EditSet[] {
  const unique = new Map(ways.flat().map((way) => [textOf(way), way]));
  return [...unique.values()].sort((a, b) => weightOf(a) - weightOf(b)).slice(0, MAX_WAYS);
}

export function textOf(edits: EditSet): string {
  return edits.map(({ text }) => text).join('; and ');
}

/** One way of each. */
export function both(...all: readonly (readonly EditSet[])[]): readonly EditSet[] {
  return all.reduce((ways, more) => either(ways.flatMap((way) => more.map((next) => union(way, next)))), DONE);
}

export function union(edits: EditSet, more: EditSet): EditSet {
  const kept = edits.filter(({ key }) => key === undefined || !more.some((edit) => edit.key === key));
  return [...kept, ...more.filter(({ text }) => !kept.some((edit) => edit.text === text))];
}

export function byAuthor(text: string): EditSet {
  return [{ by: 'policy author', text, apply: null }];
}

/** A copy with one value set, objects made where there are none; null where something else stands in the way. */
export function withValue(data: JsonValue | undefined, steps: readonly (string | number)[], value: JsonValue | undefined): JsonValue | null {
  const [step, ...rest] = steps;
  if (step === undefined) return value ?? null;
  if (typeof step === 'number') {
    if (!Array.isArray(data) || step >= data.length) return null;
    return (data as readonly JsonValue[]).map((element, i) => (i === step ? withValue(element, rest, value) : element));
  }
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data))) return null;
  const object = (data ?? {}) as JsonObject;
  const entries = Object.entries(object).filter(([name]) => name !== step);
  if (rest.length === 0 && value === undefined) return Object.fromEntries(entries);
  const inner = withValue(Object.hasOwn(object, step) ? object[step] : undefined, rest, value);
  return Object.fromEntries([...entries, [step, inner]]);
}
