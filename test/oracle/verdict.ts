// The chosen rule's verdict on a request (vault-acl.md §5). Root, help, and which rule it is were settled before.

import type { JsonObject, JsonValue, Outcome } from '@polc/runtime';
import { toLower } from './go-strings.js';
import { foldPolicyNames, isAllowedBy, isDeniedBy } from './parameters.js';
import type { MergedRule, OracleRule } from './rule.js';

/** §5.1 of the order of checks: the capability that an operation needs; any other operation is refused. */
export const NEEDED: ReadonlyMap<string, string> = new Map([
  ['read', 'read'],
  ['list', 'list'],
  ['update', 'update'],
  ['delete', 'delete'],
  ['create', 'create'],
  ['patch', 'patch'],
  ['recover', 'recover'],
  ['revoke', 'update'],
  ['renew', 'update'],
  ['rollback', 'update'],
]);

/** §5.3. */
export const OPERATIONS_WITH_PARAMETERS = ['read', 'create', 'update', 'patch', 'recover'];

/** What the verdict depends on, besides the rule. */
export interface AskedOperation {
  readonly operation: string;
  readonly parameters: JsonObject | null;
  /** Nanoseconds; null when no wrapping is asked for. */
  readonly wrapTtl: bigint | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** The policies that grant the capability; empty unless it is granted, whatever a later check says. */
  readonly granting: readonly string[];
}

export function judge(rule: MergedRule | null, asked: AskedOperation): Verdict {
  const needed = NEEDED.get(asked.operation);
  if (needed === undefined) return { outcome: 'unknown_operation', granting: [] };
  if (rule === null) return { outcome: 'no_matching_rule', granting: [] };
  if (rule.capabilities.includes('deny')) return { outcome: 'explicit_deny', granting: [] };
  if (!rule.capabilities.includes(needed)) return { outcome: 'capability_missing', granting: [] };
  const granting = rule.granting.get(needed) ?? [];
  if (!wrappingFits(rule, asked.wrapTtl)) return { outcome: 'wrapping', granting };
  if (!OPERATIONS_WITH_PARAMETERS.includes(asked.operation)) return { outcome: 'allowed', granting };
  return { outcome: judgeParameters(rule, asked.parameters), granting };
}

/** §5.2. "Set" means above zero; for "merged max < min" Vault's own code looks at what is not zero. */
export function wrappingFits({ minWrappingTtl: min, maxWrappingTtl: max }: OracleRule, asked: bigint | null): boolean {
  if (min !== 0n && max !== 0n && max < min) return false;
  if (max > 0n && (asked === null || asked > max)) return false;
  return !(min > 0n && (asked === null || asked < min));
}

/** §5.3 a to d. */
export function judgeParameters(
  rule: Pick<OracleRule, 'allowed' | 'denied' | 'required'>,
  parameters: JsonObject | null,
): 'allowed' | 'parameter_missing' | 'parameter_not_allowed' {
  const data = new Map<string, JsonValue>(Object.entries(parameters ?? {}));
  // a. The required name is folded, the request's is not.
  if (!rule.required.every((name) => data.has(toLower(name)))) return 'parameter_missing';
  // b.
  if (data.size === 0) return 'allowed';
  // c.
  if (rule.denied.has('*')) return 'parameter_not_allowed';
  for (const [name, value] of data) {
    const values = rule.denied.get(toLower(name));
    if (values !== undefined && isDeniedBy(foldPolicyNames(name, value), values)) return 'parameter_not_allowed';
  }
  // d.
  if (rule.allowed.size === 0) return 'allowed';
  const anyName = rule.allowed.has('*');
  if (anyName && rule.allowed.size === 1) return 'allowed';
  for (const [name, value] of data) {
    const values = rule.allowed.get(toLower(name));
    if (values === undefined) {
      if (!anyName) return 'parameter_not_allowed';
    } else if (!isAllowedBy(foldPolicyNames(name, value), values)) {
      return 'parameter_not_allowed';
    }
  }
  return 'allowed';
}
