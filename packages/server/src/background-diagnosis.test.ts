import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createBackgroundDiagnosis } from './background-diagnosis.ts';
import { createForeground } from './foreground.ts';
import { importPaths } from './ingest/import-files.ts';

const EXAMPLES = resolve(import.meta.dirname, '..', '..', '..', 'examples', 'runs');

it('stops at once while it leaves the time to others', async () => {
  await using store = openMemoryStore();
  await importPaths(store, [EXAMPLES]);
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

it('begins no diagnosis while a request is under way', async () => {
  await using store = openMemoryStore();
  await importPaths(store, [EXAMPLES]);
  const foreground = createForeground();
  let answer = (): void => undefined;
  const answering = new Promise<void>((resolveIt) => (answer = resolveIt));
  const requests: Promise<unknown>[] = [];
  const order: string[] = [];
  const diagnosis = createBackgroundDiagnosis(store, (error) => order.push(String(error)), {
    foreground,
    onDiagnosed() {
      // Long enough that what is left would wait for seconds.
      const endMs = performance.now() + 200;
      while (performance.now() < endMs);
      order.push('diagnosed');
      if (requests.length === 0)
        requests.push(foreground.during(() => answering).then(() => order.push('answered')));
    },
  });
  diagnosis.requestMissing();
  await expect.poll(() => requests.length, { timeout: 20_000 }).toBe(1);
  await sleep(50);
  answer();
  await diagnosis.idle();
  expect(order.slice(0, 3)).toEqual(['diagnosed', 'answered', 'diagnosed']);
}, 40_000);
