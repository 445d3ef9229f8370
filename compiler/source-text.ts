// What a caller gives: texts under the names of their files.

export interface SourceText {
  /** As the author knows it: shown in diagnostics, and the policy's name comes from it. */
  readonly file: string;
  readonly text: string | Uint8Array;
  /** The name under which the policy is stored; it wins over the file's `name` and base name. */
  readonly name?: string;
  /** `tests`: a file of tests (grammar/spec.md §13), which holds no policies. */
  readonly role?: 'tests';
}

/** A TypeError for what is no text. */
export function requireText({ file, text }: SourceText): void {
  if (typeof file !== 'string' || (typeof text !== 'string' && !(text instanceof Uint8Array)))
    throw new TypeError('a source is { file: string, text: string or Uint8Array }');
}
