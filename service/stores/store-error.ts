// What a store says when it says no: an Error with a code of a closed union, mapped once to HTTP and once to an exit code.

import { CodedError } from '../coded-error.js';

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

/** `cause`: what the database said. */
export class StoreError extends CodedError<StoreErrorCode> {
  override readonly name = 'StoreError';
}

/** `kind`: what people call it. @throws StoreError not_found */
export function mustBeThere<T>(found: T | null, kind: string, id: string): T {
  if (found === null) throw new StoreError('not_found', `there is no ${kind} ${JSON.stringify(id)}`);
  return found;
}
