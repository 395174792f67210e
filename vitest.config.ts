import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@tracewright/source'] },
  // As Node resolves: with the condition "module" packages give files that only a bundler can load.
  ssr: { resolve: { conditions: ['@tracewright/source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts', 'packages/*/src/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One core more than vitest would take: much of a test is waiting for a process or a browser.
    maxWorkers: availableParallelism(),
  },
});
