import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['polc-source', 'node'] },
  ssr: { resolve: { conditions: ['polc-source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: process.env.POLC_SOAK ? 3_600_000 : 300_000,
    hookTimeout: 60_000,
    // A compiler read once for all suites of a worker halves the time; nothing in it hangs on what was asked before.
    isolate: false,
    maxWorkers: 2,
  },
});
