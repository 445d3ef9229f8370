// Guardrails (grammar/spec.md §10.3): what binds everybody and can only take away. Each one that may concern the request is asked.

import { truthOf } from '../expression/evaluate.js';
import type { Expr } from '../expression/read-expression.js';
import type { LoadedGuardrail } from '../load-blocks.js';
import { type Case, matchesAny } from './case.js';

export interface Objection {
  readonly guardrail: LoadedGuardrail;
  /** Attributes that were unknown, and it mattered. */
  readonly missing: readonly string[];
}

/** Those that object, in source order. */
export function objectionsOf(guardrails: readonly LoadedGuardrail[], one: Case): Objection[] {
  const objections: Objection[] = [];
  for (const guardrail of guardrails) {
    if (!concerns(guardrail, one)) continue;
    const missing: string[] = [];
    one.unknowns = missing;
    if (objects(guardrail, one)) objections.push({ guardrail, missing });
  }
  return objections;
}

/** What cannot be told, it concerns. */
export function concerns({ patterns, capabilities, agent_types: types }: LoadedGuardrail, { asked, parties }: Case): boolean {
  if (patterns !== null && !matchesAny(patterns, asked.path, asked.word)) return false;
  if (capabilities !== undefined && asked.operation !== undefined && (capabilities & asked.operation.bit) === 0) return false;
  return types === undefined || parties.chain.some(({ type }) => type === null || types.includes(type.id));
}

function objects({ require, forbid }: LoadedGuardrail, one: Case): boolean {
  if (require.length === 0 && forbid.length === 0) return true;
  // All are asked: each may have something to say about what was unknown.
  const failed = require.filter((expr: Expr) => truthOf(expr, one) !== true).length + forbid.filter((expr: Expr) => truthOf(expr, one) !== false).length;
  return failed > 0;
}
