// Why a log cannot be written or read: an Error with a code of a closed union.

import { CodedError } from '../coded-error.js';

export type AuditErrorCode =
  /** The disk or its file system said no. */
  | 'unwritable'
  /** Another process writes it. */
  | 'held'
  /** What is there is no log, or not this one's, or was changed. */
  | 'damaged'
  /** It was closed. */
  | 'closed';

export class AuditError extends CodedError<AuditErrorCode> {
  override readonly name = 'AuditError';
}
