// What ends a run: the world said no, the command line made no sense, the policies do not compile. An Error with a code of a closed union,
// mapped to an exit code here and nowhere else. What is wrong with a text is a diagnostic, what a request gets is an outcome: neither is one.

/** The exit codes of every verb. */
export const EXIT = { fine: 0, no: 1, usage: 2, policies: 3, world: 4, bug: 70 } as const;

const EXIT_OF = {
  /** The command line, or a request, key or facts file that is not one. */
  usage: EXIT.usage,
  policies: EXIT.policies,
  /** The signature asked for is missing or not good. */
  unverified: EXIT.no,
  not_found: EXIT.world,
  unreadable: EXIT.world,
  unwritable: EXIT.world,
  not_a_file: EXIT.world,
  too_large: EXIT.world,
  circular_link: EXIT.world,
  no_policies: EXIT.world,
  bad_bundle: EXIT.world,
  /** A store, a server or a log that cannot be reached, read or written. */
  store: EXIT.world,
  server: EXIT.world,
  log: EXIT.world,
  /** What was asked for is refused. */
  refused: EXIT.no,
} as const;

export type FailureCode = keyof typeof EXIT_OF;

export class Failure extends Error {
  readonly code: FailureCode;

  /** `message` is one line; `cause` what the system said, if it was the system. */
  constructor(code: FailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Failure';
    this.code = code;
  }

  get exitCode(): number {
    return EXIT_OF[this.code];
  }
}

const REASONS: Readonly<Record<string, readonly [code: FailureCode | null, words: string]>> = {
  ENOENT: ['not_found', 'no such file or folder'],
  ENOTDIR: ['not_found', 'a part of the path is not a folder'],
  ELOOP: ['circular_link', 'a circular symlink'],
  EISDIR: ['not_a_file', 'a folder, not a file'],
  ENXIO: ['not_a_file', 'not a regular file'],
  ENAMETOOLONG: [null, 'the name is too long'],
  EACCES: [null, 'permission denied'],
  EPERM: [null, 'not permitted'],
  EROFS: [null, 'the file system is read-only'],
  ENOSPC: [null, 'no space left'],
  EDQUOT: [null, 'the quota is used up'],
  EMFILE: [null, 'too many open files'],
};

/** An error of node:fs as a failure that names the file. */
export function fileFailure(file: string, error: unknown, otherwise: 'unreadable' | 'unwritable'): Failure {
  if (error instanceof Failure) return error;
  const name = systemCode(error);
  if (name === null) throw error;
  const [code, words] = REASONS[name] ?? [null, name];
  return new Failure(code ?? otherwise, `${file}: ${words}`, error);
}

/** `ENOENT` and its like; null for what is no error of the system. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
