import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Packages meet each other as source; as built, which loads faster, where that is of this source, as `npm test` sees to.
const SOURCE = process.env['TRACEWRIGHT_BUILT'] === undefined ? ['@tracewright/source'] : [];

const PURE = ['packages/{core,numeric,importers,analysis,web}/src/**/*.test.{ts,tsx}'];

export default defineConfig({
  resolve: { conditions: SOURCE },
  // As Node resolves: with the condition "module" packages give files that only a bundler can load.
  ssr: { resolve: { conditions: [...SOURCE, 'node'] } },
  test: {
    projects: [
      // Files of pure code share a worker's modules: loading them anew for each takes longer than their tests.
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts', 'packages/*/src/**/*.test.{ts,tsx}'],
          exclude: PURE,
        },
      },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One core more than vitest would take: much of a test is waiting for a process or a browser.
    maxWorkers: availableParallelism(),
  },
});
