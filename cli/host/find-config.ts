// The configuration of `polc check`: the nearest polc.config.json, from a policy's folder upwards.

import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CONFIG_NAME = 'polc.config.json';

/** null where there is none up to the root. */
export function findConfig(path: string): string | null {
  const start = resolve(path);
  let folder = statSync(start, { throwIfNoEntry: false })?.isDirectory() === true ? start : dirname(start);
  for (;;) {
    const file = join(folder, CONFIG_NAME);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}
