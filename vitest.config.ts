import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['polc-source', 'node'] },
  ssr: { resolve: { conditions: ['polc-source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: process.env.POLC_SOAK ? 3_600_000 : 300_000,
    hookTimeout: 60_000,
  },
});
