// What loading may throw. A decision never throws: it denies.

export type RuntimeErrorCode = 'not_a_bundle' | 'unsupported_version' | 'truncated' | 'corrupt' | 'unsigned' | 'bad_signature' | 'bad_options' | 'bad_facts';

export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string) {
    super(message);
    this.name = 'RuntimeError';
    this.code = code;
  }
}

/** Where a bundle is read: what does not hold means that these bytes were not written by the compiler. */
export function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new RuntimeError('corrupt', `the bundle's ${what} is malformed`);
}
