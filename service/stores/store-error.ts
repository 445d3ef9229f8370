// What a store says when it says no: an Error with a code of a closed union, mapped once to HTTP and once to an exit code.

export type StoreErrorCode =
  /** There is none of that name. */
  | 'not_found'
  /** Something else has that name, or it was changed meanwhile. */
  | 'conflict'
  /** Others write: asked again later it may do. */
  | 'busy'
  /** It cannot be reached, read or written. */
  | 'unavailable'
  /** Made by a later version of polc. */
  | 'too_new';

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  /** `message` is one line for people; `cause` what the database said. */
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}
