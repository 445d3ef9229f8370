// Why a credential is refused: an Error with a code of a closed union. The door answers with it; nobody outside sees it thrown.

import { CodedError } from '../coded-error.js';

export type TokenFault =
  /** It is no token, proof or certificate that can be read. */
  | 'malformed'
  /** Nobody who is trusted here made it. */
  | 'unknown_issuer'
  /** No key of its issuer signed it, or not in a way that is allowed. */
  | 'bad_signature'
  /** It is a token of another kind, or shown as one. */
  | 'wrong_type'
  | 'wrong_audience'
  | 'expired'
  | 'not_yet'
  /** It was signed, and does not say what it must. */
  | 'bad_claims'
  /** It is bound to a key that was not shown, or is not bound where it must be. */
  | 'unbound'
  /** The proof of the key (RFC 9449) is not for this request, or is none. */
  | 'bad_proof'
  /** The proof holds no nonce of this server that counts (RFC 9449 §9: to be answered with one). */
  | 'nonce_wanted'
  /** The proof was seen before. */
  | 'replayed'
  /** The subject did not name this actor, or the issuer may not. */
  | 'not_allowed_actor'
  /** What is needed to tell cannot be reached. */
  | 'unavailable';

/** `message` is one line for people, and holds nothing of the credential that is secret. */
export interface Refused {
  readonly fault: TokenFault;
  readonly message: string;
}

export class TokenError extends CodedError<TokenFault> {
  override readonly name = 'TokenError';
}
