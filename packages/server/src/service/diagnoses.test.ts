import { DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { RunId } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { expect, it } from 'vitest';
import { createBackgroundDiagnosis } from '../background-diagnosis.ts';
import { importFiles } from '../ingest/import-files.ts';
import { sampleRuns } from './sample-runs.fixture.ts';
import { ensureDiagnoses, ensureDiagnosis } from './diagnoses.ts';

it('makes a diagnosis once, keeps it, and makes it anew when the run grew', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(1)]);
  const [run] = (await store.queryRuns({})).items;
  expect(run?.findings).toBeUndefined();
  if (run === undefined) return;
  const made = await ensureDiagnosis(store, run);
  expect(made.version).toBe(DIAGNOSIS_VERSION);
  expect(await store.findDiagnosis(run.runId)).toEqual(made);
  const [diagnosed] = (await store.queryRuns({})).items;
  expect(diagnosed?.findings).toBe(made.findings.length);
  const stale = { ...made, spans: 1, findings: [], ranked: [], onset: null };
  await store.write({ diagnoses: [stale] });
  expect(await ensureDiagnosis(store, { ...run, findings: 0, onsetStep: undefined })).toEqual(made);
});

it('does not look at the outcome', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(1)]);
  const [run] = (await store.queryRuns({})).items;
  expect(run).toBeDefined();
  if (run === undefined) return;
  const one = await ensureDiagnosis(store, { ...run, outcome: { status: 'success' } }, { isReadOnly: true });
  const other = await ensureDiagnosis(
    store,
    { ...run, outcome: { status: 'failure', score: 0 } },
    { isReadOnly: true },
  );
  expect(other).toEqual(one);
  expect(await store.findDiagnosis(run.runId)).toBeUndefined();
});

it('diagnoses everything in the background, more than a page of it', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(450)]);
  const errors: unknown[] = [];
  const background = createBackgroundDiagnosis(store, (error) => errors.push(error));
  background.requestMissing();
  await background.idle();
  expect(errors).toEqual([]);
  expect(await store.countRuns({ kind: 'exists', field: 'findings' })).toBe(450);
  await background.stop();
});

it('diagnoses a run that has just ended before those that wait', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(200)]);
  const [last] = (await store.queryRuns({ orderBy: { field: 'run', descending: true }, limit: 1 })).items;
  expect(last).toBeDefined();
  if (last === undefined) return;
  const order: RunId[] = [];
  const background = createBackgroundDiagnosis(store, (error) => expect(error).toBeUndefined(), {
    onDiagnosed({ runId }) {
      if (order.length === 0) background.request([last.runId]);
      order.push(runId);
    },
  });
  background.requestMissing();
  await background.idle();
  // What is read together stays together.
  expect(order.indexOf(last.runId)).toBeLessThan(100);
  expect(new Set(order).size).toBe(200);
  await background.stop();
});

it('stops between two runs', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(450)]);
  const background = createBackgroundDiagnosis(store, () => undefined);
  background.requestMissing();
  await background.stop();
  const done = await store.countRuns({ kind: 'exists', field: 'findings' });
  expect(done).toBeLessThan(450);
  background.requestMissing();
  await background.idle();
  expect(await store.countRuns({ kind: 'exists', field: 'findings' })).toBe(done);
});

it('tells of a diagnosis once it is stored, and stores none of a run that was deleted meanwhile', async () => {
  await using store = openMemoryStore();
  await importFiles(store, [sampleRuns(30)]);
  const runs = (await store.queryRuns({ limit: 30 })).items;
  const gone = runs.slice(0, 10).map(({ runId }) => runId);
  const unstored: RunId[] = [];
  const told: RunId[] = [];
  let pieces = 0;
  const all = (async function* () {
    yield* runs;
  })();
  await ensureDiagnoses(store, all, {
    async giveWay() {
      pieces += 1;
      if (pieces === 5) await store.deleteRuns(gone);
    },
    onDiagnosis({ runId }) {
      told.push(runId);
    },
  });
  for (const { runId } of runs) if ((await store.findDiagnosis(runId)) === undefined) unstored.push(runId);
  expect(told).toEqual(runs.map(({ runId }) => runId));
  expect(unstored).toEqual(gone);
  expect((await store.info()).counts.diagnoses).toBe(20);
});
