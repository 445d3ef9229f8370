// Why an approval is not answered: an Error with a code of a closed union. What the store says passes through as it is.

import { CodedError } from '../coded-error.js';

export type ApprovalErrorCode =
  /** There is none of that id. */
  | 'not_found'
  /** The requirement does not name whoever answers. */
  | 'not_yours'
  /** It is for an action of his own, or of an agent that is his. */
  | 'own_action'
  /** By him, or for good: approved, denied, cancelled, used. */
  | 'already_answered'
  /** Its time is over. */
  | 'expired';

export class ApprovalError extends CodedError<ApprovalErrorCode> {
  override readonly name = 'ApprovalError';
}
