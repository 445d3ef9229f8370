// What a bundle holds beside policies (facts/blocks.ts), ready to be asked: guardrails with their expressions, targets with their patterns.

import { check } from './errors.js';
import { SOURCES, type Source } from './expression/code.js';
import type { Expr, ExpressionReader } from './expression/read-expression.js';
import type { Blocks, Guardrail, Requirement } from './facts/blocks.js';
import { checkFacts } from './facts/check-facts.js';
import { isBoolean, isCount, isData, isName, isSeconds, isText, isTexts, type Members, memberFault, oneOf, type Test } from './facts/members.js';
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

export interface LoadedBlocks extends Omit<Blocks, 'guardrails' | 'targets' | 'compiler'> {
  readonly guardrails: readonly LoadedGuardrail[];
  readonly targets: readonly LoadedTarget[];
}

/** The part of it that expressions need before they are read. */
export function attributesOf(value: JsonValue): { readonly sources: ReadonlyMap<string, Source>; readonly types: ReadonlyMap<string, string> } {
  check(isPlainObject(value) && isMapOf(value.sources, oneOf(...SOURCES)) && isMapOf(value.types, isText), 'blocks');
  const { sources, types } = value as unknown as Blocks;
  return { sources: new Map(Object.entries(sources)), types: new Map(Object.entries(types)) };
}

function isMapOf(value: unknown, test: Test): boolean {
  return isPlainObject(value) && Object.values(value).every(test);
}

const AGENT_TYPE: Members = { id: isName, ceiling_policies: isTexts, max_ttl: isSeconds, uses: isCount };
const TARGET: Members = { name: isText, paths: isTexts, attributes: isData };
const REQUIREMENT: Members = {
  ...{ kind: oneOf('stanza', 'guardrail', 'control_group'), name: isText, by: isTexts, count: isCount, self: isBoolean, digest: isText },
  within: (value) => value === null || isSeconds(value),
};
const GUARDRAIL: Members = {
  ...{ name: isText, enforcement: oneOf('hard-mandatory', 'soft-mandatory', 'advisory'), file: isText, line: isCount, reason: isText },
  ...{ paths: isTexts, capabilities: isCount, agent_types: isTexts, approval: (value) => isRecord(value, REQUIREMENT) },
  ...{ require: Array.isArray, forbid: Array.isArray },
};

/** All members but those that may be left out. */
function isRecord(value: unknown, members: Members, optional: readonly string[] = []): boolean {
  const required = Object.keys(members).filter((name) => !optional.includes(name));
  return memberFault(value, members, required) === null;
}

/** A requirement as a stanza holds it, null for none. */
export function readRequirement(value: JsonValue): Requirement | null {
  check(value === null || isRecord(value, REQUIREMENT), 'stanza table');
  return value as Requirement | null;
}

export function readBlocks(value: JsonValue, expressions: ExpressionReader): LoadedBlocks {
  check(isPlainObject(value), 'blocks');
  const blocks = value as unknown as Blocks;
  const { groups, delegations, operations, subjects, agent_types: types, guardrails, targets, trusted_groups: trusted, tzdata } = blocks;
  check(
    [groups, delegations, types, guardrails, targets].every(Array.isArray) &&
      typeof trusted === 'boolean' &&
      typeof tzdata === 'string' &&
      isMapOf(operations, isText) &&
      isMapOf(subjects, oneOf('user', 'agent')) &&
      types.every((type) => isRecord(type, AGENT_TYPE, ['ceiling_policies', 'max_ttl', 'uses'])) &&
      targets.every((target) => isRecord(target, TARGET)) &&
      guardrails.every(
        (one) =>
          isRecord(one, GUARDRAIL, ['paths', 'capabilities', 'agent_types', 'approval', 'reason']) &&
          (one.enforcement !== 'soft-mandatory' || one.approval !== undefined),
      ),
    'blocks',
  );
  try {
    checkFacts({ groups, delegations });
  } catch {
    check(false, 'blocks');
  }
  return {
    ...blocks,
    guardrails: guardrails.map(({ paths, require, forbid, ...rest }) => ({
      ...rest,
      patterns: paths === undefined ? null : paths.map(patternOf),
      require: require.map((code) => expressions.read(code as unknown as JsonValue)),
      forbid: forbid.map((code) => expressions.read(code as unknown as JsonValue)),
    })),
    targets: targets.map(({ name, paths, attributes }) => ({ name, patterns: paths.map(patternOf), attributes })),
  };
}

function patternOf(path: string): Classified {
  const pattern = classifyPattern(path);
  check(pattern !== null, 'blocks');
  return pattern;
}
