// What is shown at the door, and what is known of it once it was checked.

import type { JsonObject } from '@polc/runtime';
import type { Confirmation } from '../grants/grant-claims.js';

/** The whole name of somebody: a subject is one only together with who vouches for it. */
export interface Named {
  readonly issuer: string;
  readonly subject: string;
}

/** A token in an HTTP request. */
export interface Shown {
  /** Of the `Authorization` header; `Txn-Token` for the header of that name, in which alone transaction tokens come (draft-ietf-oauth-transaction-tokens). */
  readonly scheme: 'Bearer' | 'DPoP' | 'Txn-Token';
  readonly token: string;
  /** All headers of this name (RFC 9449 §4.1), each by itself. */
  readonly dpop: readonly string[];
  readonly method: string;
  /** As the client wrote it: absolute, of the name it knows the server by. */
  readonly url: string;
  /** DER of the leaf with which the client authenticated in TLS; null: it did not. */
  readonly certificate: Uint8Array | null;
}

/** What a token exchange (RFC 8693 §2.1) is given; the key that is shown is the actor's. */
export interface ShownExchange extends Omit<Shown, 'scheme' | 'token'> {
  readonly subjectToken: string;
  /** A URN of RFC 8693 §3, as all `…TokenType`. */
  readonly subjectTokenType: string;
  readonly actorToken: string;
  readonly actorTokenType: string;
}

/** A credential that is good. */
export interface Presented extends Named {
  readonly kind: 'at+jwt' | 'txn' | 'jwt-svid' | 'x509-svid';
  /** Exactly as the token names it; of an SVID `spiffe://` and the trust domain. */
  readonly issuer: string;
  /** Of an SVID its SPIFFE id. */
  readonly subject: string;
  /** Of a transaction token the workload that requested it (`req_wl`). */
  readonly clientId: string | null;
  /** Who acts for the subject (RFC 8693 §4.1): the outermost, current one first. The others may only narrow. */
  readonly actors: readonly Named[];
  readonly groups: readonly string[];
  /** RFC 9396, as they are: what their types mean is judged in the decision. */
  readonly authorizationDetails: readonly JsonObject[] | null;
  /** `tctx.purpose` of a transaction token. */
  readonly purpose: string | null;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly jti: string | null;
  readonly txn: string | null;
  /** The key that it is bound to, and that was shown. */
  readonly confirmation: Confirmation | null;
}
