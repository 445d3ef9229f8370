// Why a change of the registry is refused: an Error with a code of a closed union. What the store says passes through as it is.

import { CodedError } from '../coded-error.js';

export type RegistryErrorCode =
  /** What was given has not the form that it must have. */
  | 'invalid'
  /** It names something that there is not. */
  | 'unknown_name'
  /** The policies' files declare it, and own what they declare. */
  | 'owned_by_files';

export class RegistryError extends CodedError<RegistryErrorCode> {
  override readonly name = 'RegistryError';
  /** The member that is wrong, as it was given; null for the whole. */
  readonly member: string | null;

  constructor(code: RegistryErrorCode, message: string, member: string | null = null) {
    super(code, message);
    this.member = member;
  }
}
