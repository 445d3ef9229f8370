// Who asks the service: known by a credential, never by what it says of itself.

import type { JsonObject } from '@polc/runtime';
import type { VouchedEntry } from '../audit/audit-entry.js';
import type { Confirmation } from '../grants/grant-claims.js';

/** What a caller's rights are decided by: exactly one form of a request's principal, given by the credential. */
export type CallerPrincipal =
  | { readonly policies: readonly string[] }
  | { readonly user: { readonly id: string }; readonly authorization_details?: readonly JsonObject[] }
  | { readonly agent: string; readonly delegation?: JsonObject; readonly authorization_details?: readonly JsonObject[] };

export interface Caller {
  /** `caller:ID`, `agent:ID`, `user:ID`; `anonymous` without a credential, `command` for a command on the store. */
  readonly id: string;
  /** `command`: whoever holds the store itself, which no request can show. */
  readonly credential: 'api_key' | 'jwt' | 'mtls' | 'none' | 'command';
  readonly principal: CallerPrincipal;
  /** Groups that a token's issuer vouches for. */
  readonly groups: readonly string[];
  /** The token that says so; null for every other credential. */
  readonly vouched: VouchedEntry | null;
  /** IP address; null where there is none. */
  readonly address: string | null;
  /** The key that it has shown to hold. */
  readonly holder: Confirmation | null;
}
