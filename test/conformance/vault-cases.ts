// The cases of conformance/vault, read into one shape: what is asked of which policies, and what the answer must hold.

import { readFileSync } from 'node:fs';
import type { Entity, Group, JsonObject, Request } from '@polc/runtime';
import type { RuleShape } from '../rule-shape.js';

/** Name to text; the built-in `root` has none. */
export type PolicyTexts = Readonly<Record<string, string | null>>;

export interface DecisionCase {
  readonly name: string;
  readonly policies: PolicyTexts;
  readonly request: Request;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** Two decisions, ANDed. */
export interface DelegationCase {
  readonly name: string;
  readonly subject: Omit<DecisionCase, 'expect' | 'name'>;
  readonly ceiling: Omit<DecisionCase, 'expect' | 'name'>;
  readonly expect: { readonly allowed: boolean; readonly subject_allows: boolean; readonly ceiling_allows: boolean };
}

export interface ParseCase {
  readonly name: string;
  readonly text: string;
  readonly expect: 'ok' | 'error';
  readonly parsed?: { readonly name: string | null; readonly templated: boolean; readonly paths: readonly RuleShape[] };
}

interface Asked {
  readonly operation: string;
  readonly path: string;
  readonly data: JsonObject | null;
  readonly wrap_ttl_seconds: number | null;
}

interface Identified {
  readonly entity?: Entity | null;
  readonly groups?: readonly Group[];
}

export function decisionCases(): DecisionCase[] {
  type Suite = Identified & {
    readonly name: string;
    readonly policies: PolicyTexts;
    readonly cases: readonly (Asked & { readonly policies: readonly string[]; readonly expect: DecisionCase['expect'] })[];
  };
  return read<{ suites: Suite[] }>('decisions').suites.flatMap((suite) =>
    suite.cases.map((each, i) => ({
      name: `${suite.name} #${i + 1}`,
      policies: suite.policies,
      request: requestOf(each.policies, each, suite),
      expect: each.expect,
    })),
  );
}

export function randomCases(): DecisionCase[] {
  type Case = Identified & Asked & { readonly id: string; readonly policies: PolicyTexts; readonly expect: DecisionCase['expect'] };
  return read<{ cases: Case[] }>('random').cases.map((each) => ({
    name: each.id,
    policies: each.policies,
    request: requestOf(Object.keys(each.policies), each, each),
    expect: each.expect,
  }));
}

export function delegationCases(): DelegationCase[] {
  type Case = Asked & {
    readonly subject_policies: PolicyTexts;
    readonly ceiling_policies: PolicyTexts;
    readonly expect: DelegationCase['expect'];
  };
  const half = (policies: PolicyTexts, asked: Asked) => ({ policies, request: requestOf(Object.keys(policies), asked, {}) });
  return read<{ cases: Case[] }>('delegation').cases.map((each, i) => ({
    name: `delegation #${i + 1}`,
    subject: half(each.subject_policies, each),
    ceiling: half(each.ceiling_policies, each),
    expect: each.expect,
  }));
}

export function parseCases(): ParseCase[] {
  return read<{ parse: ParseCase[] }>('parse').parse;
}

function read<T>(kind: string): T {
  return JSON.parse(readFileSync(new URL(`vault/${kind}.json`, import.meta.url), 'utf8')) as T;
}

function requestOf(policies: readonly string[], asked: Asked, { entity, groups }: Identified): Request {
  return {
    policies,
    operation: asked.operation,
    path: asked.path,
    parameters: asked.data,
    wrap_ttl: asked.wrap_ttl_seconds,
    ...(entity === undefined && groups === undefined ? {} : { identity: { entity: entity ?? null, groups: groups ?? null } }),
  };
}
