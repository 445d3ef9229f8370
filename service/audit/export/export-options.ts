// What every export is told beside the entry, and what they share in making objects.

import type { DecidingRule, JsonObject, JsonValue } from '@polc/runtime';
import type { ChangeEntry, DecisionEntry } from '../audit-entry.js';
import type { Hash } from '../merkle.js';

/** Where an entry stands in its log. */
export interface Place {
  /** Of the log. */
  readonly origin: string;
  readonly index: number;
  readonly leaf: Hash;
}

export interface ExportOptions {
  /** Of polc, as semantic versions have it. */
  readonly version: string;
  readonly place?: Place | null;
}

/** Without what there is nothing to say of: formats have no null. */
export function told(members: { readonly [name: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, JsonValue] => member[1] !== null && member[1] !== undefined));
}

/** As plain data. WHY: interfaces of entries are no JsonObject to the compiler, though all that they hold is JSON. */
export const asJson = (value: object) => value as unknown as JsonValue;

/** `TYPE:ID` as callers are written; the whole where there is no type. */
export function principalOf(caller: string): { readonly kind: string; readonly id: string } {
  const colon = caller.indexOf(':');
  return colon < 0 ? { kind: caller, id: caller } : { kind: caller.slice(0, colon), id: caller.slice(colon + 1) };
}

/** What was tried and came to nothing: a grant that was shown and not taken. */
export const isRefusal = ({ action }: ChangeEntry): boolean => action === 'refuse' || action === 'refused';

/** What a decision went by: the first rule of what is allowed, that of the layer that denies, or the layer where it has none; null for neither. */
export function decidedBy({
  allowed,
  layers,
  rules,
}: DecisionEntry): { readonly name: string; readonly layer: string; readonly rule: DecidingRule | null } | null {
  const denying = layers.find((layer) => !layer.allowed);
  const rule = allowed ? rules[0] : rules.find(({ layer, role }) => layer === denying?.layer && role !== 'granted');
  if (rule !== undefined) return { name: rule.policy, layer: rule.layer, rule };
  return denying === undefined ? null : { name: denying.principal, layer: denying.layer, rule: null };
}

/** W3C Trace Context, version 00; null for any other. */
export function traceOf(traceparent: string | null): { readonly trace: string; readonly span: string; readonly flags: number } | null {
  const [, trace, span, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (trace === undefined || span === undefined || flags === undefined || /^0+$/.test(trace) || /^0+$/.test(span)) return null;
  return { trace, span, flags: Number.parseInt(flags, 16) };
}
