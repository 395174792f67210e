import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@tracewright/source'] },
  ssr: { resolve: { conditions: ['@tracewright/source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts', 'packages/*/src/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
