// Files that a policy file names, a `tools` block's schema so far: found beside it, read like a policy. What is in them is the compiler's to judge.

import { statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileFailure } from '../failure.js';
import { readPolicyFile } from './read-file.js';

/** null when there is no such file, of which the compiler says more; a failure for one that cannot be read. */
export function readNamedFile(reference: string, from: string): Uint8Array | null {
  // Neither is a file's name.
  if (reference === '' || reference.includes('\0')) return null;
  const file = isAbsolute(reference) ? reference : join(dirname(from), reference);
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  } catch (error) {
    throw fileFailure(file, error, 'unreadable');
  }
  return readPolicyFile(file);
}
