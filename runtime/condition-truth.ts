// Whether a condition that stands in no stanza is true of a request: for tests and properties, which speak of regions of requests by expressions.

import type { Engine } from './engine.js';
import type { Code } from './expression/code.js';
import { truthOf } from './expression/evaluate.js';
import { type Expr, ExpressionReader, type Matchers } from './expression/read-expression.js';
import { UNKNOWN } from './expression/value.js';
import { type Automaton, prepare } from './match/automaton.js';
import { type LoadedObjectShape, readObjectShape } from './match/read-shape.js';
import type { ObjectShape } from './match/shape.js';
import type { Zone } from './match/zone.js';
import type { JsonValue, Request } from './request.js';

/** What the literals of a condition point to, by text or name, and the types of the attributes that it reads (`root.name`). */
export interface ConditionLiterals {
  readonly globs: ReadonlyMap<string, Automaton>;
  readonly patterns: ReadonlyMap<string, Automaton>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly types: ReadonlyMap<string, string>;
}

/** @throws RuntimeError where the code is none, or a literal is not there */
export function readCondition(engine: Engine, code: Code, literals: ConditionLiterals): Expr {
  return new ExpressionReader(matchersOf(literals, engine.tables.matchers.sources)).read(code as unknown as JsonValue);
}

/** For who reasons about conditions without an engine: nothing is known of sources. The same throws. */
export function freeReader(literals: ConditionLiterals): { condition(code: Code): Expr; shape(shape: ObjectShape): LoadedObjectShape } {
  const matchers = matchersOf(literals, new Map());
  const reader = new ExpressionReader(matchers);
  return {
    condition: (code) => reader.read(code as unknown as JsonValue),
    shape: (shape) => readObjectShape(shape as unknown as JsonValue, matchers, new Map()),
  };
}

function matchersOf({ globs, patterns, zones, types }: ConditionLiterals, sources: Matchers['sources']): Matchers {
  const prepared = (automata: ReadonlyMap<string, Automaton>) => new Map([...automata].map(([text, automaton]) => [text, prepare(automaton)]));
  return { globs: prepared(globs), patterns: prepared(patterns), zones, types, sources };
}

/**
 * Reads the condition once. What it then says of a request is as the engine would see it in a stanza: null is unknown, also where the request is
 * malformed.
 * @throws RuntimeError where the code is none, or a literal is not there
 */
export function conditionTruth(engine: Engine, code: Code, literals: ConditionLiterals): (request: Request) => boolean | null {
  const expr = readCondition(engine, code, literals);
  return (request) => {
    const { one } = engine.groundsOf(request).verdict;
    const truth = one === null ? UNKNOWN : truthOf(expr, one);
    return truth === UNKNOWN ? null : truth;
  };
}
