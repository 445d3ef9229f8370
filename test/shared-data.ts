// The reference data beside the repository, ../shared, which is not part of it. Suites that read it say so when it is not there, and
// fail for want of it where POLC_SHARED=required.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The folder's URL, for its modules. */
export const SHARED = new URL('../../shared/', import.meta.url).href;
const FOLDER = fileURLToPath(SHARED);

/** A suite that reads files of ../shared. */
export function describeShared(title: string, suite: () => void): void {
  if (existsSync(FOLDER)) {
    describe(title, suite);
  } else if (process.env.POLC_SHARED === 'required') {
    it(title, () => expect.fail(`POLC_SHARED=required, and ${FOLDER} is not there`));
  } else {
    console.warn(`skipped for want of ${FOLDER}: ${title}`);
    it.skip(title, () => {});
  }
}

/** A file of ../shared, by its path there. */
export function readShared(path: string): Buffer {
  return readFileSync(`${FOLDER}${path}`);
}

export function readSharedJson<T>(path: string): T {
  return JSON.parse(readShared(path).toString('utf8')) as T;
}
