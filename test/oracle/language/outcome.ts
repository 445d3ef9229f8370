// The closed list of spec.md §12, and the shape of an answer.

export type Outcome =
  | 'allowed'
  | 'no_matching_rule'
  | 'explicit_deny'
  | 'capability_missing'
  | 'parameter_not_allowed'
  | 'parameter_missing'
  | 'condition_false'
  | 'condition_unknown'
  | 'ceiling'
  | 'user_policies'
  | 'scope'
  | 'consent_missing'
  | 'rar_no_match'
  | 'purpose_not_allowed'
  | 'session_not_allowed'
  | 'delegation_too_deep'
  | 'delegate_not_allowed'
  | 'guardrail'
  | 'approval_required'
  | 'mfa_required'
  | 'wrapping'
  | 'unknown_principal'
  | 'suspended'
  | 'unknown_policy'
  | 'expired'
  | 'malformed_request'
  | 'unknown_operation'
  | 'stale_facts'
  | 'internal';

export interface LayerAnswer {
  readonly layer: string;
  readonly principal: string;
  readonly allowed: boolean;
  readonly outcome: Outcome;
}

/** A stanza that decided, `line` from 1; 0 where the text of the document was not handed in. */
export interface ChosenStanza {
  readonly layer: string;
  readonly policy: string;
  readonly path: string;
  readonly line: number;
}

export interface Requirement {
  /** The requirement digest. */
  readonly requirement: string;
  readonly kind: string;
  readonly name: string;
  readonly by: readonly string[];
  readonly count: number;
  readonly within: number | null;
  readonly self: boolean;
}

export interface OracleObligations {
  readonly max_ttl: number | null;
  readonly uses: number | null;
  readonly mfa: boolean;
  readonly approval: null | { readonly action: string; readonly requirements: readonly Requirement[] };
}

export interface OracleAnswer {
  readonly allowed: boolean;
  readonly outcome: Outcome;
  readonly layers: readonly LayerAnswer[];
  readonly chosen: readonly ChosenStanza[];
  readonly obligations: OracleObligations;
  readonly advice: readonly string[];
  /** Sorted, each once: `context.country`. */
  readonly missing: readonly string[];
}
