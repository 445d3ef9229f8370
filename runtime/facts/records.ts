// Who exists (grammar/spec.md §6, §9.1): the records of files and of facts, in one shape. Timestamps are RFC 3339 or milliseconds, durations seconds
// or Vault's duration text; the compiler writes numbers.

import type { JsonObject, JsonValue } from '../request.js';

export type Instant = string | number;
export type Seconds = string | number;

export interface AgentType {
  readonly id: string;
  /** Absent: no ceiling of the type. */
  readonly ceiling_policies?: readonly string[];
  readonly max_ttl?: Seconds;
  readonly uses?: number;
}

export interface AgentRecord {
  readonly id: string;
  readonly type?: string;
  readonly owner?: string;
  readonly metadata?: { readonly [key: string]: string | number | boolean };
  readonly identity?: JsonObject;
  readonly policies?: readonly string[];
  /** Absent: `policies` is the ceiling. */
  readonly ceiling?: { readonly policies: readonly string[]; readonly direct?: boolean };
  readonly ephemeral?: { readonly max_ttl?: Seconds; readonly uses?: number };
  readonly status?: 'active' | 'suspended';
  readonly expires?: Instant;
}

export interface UserRecord {
  readonly id: string;
  readonly groups?: readonly string[];
  readonly policies?: readonly string[];
  readonly attributes?: { readonly [name: string]: JsonValue };
  readonly status?: 'active' | 'suspended';
  readonly expires?: Instant;
}

export interface GroupRecord {
  readonly id: string;
  readonly policies?: readonly string[];
  /** Groups it belongs to. */
  readonly groups?: readonly string[];
}

export interface DelegationRecord {
  readonly id: string;
  /** `user:ID` or `agent:ID`. */
  readonly from: string;
  /** An agent's id. */
  readonly to: string;
  readonly scopes: readonly string[];
  /** Absent: any. */
  readonly purposes?: readonly string[];
  /** By `session.id` of the request. Absent: any. */
  readonly sessions?: readonly string[];
  /** `explicit` when absent. */
  readonly consent?: 'explicit' | 'implied';
  readonly expires?: Instant;
  /** 0 when absent. */
  readonly max_depth?: number;
  readonly status?: 'active' | 'revoked';
}

export interface ConsentRecord {
  readonly delegation: string;
  readonly scopes: readonly string[];
  readonly given_at: Instant;
  readonly expires?: Instant;
  readonly withdrawn_at?: Instant;
}

/** What is known beside the policies, as a snapshot (spec §9.1). */
export interface Facts {
  readonly revision?: string;
  readonly as_of?: Instant;
  readonly max_age?: Seconds;
  readonly agents?: readonly AgentRecord[];
  readonly users?: readonly UserRecord[];
  readonly groups?: readonly GroupRecord[];
  readonly delegations?: readonly DelegationRecord[];
  readonly consents?: readonly ConsentRecord[];
}
