// The checked model of tests (grammar/spec.md §13): cases ready to be run, and the regions that properties and invariants speak of. A bundle holds
// nothing of it.

import type { Span } from '@polc/grammar';
import type { AgentRecord, ConsentRecord, DelegationRecord, Facts, GroupRecord, JsonObject, Outcome, Request, UserRecord } from '@polc/runtime';
import type { Condition } from './condition.js';
import type { Named } from './stanza.js';

/** Where time stands in a test that does not say: a Monday at noon. */
export const TEST_INSTANT = Date.UTC(2026, 0, 5, 12);

export interface Tests {
  readonly tests: readonly TestModel[];
  readonly properties: readonly PropertyModel[];
  readonly invariants: readonly InvariantModel[];
}

/** A block of a test, and where it stands. */
interface TestBlock {
  /** The label: a sentence. */
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly extent: Span;
  /** From 1. */
  readonly line: number;
}

export interface TestModel extends TestBlock {
  /** At least one; none after an error. */
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  /** The test's, and the case's in brackets where there are several. */
  readonly name: string;
  /** The case alone; null for the only one. */
  readonly label: string | null;
  readonly given: Given;
  readonly request: Request;
  readonly expect: Expectation;
}

/** What is so while a case is decided. */
export interface Given {
  /** Milliseconds since the epoch: the clock stands still. */
  readonly now: number;
  /** null where no file is named, or where nobody can read it. */
  readonly facts: Facts | null;
  /** What stands in place of the facts' records of the same ids; consents, in place of all those for their delegations. */
  readonly records: GivenRecords;
  readonly approved: readonly Approver[];
}

export interface GivenRecords {
  readonly agents: readonly AgentRecord[];
  readonly users: readonly UserRecord[];
  readonly groups: readonly GroupRecord[];
  readonly delegations: readonly DelegationRecord[];
  readonly consents: readonly ConsentRecord[];
}

/** Somebody who approves whatever is outstanding. Milliseconds. */
export interface Approver {
  readonly by: string;
  readonly groups: readonly string[];
  readonly granted_at: number;
  readonly expires: number;
}

export const EXPECTED_LAYERS = [
  ...(['policies', 'user_policies', 'agent_policies', 'type_ceiling', 'ceiling', 'delegate', 'scope', 'rar', 'guardrail'] as const),
] as const;
export type ExpectedLayer = (typeof EXPECTED_LAYERS)[number];

/** A value and where it stands. */
export interface Expected<T> {
  readonly value: T;
  readonly span: Span;
}

/** What must be so of the decision; a member that is absent may be anything. */
export interface Expectation {
  /** `allow`: allowed, with nothing outstanding. */
  readonly decision?: Expected<'allow' | 'deny'>;
  readonly outcome?: Expected<Outcome>;
  /** One and the same rule that decided has this policy, pattern and layer. */
  readonly policy?: Expected<string>;
  readonly path?: Expected<string>;
  /** Without `policy` and `path`, of a denial: a layer that denies. */
  readonly layer?: Expected<ExpectedLayer>;
  readonly guardrail?: Expected<string>;
  /** Seconds. */
  readonly max_ttl?: Expected<number | 'none'>;
  readonly uses?: Expected<number | 'none'>;
  /** Whether one is outstanding. */
  readonly approval?: Expected<boolean>;
  readonly mfa?: Expected<boolean>;
  /** All of them, in any order. */
  readonly missing?: Expected<readonly string[]>;
  readonly advice?: Expected<readonly string[]>;
  /** Contained in the message. */
  readonly message?: Expected<string>;
}

/** `any`: there is one, whichever. `none`: there is none. */
export type Chosen = 'any' | 'none' | readonly Named[];

/** A set of requests. What is null is not spoken of: any, or none. */
export interface Region {
  /** The word that heads it. */
  readonly span: Span;
  /** Some agent of the request. */
  readonly agent: Chosen | null;
  readonly agentType: Chosen | null;
  /** Who asks alone, or stands at the root of the chain. */
  readonly user: Chosen | null;
  /** Some hop of the chain. */
  readonly delegation: Chosen | null;
  /** Requests of bare policies: of exactly this list, or of any; null: requests of every other form. */
  readonly policies: 'any' | readonly Named[] | null;
  readonly operation: 'any' | readonly Named[] | null;
  /** Patterns without templates. */
  readonly path: 'any' | readonly Named[] | null;
  readonly purpose: Chosen | null;
  /** Of which the expression is true. */
  readonly condition: Condition | null;
}

export interface PropertyModel extends TestBlock {
  readonly region: Region;
  readonly given: Given;
  /** `decision` or `outcome`, or both. */
  readonly expect: Pick<Expectation, 'decision' | 'outcome'>;
  readonly runs: number | null;
}

/**
 * `never`: nothing of the region is allowed. `only_if`: of the region only that is allowed for which its condition is true; it is not part of the
 * region. `at_most`: what is allowed of the region is allowed by the policy list, or by one of the scopes, too.
 */
export type Clause =
  | { readonly kind: 'never'; readonly region: Region }
  | { readonly kind: 'only_if'; readonly region: Region; readonly condition: Condition }
  | { readonly kind: 'at_most'; readonly region: Region; readonly within: Bound };

export type Bound = { readonly policies: readonly Named[] } | { readonly scopes: readonly Named[] };

export interface InvariantModel extends TestBlock {
  readonly clauses: readonly Clause[];
}

/** A value as a case holds it, for the text of names. */
export type CaseValue = JsonObject[string];
