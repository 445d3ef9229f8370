// A compiled expression with its static type, what it costs at most, and how deep it is.

import type { Code, JsonValue } from '@polc/runtime';
import type { Type } from './types.js';

export interface Typed {
  readonly code: Code;
  readonly type: Type;
  /** grammar/spec.md §7.4. */
  readonly cost: number;
  readonly depth: number;
}

/** How often `all` and `any` may run their body. */
export const ELEMENTS = 1_000;
export const MAX_COST = 100_000;
/** WHY: what reads a bundle refuses expressions that are nested deeper than it dares to walk. */
export const MAX_CODE_DEPTH = 500;

/** A node of the code over its operands. */
export function over(operands: readonly Typed[], code: Code, type: Type): Typed {
  let cost = 1;
  let depth = 0;
  for (const operand of operands) {
    cost += operand.cost;
    depth = Math.max(depth, operand.depth);
  }
  return { code, type, cost, depth: depth + 1 };
}

export function constant(value: JsonValue, type: Type): Typed {
  // -0 is 0: JSON would not keep it.
  return { code: ['const', Object.is(value, -0) ? 0 : value], type, cost: 1, depth: 1 };
}

/** The value of a literal; undefined for what only a request can tell. */
export function constantOf({ code }: Typed): JsonValue | undefined {
  return code[0] === 'const' ? code[1] : undefined;
}

/** Joined by `and` or `or`; operands that are so joined already are taken apart, which changes no value. */
export function joined(operator: 'and' | 'or', operands: readonly Typed[]): Typed {
  if (operands.length === 1) return operands[0] as Typed;
  const parts: Code[] = [];
  let cost = 1;
  let depth = 0;
  for (const operand of operands) {
    const { code } = operand;
    if (code[0] === operator) for (const part of code.slice(1) as Code[]) parts.push(part);
    else parts.push(code);
    // One node takes the place of those that were taken apart.
    cost += code[0] === operator ? operand.cost - 1 : operand.cost;
    depth = Math.max(depth, code[0] === operator ? operand.depth - 1 : operand.depth);
  }
  return { code: [operator, ...parts], type: 'boolean', cost, depth: depth + 1 };
}
