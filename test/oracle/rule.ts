// What the oracle makes of a policy: one rule a stanza, and the rule that stanzas of one key merge to. Data only.

import type { ControlGroup } from '@polc/runtime';

/** §1.8.5-6. */
export type PatternClass = 'exact' | 'prefix' | 'segment';

export interface OraclePattern {
  readonly kind: PatternClass;
  /** §1.8: less one leading slash and, for a prefix rule, its final `*`; a segment rule keeps its final `*`. */
  readonly text: string;
}

/** Stands for a value that equals nothing a request can carry (§5.1: an object nested in an object). */
export const OUT_OF_REACH = Symbol('out of reach');

/** An element of a parameter list, as the policy's decoder hands it on. */
export type PolicyValue = string | number | boolean | readonly PolicyValue[] | ReadonlyMap<string, PolicyValue> | typeof OUT_OF_REACH;

/** Lower-cased parameter name to its values; an empty map restricts nothing, an empty list means any value. */
export type ParameterMap = ReadonlyMap<string, readonly PolicyValue[]>;

/** One stanza. Lists are as written: not sorted, not de-duplicated. */
export interface OracleRule {
  /** The pattern as it stands in the policy; templates are rendered from it. */
  readonly written: string;
  readonly pattern: OraclePattern;
  readonly templated: boolean;
  readonly capabilities: readonly string[];
  readonly allowed: ParameterMap;
  readonly denied: ParameterMap;
  readonly required: readonly string[];
  /** Nanoseconds; not above zero means unset. */
  readonly minWrappingTtl: bigint;
  readonly maxWrappingTtl: bigint;
  readonly mfaMethods: readonly string[];
  readonly subscribeEventTypes: readonly string[];
  readonly controlGroup: ControlGroup | null;
}

/** The stanzas of one key (§3), with the policies that grant each capability, one entry a stanza. */
export interface MergedRule extends OracleRule {
  readonly granting: ReadonlyMap<string, readonly string[]>;
}
