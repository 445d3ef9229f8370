// What a bundle holds beside policies (facts/blocks.ts), ready to be asked: guardrails with their expressions, targets with their patterns.

import { check } from './errors.js';
import type { Source } from './expression/code.js';
import { type Expr, type ExpressionReader, readList } from './expression/read-expression.js';
import { checkFacts } from './facts/check-facts.js';
import type { AgentType, Blocks, Guardrail } from './facts/index.js';
import { type Classified, classifyPattern } from './match/pattern.js';
import { isPlainObject } from './plain.js';
import type { JsonObject, JsonValue } from './request.js';

export interface LoadedTarget {
  readonly name: string;
  readonly patterns: readonly Classified[];
  readonly attributes: JsonObject;
}

export interface LoadedGuardrail extends Omit<Guardrail, 'paths' | 'require' | 'forbid'> {
  /** null: every path. */
  readonly patterns: readonly Classified[] | null;
  readonly require: readonly Expr[];
  readonly forbid: readonly Expr[];
}

export interface LoadedBlocks extends Omit<Blocks, 'guardrails' | 'targets'> {
  readonly guardrails: readonly LoadedGuardrail[];
  readonly targets: readonly LoadedTarget[];
}

/** The part of it that expressions need before they are read. */
export function attributesOf(value: JsonValue): { readonly sources: ReadonlyMap<string, Source>; readonly types: ReadonlyMap<string, string> } {
  check(isPlainObject(value) && isPlainObject(value.sources) && isPlainObject(value.types), 'blocks');
  const { sources, types } = value as unknown as Blocks;
  return { sources: new Map(Object.entries(sources)), types: new Map(Object.entries(types)) };
}

export function readBlocks(value: JsonValue, expressions: ExpressionReader): LoadedBlocks {
  check(isPlainObject(value), 'blocks');
  const blocks = value as unknown as Blocks;
  const { agents, users, groups, delegations, operations, agent_types } = blocks;
  check(isPlainObject(operations) && Object.values(operations).every((word) => typeof word === 'string'), 'blocks');
  try {
    checkFacts({ agents, users, groups, delegations });
  } catch {
    check(false, 'blocks');
  }
  const types = readList(agent_types as unknown as JsonValue) as unknown as readonly AgentType[];
  check(types.every(isPlainObject), 'blocks');
  const all = (codes: JsonValue) => readList(codes).map((code) => expressions.read(code));
  const guardrails = readList(blocks.guardrails as unknown as JsonValue).map((one) => {
    const guardrail = one as unknown as Guardrail;
    check(isPlainObject(one), 'blocks');
    const { paths, require, forbid, ...rest } = guardrail;
    return {
      ...rest,
      patterns: paths === undefined ? null : patternsOf(paths as unknown as JsonValue),
      require: all(require as unknown as JsonValue),
      forbid: all(forbid as unknown as JsonValue),
    };
  });
  const targets = readList(blocks.targets as unknown as JsonValue).map((one) => {
    check(isPlainObject(one) && isPlainObject(one.attributes), 'blocks');
    return { name: String(one.name), patterns: patternsOf((one.paths ?? null) as JsonValue), attributes: one.attributes as JsonObject };
  });
  return { ...blocks, guardrails, targets };
}

function patternsOf(paths: JsonValue): Classified[] {
  return readList(paths).map((path) => {
    const pattern = typeof path === 'string' ? classifyPattern(path) : null;
    check(pattern !== null, 'blocks');
    return pattern;
  });
}
