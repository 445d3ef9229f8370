// The verdict of a chosen rule (vault-acl.md §5): capability, wrapping, parameters, in Vault's order.

import type { Outcome } from './decision.js';
import { DENY } from './format/layout.js';
import type { ParameterFault } from './match/parameters.js';
import type { Rule, Terms } from './rule.js';

/** Bit of the capability that an operation needs, and whether parameter lists apply to it. */
export interface Operation {
  readonly bit: number;
  readonly parameters: boolean;
}

/** The operations that a policy can grant, Vault's first; `help` is allowed before any rule is looked at, every other word is refused. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['create', { bit: 1 << 1, parameters: true }],
  ['read', { bit: 1 << 2, parameters: true }],
  ['update', { bit: 1 << 3, parameters: true }],
  ['delete', { bit: 1 << 4, parameters: false }],
  ['list', { bit: 1 << 5, parameters: false }],
  ['patch', { bit: 1 << 7, parameters: true }],
  ['recover', { bit: 1 << 9, parameters: true }],
  ['revoke', { bit: 1 << 3, parameters: false }],
  ['renew', { bit: 1 << 3, parameters: false }],
  ['rollback', { bit: 1 << 3, parameters: false }],
  ['invoke', { bit: 1 << 10, parameters: true }],
  ['delegate', { bit: 1 << 11, parameters: true }],
]);

/** Has the rule the operation's capability? From here on `granting` is reported even if a later check refuses. */
export function checkCapability(rule: Rule | null, operation: Operation | undefined): Outcome {
  if (operation === undefined) return 'unknown_operation';
  if (rule === null) return 'no_matching_rule';
  if (rule.capabilities & DENY) return 'explicit_deny';
  return rule.capabilities & operation.bit ? 'allowed' : 'capability_missing';
}

/** `wrapTtl` in nanoseconds, null when no wrapping is asked for. */
export function checkWrapping(rule: Terms, wrapTtl: number | null): boolean {
  if (rule.maxWrappingTtl > 0 && (wrapTtl === null || wrapTtl > rule.maxWrappingTtl)) return false;
  if (rule.minWrappingTtl > 0 && (wrapTtl === null || wrapTtl < rule.minWrappingTtl)) return false;
  // Merging can cross the limits, and bring a minimum to a negative maximum.
  return rule.minWrappingTtl === 0 || rule.maxWrappingTtl === 0 || rule.maxWrappingTtl >= rule.minWrappingTtl;
}

export function parameterOutcome(fault: ParameterFault | null): Outcome {
  if (fault === null) return 'allowed';
  return fault.kind === 'missing' ? 'parameter_missing' : 'parameter_not_allowed';
}
