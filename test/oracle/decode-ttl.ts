// A TTL of a policy (vault-acl.md §1.5), in two steps: any value may stand there, and only a number or a duration's text will do.

import type { Value } from '@polc/grammar';
import type { Field } from './decode-fields.js';
import { durationOfNumber, durationOfText } from './durations.js';

/**
 * What was written, still of any type: the decoder refuses nothing here but a number that no machine word holds. Of several the last holds,
 * except that nothing takes the place of a labelled block.
 */
export function readTtl(field: Field, name: string, errors: string[]): Value | 'block' | undefined {
  for (const value of field.plain) {
    if (value.kind === 'number' && value.fault !== undefined) errors.push(`${name}: not a number Vault can hold`);
  }
  return field.labelled.length > 0 ? 'block' : field.plain.at(-1);
}

/** Nanoseconds, 0 when unset. This step is skipped for a stanza that denies (§1.6). */
export function decodeTtl(value: Value | 'block' | undefined, name: string, errors: string[]): bigint {
  const duration = durationOf(value);
  if (duration === null) errors.push(`${name}: not a duration`);
  return duration ?? 0n;
}

function durationOf(value: Value | 'block' | undefined): bigint | null {
  if (value === undefined) return 0n;
  if (value === 'block') return null;
  if (value.kind === 'number') return durationOfNumber(value.value);
  if (value.kind === 'string') return durationOfText(value.value);
  return value.kind === 'null' ? 0n : null;
}
