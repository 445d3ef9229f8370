// What the blocks of a set of documents say (spec.md §5, §6), read but not judged: conditions, shapes and expressions stay trees. Data only.

import type { Body, Expression } from '@polc/grammar';
import type { JsonObject, JsonValue } from '@polc/runtime';
import type { OracleRule } from '../rule.js';

/** §5.2; `within` in seconds. */
export interface Approval {
  readonly by: readonly string[];
  readonly within: number | null;
  readonly count: number;
  readonly self: boolean;
}

/** `when`, `require`, `forbid`, `condition`: a body whose members must all be true. */
export type Condition = Body;

/** A path stanza with polc's keys; `alone` when one of them makes it stand alone (§5.1). */
export interface Stanza extends OracleRule {
  readonly policy: string;
  readonly line: number;
  readonly alone: boolean;
  /** Parameter name to shape; null without a `parameters` block. */
  readonly shapes: ReadonlyMap<string, Expression> | null;
  readonly when: readonly Condition[];
  /** Seconds. */
  readonly maxTtl: number | null;
  readonly approval: Approval | null;
}

export interface Limits {
  readonly maxTtl: number | null;
  readonly uses: number | null;
}

export interface AgentType extends Limits {
  readonly name: string;
  /** null where the type has none. */
  readonly ceilingPolicies: readonly string[] | null;
}

export interface Ceiling {
  readonly policies: readonly string[];
  readonly direct: boolean;
}

/** Every principal, delegation and consent ends; `expires` in milliseconds. */
export interface Standing {
  readonly active: boolean;
  readonly expires: number | null;
}

export interface Agent extends Standing {
  readonly id: string;
  readonly type: string | null;
  readonly owner: string | null;
  readonly metadata: JsonObject;
  readonly policies: readonly string[];
  readonly ceiling: Ceiling;
  /** One more layer that the facts put on an agent of the files. */
  readonly factsCeiling: Ceiling | null;
  readonly ephemeral: Limits;
}

export interface User extends Standing {
  readonly id: string;
  readonly groups: readonly string[];
  readonly policies: readonly string[];
  readonly attributes: JsonObject;
}

export interface Group {
  readonly id: string;
  readonly policies: readonly string[];
  readonly groups: readonly string[];
}

export interface Delegation extends Standing {
  readonly id: string;
  readonly from: { readonly kind: 'user' | 'agent'; readonly id: string };
  readonly to: string;
  readonly scopes: readonly string[];
  /** null: for any purpose. */
  readonly purposes: readonly string[] | null;
  /** null: for any session. */
  readonly sessions: readonly string[] | null;
  readonly explicit: boolean;
  readonly maxDepth: number;
}

export interface Consent {
  readonly delegation: string;
  /** null: all that the delegation has. */
  readonly scopes: readonly string[] | null;
  readonly givenAt: number;
  readonly expires: number | null;
  readonly withdrawnAt: number | null;
}

/** Who exists: of the files, of the facts, or of both. */
export interface Registry {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly delegations: readonly Delegation[];
  readonly consents: readonly Consent[];
  readonly revision: string | null;
  /** Milliseconds; null: never. */
  readonly staleAfter: number | null;
}

export interface Guardrail {
  readonly name: string;
  readonly enforcement: string;
  readonly on: { readonly paths: readonly string[] | null; readonly capabilities: readonly string[] | null; readonly agentTypes: readonly string[] | null };
  readonly require: readonly Condition[];
  readonly forbid: readonly Condition[];
  readonly approval: Approval | null;
}

export interface Target {
  readonly paths: readonly string[];
  readonly attributes: JsonObject;
}

export interface Declaration {
  readonly type: string | null;
  readonly source: string | null;
}

export interface Schema {
  readonly operations: ReadonlyMap<string, string>;
  readonly trustedGroups: boolean;
  /** By root and name: `context.risk`. */
  readonly declared: ReadonlyMap<string, Declaration>;
}

export interface Model {
  /** By folded name. */
  readonly policies: ReadonlyMap<string, readonly Stanza[]>;
  readonly scopes: ReadonlyMap<string, readonly Stanza[]>;
  readonly types: ReadonlyMap<string, AgentType>;
  readonly registry: Registry;
  readonly guardrails: readonly Guardrail[];
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly targets: readonly Target[];
  readonly schema: Schema;
}

/** A value of the facts, still to be looked at. */
export type Fact = Readonly<Record<string, JsonValue | undefined>>;
