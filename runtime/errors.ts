// What loading may throw. A decision never throws: it denies.

export type RuntimeErrorCode = 'not_a_bundle' | 'unsupported_version' | 'truncated' | 'corrupt' | 'unsigned' | 'bad_signature' | 'bad_options';

export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string) {
    super(message);
    this.name = 'RuntimeError';
    this.code = code;
  }
}
