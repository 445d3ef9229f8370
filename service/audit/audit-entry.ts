// What is written down: one JSON object an entry. Names, paths, operations and words of polc stand as they are; every other string is a keyed hash
// (keyed-hash.ts), as Vault's audit devices write them.

import type { DecidingRule, JsonObject, JsonValue, LayerVerdict, Outcome } from '@polc/runtime';
import type { RecordKind } from '../stores/store.js';

interface EntryHead {
  /** Of this form. */
  readonly v: 1;
  readonly type: string;
  /** UUID; of a decision: its id, which grants and receipts name. */
  readonly id: string;
  /** RFC 3339, with milliseconds. */
  readonly time: string;
  /** Which process wrote it. */
  readonly node: string;
  /** `caller:ID`, `agent:ID`, `user:ID`, `anonymous`, `command`. */
  readonly caller: string;
  readonly credential: string;
  /** IP address. */
  readonly address: string | null;
  /** X-Request-ID. */
  readonly request_id: string | null;
  /** W3C Trace Context. */
  readonly traceparent: string | null;
}

/** The parts of a request that say what is asked. Strings in parameters and the like are keyed hashes. */
export interface AskedEntry {
  /** Bare policies; null in every other form. */
  readonly policies: readonly string[] | null;
  readonly agent: string | null;
  readonly user: string | null;
  /** Root first, ending in the agent; empty without an agent. */
  readonly chain: readonly string[];
  readonly delegation: string | null;
  readonly operation: string;
  readonly path: string;
  readonly purpose: string | null;
  /** Of `session.id`. */
  readonly session: string | null;
  readonly parameters: JsonValue;
  readonly context: JsonValue;
  readonly target: JsonValue;
  readonly attributes: JsonValue;
  /** Ids of the approvals that were brought. */
  readonly approvals: readonly string[];
}

/** What vouched for the principals of a request; null where the caller named them. */
export interface VouchedEntry {
  readonly kind: 'at+jwt' | 'txn' | 'jwt-svid' | 'x509-svid';
  readonly issuer: string;
  readonly jti: string | null;
  readonly txn: string | null;
  /** It was bound to a key, which was shown. */
  readonly bound: boolean;
  /** Actors behind the current one: for information only (RFC 8693 §4.1). */
  readonly prior_actors: readonly string[];
}

export interface DecisionEntry extends EntryHead {
  readonly type: 'decision';
  /** Which door it came in by. */
  readonly api: 'authzen' | 'native' | 'grant' | 'approval' | 'caller';
  readonly asked: AskedEntry;
  readonly vouched: VouchedEntry | null;
  readonly allowed: boolean;
  readonly outcome: Outcome;
  readonly layers: readonly LayerVerdict[];
  readonly rules: readonly DecidingRule[];
  /** As in the decision; of approvals the digests alone. */
  readonly obligations: {
    readonly max_ttl: number | null;
    readonly uses: number | null;
    readonly mfa: boolean;
    readonly approval: { readonly action: string; readonly requirements: readonly string[] } | null;
  };
  readonly advice: readonly string[];
  readonly missing: readonly string[];
  readonly revision: string;
  readonly facts_revision: string | null;
  /** The request that was decided, whole: AES-256-CTR under the log's own key, base64 (sealed.ts). For `verify --reexecute`. */
  readonly sealed: string | null;
}

/** Something registered, changed, given, taken back. */
export interface ChangeEntry extends EntryHead {
  readonly type: 'change';
  readonly kind: RecordKind | 'grant' | 'approval';
  readonly action: string;
  /** Of what was changed. */
  readonly subject: string;
  readonly agent: string | null;
  readonly user: string | null;
  /** What it is from now on; null where it is gone. */
  readonly body: JsonObject | null;
  /** Of the store after it; null where none changed. */
  readonly facts_revision: string | null;
}

/** A pattern that somebody should look at. */
export interface AlertEntry extends EntryHead {
  readonly type: 'alert';
  readonly alert: 'repeated_denials' | 'sensitive_path' | 'first_reach';
  readonly agent: string | null;
  readonly user: string | null;
  readonly path: string | null;
  readonly message: string;
  /** The decision that set it off. */
  readonly decision: string | null;
}

/** The process itself: began, ended, refused a credential. */
export interface ServiceEntry extends EntryHead {
  readonly type: 'service';
  readonly event: 'started' | 'stopped' | 'policies_refused' | 'unauthenticated' | 'forbidden' | 'searched';
  readonly message: string;
  readonly revision: string | null;
}

export type AuditEntry = DecisionEntry | ChangeEntry | AlertEntry | ServiceEntry;
