// Whole programs, timed from outside: started, run to their end, with nothing shown. Interleaved as everything else is.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const POLC = fileURLToPath(new URL('../../cli/dist/polc.mjs', import.meta.url));

/** Node itself, with nothing to do: what any command written for it costs. */
export const EMPTY = { name: 'node -e 0', args: ['-e', '0'] };

export function polc(name, ...args) {
  if (!existsSync(POLC)) throw new Error(`${POLC} is not there: npm run build`);
  return { name, args: [POLC, ...args] };
}

/** A case for `interleave`: one pass is one run, and its exit code must be the one expected. */
export function commandCase({ name, args }, expected = 0) {
  return { name, expected, pass: () => spawnSync(process.execPath, args, { stdio: 'ignore' }).status };
}

/** What a run says on standard output; to be read before it is timed. */
export function outputOf({ args }) {
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
}
