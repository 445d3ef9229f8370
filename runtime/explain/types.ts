// What an explanation holds (grammar/spec.md §11): plain data, all of it JSON.

import type { Decision, LayerVerdict, Outcome, WantedApproval } from '../decision.js';
import type { Request } from '../request.js';
import type { Rule } from '../rule.js';

export type TruthWord = 'true' | 'false' | 'unknown';

export type Cause = 'missing' | 'sources disagree' | 'wrong type' | 'malformed' | 'too long' | 'out of range';

/** One comparison or call, with what it read. */
export interface Atom {
  readonly op: 'atom';
  /** As an author would write it. */
  readonly text: string;
  readonly truth: TruthWord;
  /** JSON, cut short; null where there was no value. */
  readonly saw: readonly { readonly attribute: string; readonly value: string | null }[];
  /** Why it is unknown. */
  readonly cause: Cause | null;
}

export type Condition = { readonly op: 'and' | 'or' | 'not'; readonly truth: TruthWord; readonly operands: readonly Condition[] } | Atom;

export interface Place {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
}

/** One thing that an alternative asks for. Each is judged, also behind one that failed. */
export interface Check {
  readonly check: 'template' | 'capability' | 'wrapping' | 'parameter lists' | 'parameters' | 'when';
  readonly passed: boolean;
  readonly text: string;
  /** `parameters`: where in the data, and what was wanted there. */
  readonly at?: string;
  readonly wanted?: string;
  /** `when`: the condition with every atom. */
  readonly condition?: Condition;
}

export interface ExplainedAlternative {
  readonly stanzas: readonly Place[];
  readonly allows: boolean;
  /** The least demanding one that allows (spec §5.1). */
  readonly chosen: boolean;
  readonly checks: readonly Check[];
  /** Approvals it wants, there or not. */
  readonly approvals: readonly WantedApproval[];
  readonly mfa: boolean;
  /** Seconds. */
  readonly max_ttl: number | null;
}

/** A rule that matches the path, best first; the one that is `selected` decides. */
export interface Candidate {
  readonly pattern: string;
  readonly kind: Rule['kind'];
  readonly capabilities: readonly string[];
  readonly selected: boolean;
  /** The directive that could not be filled in. */
  readonly unresolved: string | null;
  readonly stanzas: readonly Place[];
}

/** A policy list and how it answered. */
export interface ExplainedList {
  readonly policies: readonly string[];
  /** A name that no policy has. */
  readonly unknown: string | null;
  readonly outcome: Outcome;
  readonly candidates: readonly Candidate[];
  /** Of the selected rule. */
  readonly alternatives: readonly ExplainedAlternative[];
}

export interface ExplainedLayer extends LayerVerdict {
  /** What it was asked; for `delegate` the handing on. */
  readonly operation: string;
  readonly path: string;
  /** Of `scope` any suffices, of `delegate` all must allow, others have one; of `rar` one for each detail that matches. */
  readonly lists: readonly ExplainedList[];
}

export interface ExplainedGuardrail {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly enforcement: 'hard-mandatory' | 'soft-mandatory' | 'advisory';
  /** What it concerns: the request itself, or the handing on to an agent. */
  readonly on: string;
  readonly objects: boolean;
  readonly require: readonly Condition[];
  readonly forbid: readonly Condition[];
  readonly reason: string | null;
}

export interface ExplainedPrincipal {
  /** `user:ID`, `agent:ID`. */
  readonly id: string;
  readonly status: 'active' | 'suspended' | 'not registered';
  readonly expires: string | null;
}

export interface ExplainedDelegation {
  readonly id: string;
  readonly active: boolean;
  readonly expires: string | null;
  /** How many agents may come after. */
  readonly max_depth: number;
  readonly purposes: readonly string[] | null;
  readonly sessions: readonly string[] | null;
  readonly scopes: readonly string[];
  readonly consent: 'explicit' | 'implied';
  readonly consents: readonly { readonly scopes: readonly string[]; readonly from: string | null; readonly until: string | null; readonly in_force: boolean }[];
  /** The decision was made on it. */
  readonly taken: boolean;
}

export interface ExplainedStanding {
  readonly principals: readonly ExplainedPrincipal[];
  readonly hops: readonly { readonly from: string; readonly to: string; readonly delegations: readonly ExplainedDelegation[] }[];
  /** What is wrong with it; empty when nothing is. */
  readonly faults: readonly { readonly outcome: Outcome; readonly text: string }[];
}

export interface ExplanationStep {
  readonly step: 'form' | 'standing' | 'guardrails' | 'layer' | 'selection' | 'capability' | 'wrapping' | 'parameters' | 'conditions' | 'needs';
  readonly passed: boolean;
  readonly text: string;
}

export type Supplier = 'caller' | 'enforcement point' | 'user' | 'approver' | 'registry' | 'embedder' | 'policy author';

/** One way to turn the answer, complete: all its parts are needed. */
export interface Change {
  /** Who is furthest from the caller of those whose part it takes. */
  readonly by: Supplier;
  readonly text: string;
  readonly parts: readonly { readonly by: Supplier; readonly text: string }[];
  /** The changed request, where a request alone does it; the engine has confirmed that it is allowed. */
  readonly request?: Request;
}

/** The least that an allowed answer rests on. */
export interface Justification {
  readonly layers: readonly {
    readonly layer: string;
    readonly principal: string;
    readonly stanzas: readonly Place[];
    /** Enough to make its conditions true. */
    readonly atoms: readonly Atom[];
  }[];
  readonly delegations: readonly { readonly id: string; readonly consent: 'implied' | { readonly scopes: readonly string[]; readonly from: string | null } }[];
  readonly approvals: readonly { readonly requirement: string; readonly name: string; readonly by: readonly string[] }[];
  readonly mfa: boolean;
}

export interface Explanation {
  readonly decision: Decision;
  readonly steps: readonly ExplanationStep[];
  /** null for bare policies, and where nothing was looked at. */
  readonly standing: ExplainedStanding | null;
  /** Those that concern the request. */
  readonly guardrails: readonly ExplainedGuardrail[];
  readonly layers: readonly ExplainedLayer[];
  /** For a denial what would allow it; for bare policies that allow, what would take it away. The smallest first. */
  readonly changes: readonly Change[];
  /** For an allow. */
  readonly justification: Justification | null;
}
