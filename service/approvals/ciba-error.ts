// Why nobody's answer came by CIBA: an Error with a code of a closed union. The approval waits on, and ends by its own time.

import { CodedError } from '../coded-error.js';

export type CibaErrorCode =
  /** The provider knows nobody for this approver. */
  | 'unknown_approver'
  /** The network, or the provider, does not answer; asked again later it may do. */
  | 'unreachable'
  /** What the provider says of itself, or answers, is not what the standards say. */
  | 'misconfigured'
  /** It refused, with a word of OAuth's. */
  | 'refused'
  /** It let the request expire, or nobody answered in time. */
  | 'expired'
  /** The ID token is not good. */
  | 'bad_token'
  /** Somebody else answered than who was asked. */
  | 'wrong_subject'
  /** Whoever waited waits no longer. */
  | 'stopped';

export class CibaError extends CodedError<CibaErrorCode> {
  override readonly name = 'CibaError';
}
