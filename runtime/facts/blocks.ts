// What a bundle holds beside policies, agents and users (grammar/spec.md §6): plain data in one tree, read once when the bundle is loaded.

import type { Code, Source } from '../expression/code.js';
import type { JsonValue } from '../request.js';
import type { AgentType, DelegationRecord, GroupRecord } from './records.js';

/** What a subject of AuthZEN can be. */
export type PrincipalForm = 'user' | 'agent';

/** A need that an approval meets (spec §5.2, §10.5). */
export interface Requirement {
  readonly kind: 'stanza' | 'guardrail' | 'control_group';
  readonly name: string;
  /** `user:ID`, `group:ID`; sorted. */
  readonly by: readonly string[];
  /** Seconds; null: however old. */
  readonly within: number | null;
  readonly count: number;
  readonly self: boolean;
  /** `sha256:…` over the others (spec §10.5). */
  readonly digest: string;
}

export interface Guardrail {
  readonly name: string;
  readonly enforcement: 'hard-mandatory' | 'soft-mandatory' | 'advisory';
  /** Patterns of Vault's three kinds; absent: every path. */
  readonly paths?: readonly string[];
  /** Bits of the capabilities; absent: every operation. */
  readonly capabilities?: number;
  readonly agent_types?: readonly string[];
  readonly require: readonly Code[];
  readonly forbid: readonly Code[];
  readonly approval?: Requirement;
  readonly reason?: string;
  readonly file: string;
  readonly line: number;
}

export interface Target {
  readonly name: string;
  readonly paths: readonly string[];
  readonly attributes: { readonly [name: string]: JsonValue };
}

export interface Blocks {
  /** The compiler's name and version. */
  readonly compiler: string;
  readonly agent_types: readonly AgentType[];
  readonly groups: readonly GroupRecord[];
  readonly delegations: readonly DelegationRecord[];
  readonly guardrails: readonly Guardrail[];
  readonly targets: readonly Target[];
  /** Word to operation. */
  readonly operations: { readonly [word: string]: string };
  /** AuthZEN's type of a subject to the principal that it is: for who translates its requests, nothing to a decision. */
  readonly subjects: { readonly [type: string]: PrincipalForm };
  /** `root.name` to source. */
  readonly sources: { readonly [attribute: string]: Source };
  /** `root.name` to the type that it must have: string, number, boolean, map, list, list(string), list(number). */
  readonly types: { readonly [attribute: string]: string };
  readonly trusted_groups: boolean;
  /** Version of the zone table. */
  readonly tzdata: string;
}
