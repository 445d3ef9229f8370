// What deciding costs in bytes, as bench/size.mjs measures it.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Size {
  readonly entry: string;
  readonly gzipped: number;
  readonly limit: number;
}

const sizes = JSON.parse(
  execFileSync(process.execPath, [fileURLToPath(new URL('../../bench/size.mjs', import.meta.url)), '--json'], { encoding: 'utf8' }),
) as Size[];

// The limits stand here a second time: who moves them, moves them in two places.
const LIMITS = { 'decide and allows': 43_500, 'with explain': 56_000 };

it('both entries of the runtime are measured', () => {
  expect(Object.fromEntries(sizes.map(({ entry, limit }) => [entry, limit]))).toEqual(LIMITS);
  // Less than this, and the bundler found nothing.
  for (const { gzipped } of sizes) expect(gzipped).toBeGreaterThan(4_000);
});

it.each(sizes)('$entry: minified and gzipped no more than $limit bytes', ({ gzipped, limit }) => {
  expect(gzipped).toBeLessThanOrEqual(limit);
});
