import { resolve } from 'node:path';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createBackgroundDiagnosis } from './background-diagnosis.ts';
import { importPaths } from './ingest/import-files.ts';

it('stops at once while it leaves the time to others', async () => {
  await using store = openMemoryStore();
  await importPaths(store, [resolve(import.meta.dirname, '..', '..', '..', 'examples', 'runs')]);
  // Each run takes it long, so that the pause after it would be ten times as long.
  const failures: unknown[] = [];
  let diagnosed = 0;
  const diagnosis = createBackgroundDiagnosis(store, (error) => failures.push(error), {
    isBusy: () => true,
    onDiagnosed() {
      diagnosed += 1;
      const endMs = performance.now() + 300;
      while (performance.now() < endMs);
    },
  });
  diagnosis.requestMissing();
  await expect.poll(() => diagnosed, { timeout: 20_000 }).toBeGreaterThan(0);
  const startMs = performance.now();
  await diagnosis.stop();
  expect(performance.now() - startMs).toBeLessThan(2000);
  expect(failures).toEqual([]);
}, 40_000);
