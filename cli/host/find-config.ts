// The configuration of `polc check`: the nearest polc.config.json, from a policy's folder upwards.

import { type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CONFIG_NAME = 'polc.config.json';

/** null where there is none up to the root. */
export function findConfig(path: string): string | null {
  const start = resolve(path);
  let folder = statOf(start)?.isDirectory() === true ? start : dirname(start);
  for (;;) {
    const file = join(folder, CONFIG_NAME);
    if (statOf(file)?.isFile() === true) return file;
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}

/** What cannot be looked at is not there; of a policy's path its reader says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
