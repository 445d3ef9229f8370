// What tells paths apart for one subject: the patterns of its lists, of guardrails and targets, and what conditions ask of the path.

import type { JsonValue, Request } from '@polc/runtime';
import { type Anatomy, type Classified, type Expr, OP } from '@polc/runtime/anatomy';
import { Features } from './features.js';
import { lookAt } from './look.js';
import type { Reading } from './survey.js';
import { lengthWalk, textsWalk, type Walk } from './walk.js';

export function openSafely(reading: Reading, request: Request): Anatomy {
  try {
    return reading.open(request);
  } catch {
    // As the engine: nothing is allowed.
    return { fault: { outcome: 'internal', words: 'the list cannot be built' }, footings: [], operation: undefined };
  }
}

/** Conditions of all lists and guardrails, and those that are asked about beside. */
export function expressionsOf(readings: readonly Reading[], anatomies: readonly Anatomy[], beside: readonly Expr[]): readonly Expr[] {
  const own = ({ engine, profiles }: Reading, { footings }: Anatomy): readonly Expr[] => [
    ...footings.flatMap(({ layers }) => layers.flatMap(({ lists }) => lists.flatMap(({ policies }) => profiles.expressions(policies)))),
    ...engine.tables.blocks.guardrails.flatMap(({ require, forbid }) => [...require, ...forbid]),
  ];
  return [...readings.flatMap((reading, i) => own(reading, anatomies[i] as Anatomy)), ...beside];
}

export const keyOf = ({ kind, text }: Classified) => `${kind} ${text}`;

/** Each once. `beside`: of the requests that are asked about. */
export function patternsOf(
  readings: readonly Reading[],
  anatomies: readonly Anatomy[],
  expressions: readonly Expr[],
  beside: readonly Classified[] | null,
): readonly Classified[] {
  const all = [...readings.flatMap((reading, i) => patternsIn(reading, anatomies[i] as Anatomy, expressions)), ...(beside ?? [])];
  return [...new Map(all.map((pattern) => [keyOf(pattern), pattern])).values()];
}

function patternsIn({ engine, profiles }: Reading, { footings }: Anatomy, expressions: readonly Expr[]): readonly Classified[] {
  const { guardrails, targets } = engine.tables.blocks;
  const lists = footings.flatMap(({ layers, one }) =>
    layers.flatMap((layer) =>
      layer.lists.flatMap(({ policies }) => (layer.layer === 'delegate' ? [] : profiles.patterns(policies, withSelf(one, layer.one.self)))),
    ),
  );
  const targeted = expressions.some(readsTarget) ? targets.flatMap(({ patterns }) => patterns) : [];
  return [...lists, ...guardrails.flatMap(({ patterns }) => patterns ?? []), ...targeted];
}

function withSelf<T extends { self: string | null }>(one: T, self: string | null): T {
  one.self = self;
  return one;
}

function readsTarget({ code, literal, args }: Expr): boolean {
  return ((code === OP.read || code === OP.has) && literal.kind === 'root' && literal.root === 'target') || args.some(readsTarget);
}

export function readsOfRequest({ code, literal, names, args }: Expr, name: string): boolean {
  const own = (code === OP.read || code === OP.has) && literal.kind === 'root' && literal.root === 'request' && names[0] === name;
  return own || args.some((arg) => readsOfRequest(arg, name));
}

/** What conditions tell apart in the path. */
export function walksOfPath(expressions: readonly Expr[]): { readonly walks: readonly Walk[]; readonly exact: boolean } {
  if (!expressions.some((expr) => readsOfRequest(expr, 'path'))) return { walks: [], exact: true };
  const features = new Features();
  for (const expr of expressions) {
    lookAt(
      expr,
      ({ code, literal, names }) => (code === OP.read && literal.kind === 'root' && literal.root === 'request' && names[0] === 'path' ? names.slice(1) : null),
      features,
    );
  }
  const texts = features.constants.filter((value: JsonValue): value is string => typeof value === 'string');
  const sizes = features.sizes.length > 0 ? [lengthWalk(Math.max(...features.sizes))] : [];
  return { walks: [textsWalk(texts), ...features.walks, ...sizes], exact: features.exact && features.related === 'no' };
}
