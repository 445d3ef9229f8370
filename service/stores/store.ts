// The contract of stores: records that decisions read, with a version for each change, so that every node can follow; and what is counted: uses of grants,
// votes of approvers, things that may be seen once. Each engine keeps all of it (test/service/store-suite.ts).

import type { JsonObject } from '@polc/runtime';

export type EngineName = 'sqlite' | 'postgres';

/** What a record is of. The first five are facts for decisions. */
export const FACT_KINDS = ['agent', 'user', 'group', 'delegation', 'consent'] as const;
export const RECORD_KINDS = [...FACT_KINDS, 'entity', 'caller', 'key', 'policies'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Instants are milliseconds since the epoch. */
export interface StoredRecord {
  readonly kind: RecordKind;
  /** Up to 512 characters; case counts. */
  readonly id: string;
  readonly body: JsonObject;
  /** Of the whole store when it was changed last. */
  readonly version: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** It is there no more: what it was is its last body. */
  readonly deleted: boolean;
}

/** A name that only one record of its kind may have, beside its id: a display name, a SPIFFE ID. */
export interface UniqueName {
  readonly name: string;
  readonly value: string;
}

export interface Change {
  readonly kind: RecordKind;
  readonly id: string;
  /** null deletes it. */
  readonly body: JsonObject | null;
  /** All that it has from now on. */
  readonly names?: readonly UniqueName[];
  /** The version it must have; 0: it must be new. Absent: whatever it has. */
  readonly expected?: number;
}

/** The most that is listed at once. */
export const MAX_PAGE = 1_000;

/** After `id` in the order of code points. */
export interface Page {
  readonly after?: string;
  /** Up to `MAX_PAGE`. */
  readonly limit: number;
}

/** A grant as it is counted; what it says is in the token. */
export interface StoredGrant {
  readonly id: string;
  readonly agent: string;
  readonly body: JsonObject;
  readonly uses: number;
  readonly spent: number;
  readonly issuedAt: number;
  readonly expires: number;
  readonly revokedAt: number | null;
}

export type SpendAnswer = 'spent' | 'unknown' | 'expired' | 'revoked' | 'used_up';

export interface StoredApproval {
  readonly id: string;
  /** Digests of the action and of the content of the requirement. */
  readonly action: string;
  readonly requirement: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled';
  readonly body: JsonObject;
  readonly createdAt: number;
  readonly expires: number;
  readonly version: number;
}

export interface Records {
  get(kind: RecordKind, id: string): Promise<StoredRecord | null>;
  /** By one of its unique names. */
  named(kind: RecordKind, name: string, value: string): Promise<StoredRecord | null>;
  list(kind: RecordKind, page: Page): Promise<readonly StoredRecord[]>;
}

/** One change after another: each sees all before it. */
export interface Writing extends Records {
  /** @throws StoreError conflict, not_found */
  put(change: Change): Promise<StoredRecord>;
}

/** Records read and changed: all that a registry wants. */
export interface RecordStore extends Records {
  /** All or nothing. */
  change<T>(work: (records: Writing) => Promise<T>): Promise<T>;
}

export interface Store extends RecordStore {
  readonly engine: EngineName;
  /** Brings the schema up to date. @throws StoreError too_new */
  migrate(): Promise<void>;
  /** Of the last change of a record, by whomever. */
  version(): Promise<number>;
  /** All records changed after a version, in the order of their changes; deleted ones too. */
  since(version: number): Promise<readonly StoredRecord[]>;
  /** All records that there were after the change of a version, in the order of their changes. */
  at(version: number): Promise<readonly StoredRecord[]>;
  /** Called when there may be something new. Returns what ends it. */
  watch(changed: () => void): () => void;

  issue(grant: Omit<StoredGrant, 'spent' | 'revokedAt'>): Promise<void>;
  grant(id: string): Promise<StoredGrant | null>;
  grants(agent: string | null, page: Page): Promise<readonly StoredGrant[]>;
  /** One use, by one of all who try at once. */
  spend(id: string, now: number): Promise<SpendAnswer>;
  /** False: it is not there, or was revoked before. */
  revoke(id: string, now: number): Promise<boolean>;

  openApproval(approval: Omit<StoredApproval, 'version' | 'state'>): Promise<void>;
  approval(id: string): Promise<StoredApproval | null>;
  approvals(filter: { readonly action?: string; readonly state?: StoredApproval['state'] }, page: Page): Promise<readonly StoredApproval[]>;
  /** Where it still has the version. @throws StoreError conflict, not_found */
  updateApproval(id: string, version: number, next: Pick<StoredApproval, 'state' | 'body'>): Promise<StoredApproval>;
  /** Those whose question ended before, whatever became of them. Returns how many. */
  forgetApprovals(before: number): Promise<number>;

  /** True once for each `id` until it expires, by one of all who try at once. False, too, for what would have expired before the last sweep. */
  first(use: string, id: string, expires: number, now: number): Promise<boolean>;
  /** Forgets what expired before. Returns how many things that were. */
  sweep(before: number): Promise<number>;
  close(): Promise<void>;
}
