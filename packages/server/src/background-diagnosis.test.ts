import { setTimeout as sleep } from 'node:timers/promises';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createBackgroundDiagnosis } from './background-diagnosis.ts';
import { createForeground } from './foreground.ts';
import { importFiles } from './ingest/import-files.ts';
import { sampleRuns } from './service/sample-runs.fixture.ts';

/** More than are read together, the first of which then take so long that what is left would wait for seconds. */
const RUNS = 60;
const LONG_MS = 20;

it('stops at once while it leaves the time to others', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(RUNS)]);
  const failures: unknown[] = [];
  let diagnosed = 0;
  const diagnosis = createBackgroundDiagnosis(store, (error) => failures.push(error), {
    isBusy: () => true,
    onDiagnosed() {
      diagnosed += 1;
      const endMs = performance.now() + LONG_MS;
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

it('begins no diagnosis while a request is under way', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(RUNS)]);
  const foreground = createForeground();
  let answer = (): void => undefined;
  const answering = new Promise<void>((resolveIt) => (answer = resolveIt));
  const requests: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  let diagnosed = 0;
  const diagnosis = createBackgroundDiagnosis(store, (error) => failures.push(error), {
    foreground,
    onDiagnosed() {
      const endMs = performance.now() + LONG_MS;
      while (performance.now() < endMs);
      diagnosed += 1;
      if (requests.length === 0) requests.push(foreground.during(() => answering));
    },
  });
  diagnosis.requestMissing();
  await expect.poll(() => requests.length, { timeout: 20_000 }).toBe(1);
  const before = diagnosed;
  await sleep(500);
  expect(diagnosed).toBe(before);
  expect(diagnosed).toBeLessThan(RUNS);
  answer();
  await diagnosis.stop();
  expect(failures).toEqual([]);
}, 40_000);
