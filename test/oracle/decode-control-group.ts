// The `control_group` of a stanza (vault-acl.md §1.7), in two steps: what its types must be, and what it must say. Unknown keys are ignored.

import type { Value } from '@polc/grammar';
import type { ControlGroup } from '@polc/runtime';
import { decodeObject, decodeStrings, type Entry, type Field, findField } from './decode-fields.js';
import { decodeTtl, readTtl } from './decode-ttl.js';
import { toSeconds } from './durations.js';

/** A control group whose types are right. */
export interface UncheckedControlGroup {
  readonly ttl: Value | 'block' | undefined;
  readonly factors: readonly UncheckedFactor[];
}

interface UncheckedFactor {
  readonly name: string;
  readonly controlled: readonly string[];
  readonly identity: { readonly groupIds: readonly string[]; readonly groupNames: readonly string[]; readonly approvals: number } | null;
}

/** The types, which are decoded before `deny` is seen; null when there is no control group. */
export function decodeControlGroup(field: Field, errors: string[]): UncheckedControlGroup | null {
  if (field.labelled.length + field.plain.length === 0) return null;
  const entries = decodeObject(field, 'control_group', errors);
  const factors = new Map<string, Entry[]>();
  for (const { keys, value } of decodeObject(findField(entries, 'factor'), 'factor', errors)) {
    const [name = '', ...labels] = keys;
    const inner = labels.length > 0 ? [{ keys: labels, value }] : decodeObject({ labelled: [], plain: [value] }, 'factor', errors);
    factors.set(name, [...(factors.get(name) ?? []), ...inner]);
  }
  return {
    ttl: readTtl(findField(entries, 'ttl'), 'ttl', errors),
    factors: Array.from(factors, ([name, inner]) => decodeFactor(name, inner, errors)),
  };
}

function decodeFactor(name: string, entries: readonly Entry[], errors: string[]): UncheckedFactor {
  const controlled = decodeStrings(findField(entries, 'controlled_capabilities'), 'controlled_capabilities', errors);
  const field = findField(entries, 'identity');
  if (field.labelled.length + field.plain.length === 0) return { name, controlled, identity: null };
  const identity = decodeObject(field, 'identity', errors);
  return {
    name,
    controlled,
    identity: {
      groupIds: decodeStrings(findField(identity, 'group_ids'), 'group_ids', errors),
      groupNames: decodeStrings(findField(identity, 'group_names'), 'group_names', errors),
      approvals: decodeInteger(findField(identity, 'approvals'), errors),
    },
  };
}

/** A whole number, or a quoted one; of several the last holds, and none is 0. */
function decodeInteger(field: Field, errors: string[]): number {
  if (field.labelled.length > 0) errors.push('approvals: a block is no number');
  let last = 0;
  for (const value of field.plain) {
    const integer = integerOf(value);
    if (integer === null) errors.push('approvals: not a whole number');
    else last = integer;
  }
  return last;
}

function integerOf(value: Value): number | null {
  if (value.kind === 'number') return value.integer && value.fault === undefined ? value.value : null;
  return value.kind === 'string' && value.heredoc === undefined ? quotedInteger(value.value) : null;
}

/** Go's `ParseInt` to base 0: decimal, or with the prefix of another base, a bare leading zero being octal. */
function quotedInteger(text: string): number | null {
  const [, sign, digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (!/^(?:0|[1-9](?:_?[0-9])*|0[oO]?(?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+)$/.test(digits)) return null;
  const number = BigInt(digits.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o'));
  return number < 2n ** 63n ? Number(sign === '-' ? -number : number) : null;
}

/** §1.7: what is looked at only in a stanza that does not deny. `capabilities` are the stanza's, after legacy expansion. */
export function checkControlGroup(group: UncheckedControlGroup, capabilities: readonly string[], errors: string[]): ControlGroup {
  if (group.factors.length === 0) errors.push('control_group: no factor');
  for (const { name, identity, controlled } of group.factors) {
    if (identity === null) errors.push(`factor "${name}": no identity`);
    else if (identity.approvals <= 0) errors.push(`factor "${name}": approvals must be above 0`);
    else if (identity.groupIds.length + identity.groupNames.length === 0) errors.push(`factor "${name}": no group`);
    for (const capability of controlled) {
      if (!capabilities.includes(capability)) errors.push(`factor "${name}": the stanza does not grant "${capability}"`);
    }
  }
  return {
    ttl: toSeconds(decodeTtl(group.ttl, 'control_group.ttl', errors)),
    factors: group.factors.map(({ name, identity, controlled }) => ({
      name,
      controlled_capabilities: controlled,
      group_ids: identity?.groupIds ?? [],
      group_names: identity?.groupNames ?? [],
      approvals: identity?.approvals ?? 0,
    })),
  };
}
