// A folder brought to the disk: whatever was made, renamed or linked in it may be gone after a crash until then.

import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Throws what node:fs throws. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
