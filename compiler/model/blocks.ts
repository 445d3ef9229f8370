// The checked model of polc's blocks (grammar/spec.md §6): each record as the runtime reads it, with its place.

import type { Span } from '@polc/grammar';
import type { AgentRecord, AgentType, DelegationRecord, GroupRecord, PrincipalForm, Requirement, Source, Target, UserRecord } from '@polc/runtime';
import type { Condition } from './condition.js';
import type { Stanza } from './stanza.js';

/** A block of the files. */
export interface Placed<R> {
  readonly record: R;
  readonly file: string;
  /** The label. */
  readonly span: Span;
  /** All of the block. */
  readonly extent: Span;
  /** Line of the block, from 1. */
  readonly line: number;
}

export interface Scope {
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly stanzas: readonly Stanza[];
  readonly templated: boolean;
}

export interface GuardrailModel {
  readonly name: string;
  readonly enforcement: 'hard-mandatory' | 'soft-mandatory' | 'advisory';
  readonly paths: readonly string[] | null;
  readonly capabilities: readonly string[] | null;
  readonly agentTypes: readonly string[] | null;
  readonly require: readonly Condition[];
  readonly forbid: readonly Condition[];
  readonly approval: Requirement | null;
  readonly reason: string | null;
}

export interface NamedCondition {
  readonly name: string;
  readonly condition: Condition;
}

export const ATTRIBUTE_TYPES = ['string', 'number', 'boolean', 'timestamp', 'duration', 'list(string)', 'list(number)', 'list', 'map', 'any'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

export interface DeclaredAttribute {
  readonly type: AttributeType;
  readonly source: Source | null;
  readonly span: Span;
}

export const PRINCIPAL_FORMS: readonly PrincipalForm[] = ['user', 'agent'];

export interface SchemaModel {
  readonly operations: ReadonlyMap<string, string>;
  /** AuthZEN's type of a subject to the principal that it is. */
  readonly subjects: ReadonlyMap<string, PrincipalForm>;
  /** Root to name to declaration; a root that the schema does not mention is open. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, DeclaredAttribute>>;
  readonly trustedGroups: boolean;
}

export interface Blocks {
  readonly agentTypes: readonly Placed<AgentType>[];
  readonly agents: readonly Placed<AgentRecord>[];
  readonly users: readonly Placed<UserRecord>[];
  readonly groups: readonly Placed<GroupRecord>[];
  readonly scopes: readonly Scope[];
  readonly delegations: readonly Placed<DelegationRecord>[];
  readonly guardrails: readonly Placed<GuardrailModel>[];
  readonly conditions: readonly Placed<NamedCondition>[];
  readonly targets: readonly Placed<Target>[];
  readonly schema: SchemaModel;
}
