// The answer: one word for one cause, and where it came from.

/** The closed list of causes; grammar/spec.md says what each means. */
export const OUTCOMES = [
  'allowed',
  'no_matching_rule',
  'explicit_deny',
  'capability_missing',
  'parameter_not_allowed',
  'parameter_missing',
  'condition_false',
  'condition_unknown',
  'ceiling',
  'user_policies',
  'scope',
  'consent_missing',
  'rar_no_match',
  'purpose_not_allowed',
  'session_not_allowed',
  'delegation_too_deep',
  'delegate_not_allowed',
  'guardrail',
  'approval_required',
  'mfa_required',
  'wrapping',
  'unknown_principal',
  'suspended',
  'unknown_policy',
  'expired',
  'malformed_request',
  'unknown_operation',
  'stale_facts',
  'internal',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface LayerVerdict {
  readonly layer: string;
  readonly principal: string;
  readonly allowed: boolean;
  readonly outcome: Outcome;
}

/** A stanza that took part in the decision. `line` counts from 1. */
export interface DecidingRule {
  readonly layer: string;
  readonly policy: string;
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly role: 'granted' | 'denied' | 'restricted' | 'selected';
}

/** What an approval must be for: `requirement` and the decision's `action` are what it has to name (spec §10.5). */
export interface WantedApproval {
  readonly requirement: string;
  readonly kind: 'stanza' | 'guardrail' | 'control_group';
  readonly name: string;
  /** `user:ID`, `group:ID`. */
  readonly by: readonly string[];
  readonly count: number;
  /** Seconds; null: however old. */
  readonly within: number | null;
  readonly self: boolean;
}

/** Durations in seconds; null where nothing limits. `approval` and `mfa` are what is still wanted. */
export interface Obligations {
  readonly max_ttl: number | null;
  readonly uses: number | null;
  readonly approval: { readonly action: string; readonly requirements: readonly WantedApproval[] } | null;
  readonly mfa: boolean;
}

export interface ControlGroupFactor {
  readonly name: string;
  readonly controlled_capabilities: readonly string[];
  readonly group_ids: readonly string[];
  readonly group_names: readonly string[];
  readonly approvals: number;
}

/** `ttl` in seconds, 0 when unset. */
export interface ControlGroup {
  readonly ttl: number;
  readonly factors: readonly ControlGroupFactor[];
}

/** What Vault's ACL reports beside its verdict. */
export interface VaultVerdict {
  /** The chosen rule has `sudo` (or the token is root). */
  readonly root_privs: boolean;
  /** The policies that grant the operation's capability, one entry a stanza, in order. */
  readonly granting: readonly string[];
  readonly mfa_methods: readonly string[];
  readonly control_group: ControlGroup | null;
  readonly subscribe_event_types: readonly string[];
}

export interface Decision {
  readonly allowed: boolean;
  readonly outcome: Outcome;
  readonly message: string;
  readonly layers: readonly LayerVerdict[];
  readonly rules: readonly DecidingRule[];
  readonly obligations: Obligations;
  readonly advice: readonly string[];
  readonly missing: readonly { readonly attribute: string }[];
  /** Vault's view of the path (sys/capabilities), sorted. */
  readonly capabilities: readonly string[];
  /** Bare `policies` only. */
  readonly vault: VaultVerdict | null;
  /** `sha256:` and the hex digest of the bundle's content. */
  readonly revision: string;
  readonly facts_revision: string | null;
}
