// What is kept of an approval beside its digests: what was asked, what an approver is shown, and who answered. Instants are milliseconds since the epoch.

import { createHash } from 'node:crypto';
import type { JsonObject, WantedApproval } from '@polc/runtime';
import type { StoredApproval } from '../stores/store.js';

/** Whose action it is, for the separation of duties. */
export interface ApprovalParties {
  /** The requesting user's id. */
  readonly user: string | null;
  /** Ids of agents, root first. */
  readonly chain: readonly string[];
  /** Of the chain's agents: `user:ID`, `group:ID`, or a plain name, which may be either. */
  readonly owners: readonly string[];
}

export interface ApprovalAnswer {
  /** `user:ID`. */
  readonly by: string;
  /** That his credential vouched for. */
  readonly groups: readonly string[];
  /** That he was registered in when he answered. */
  readonly registered: readonly string[];
  /** He was registered himself then, and not known to an identity provider alone: his answer counts no longer than that. */
  readonly known?: boolean;
  readonly at: number;
  readonly answer: 'approve' | 'deny';
  readonly reason: string | null;
  /** How it came in: `direct`, `ciba`. */
  readonly via: string;
}

export interface ApprovalBody {
  readonly requirement: Omit<WantedApproval, 'requirement'>;
  readonly shown: JsonObject;
  /** Short, for people: the approver sees it here and on the device that asks him. */
  readonly code: string;
  /** Id of the decision that wanted it first. */
  readonly decision: string;
  /** Recorded, never matched: what is deployed meanwhile voids nothing. */
  readonly revision: string;
  readonly requested_by: string;
  readonly parties: ApprovalParties;
  /** How often the same was asked before. */
  readonly turn: number;
  /** Seconds that an answer is good for. */
  readonly lasts: number;
  readonly answers: readonly ApprovalAnswer[];
  /** Until when what was approved may be used; null before. */
  readonly granted_until: number | null;
  /** Id of the decision that it was spent on. */
  readonly used_by: string | null;
  readonly used_at: number | null;
  readonly cancelled_by: string | null;
  readonly cancelled_at: number | null;
}

export function bodyOf({ body }: StoredApproval): ApprovalBody {
  return body as unknown as ApprovalBody;
}

export function storedBody(body: ApprovalBody): JsonObject {
  return body as unknown as JsonObject;
}

/** The last instant that RFC 3339 can write. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** `seconds` after an instant. */
export function after(instant: number, seconds: number): number {
  return Math.min(LAST, Math.floor(instant + seconds * 1000));
}

/** When it ends as it stands: what was granted, or else the question. */
export function endOf(approval: StoredApproval): number {
  return bodyOf(approval).granted_until ?? approval.expires;
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Sixty bits as twelve characters that nobody confuses (Crockford's base 32), `4F2K-09XW-QZ7M`. WHY `salt`: sixty bits alone would let a patient agent
 * look for two actions of one code beforehand.
 */
export function codeFor(action: string, requirement: string, salt: string): string {
  const bytes = createHash('sha256').update([action, requirement, salt].join('\n')).digest();
  const letters = Array.from(bytes.subarray(0, 12), (byte) => LETTERS[byte & 31]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
