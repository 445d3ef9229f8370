// Why the service does not do what it was asked: an Error with a code of a closed union, mapped to an HTTP status in http/problem.ts and to an exit code by
// the command.

import { CodedError } from './coded-error.js';

export type ServiceErrorCode =
  /** What was sent has not the form that it must have. */
  | 'invalid'
  /** No credential, or none that is known. */
  | 'unauthenticated'
  /** The caller may not. */
  | 'forbidden'
  /** There is none; or the caller may not know whether there is. */
  | 'not_found'
  /** No audit log could be written: nothing is answered. */
  | 'unaudited'
  /** The policies that were handed in are not taken. */
  | 'bad_policies'
  /** They are older than those in force, or than those that were. */
  | 'rolled_back'
  /** It ends, or has not begun. */
  | 'unavailable';

export class ServiceError extends CodedError<ServiceErrorCode> {
  override readonly name = 'ServiceError';
  /** The member that is wrong, where one is. */
  readonly member: string | null;

  /** `message` is one line for whoever asked: it says nothing of the inside. */
  constructor(code: ServiceErrorCode, message: string, member: string | null = null, cause?: unknown) {
    super(code, message, cause);
    this.member = member;
  }
}
