// An Error with a code of a closed union: how every part of the service says why it did not do what it was asked.

export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;

  /** `message` is one line; `cause` what was thrown below, if anything was. */
  constructor(code: Code, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
