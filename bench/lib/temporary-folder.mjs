// A folder that is gone again afterwards, whatever happens.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function inTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'polc-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
