// Why a log cannot be written or read: an Error with a code of a closed union.

export type AuditErrorCode =
  /** The disk or its file system said no. */
  | 'unwritable'
  /** Another process writes it. */
  | 'held'
  /** What is there is no log, or not this one's, or was changed. */
  | 'damaged'
  /** It was closed. */
  | 'closed';

export class AuditError extends Error {
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AuditError';
    this.code = code;
  }
}
