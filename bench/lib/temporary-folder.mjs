// A folder that is gone again afterwards, whatever happens.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `use` may be asynchronous. */
export async function inTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'polc-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
