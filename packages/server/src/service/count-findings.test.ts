import type { Diagnosis, Finding } from '@tracewright/core';
import { openMemoryStore } from '@tracewright/store';
import { makeRun, runId } from '@tracewright/store/testing';
import { expect, it } from 'vitest';
import { countFindings } from './count-findings.ts';

function diagnosis(run: number, ...found: readonly (readonly [string, Finding['severity']])[]): Diagnosis {
  return {
    runId: runId(run),
    version: 'ranking@1',
    spans: 1,
    onset: null,
    ranked: [],
    findings: found.map(([category, severity], index) => ({
      id: `${run}-${index}`,
      runId: runId(run),
      stepIndex: 0,
      detector: 'test@1',
      category,
      severity,
      confidence: 1,
      message: 'found',
      evidence: [],
    })),
  };
}

it('counts findings, runs and failures by category, of the newest runs', async () => {
  await using store = openMemoryStore();
  const start = (run: number): { startTime: bigint } => ({ startTime: BigInt(run) * 1_000_000_000n });
  await store.write({
    runs: [
      makeRun(1, { ...start(1), outcome: { status: 'failure' } }),
      makeRun(2, { ...start(2), outcome: { status: 'success' } }),
      makeRun(3, { ...start(3), outcome: { status: 'failure' } }),
      makeRun(4, { ...start(4), outcome: { status: 'unknown' } }),
    ],
    diagnoses: [
      diagnosis(1, ['loop', 'warning'], ['loop', 'error'], ['tool-error', 'error']),
      diagnosis(2, ['loop', 'info']),
      diagnosis(3),
    ],
  });
  const all = await countFindings(store, {});
  expect(all).toEqual({
    categories: [
      {
        category: 'loop',
        severity: 'error',
        findings: 3,
        runs: 2,
        failures: 1,
        runIds: [runId(1), runId(2)],
      },
      { category: 'tool-error', severity: 'error', findings: 1, runs: 1, failures: 1, runIds: [runId(1)] },
    ],
    countedRuns: 4,
    totalRuns: 4,
    undiagnosedRuns: 1,
  });
  const failed = await countFindings(store, { where: 'outcome = failure' });
  expect(failed.categories.map(({ category, runs }) => [category, runs])).toEqual([
    ['loop', 1],
    ['tool-error', 1],
  ]);
  const newest = await countFindings(store, {}, 3);
  expect([newest.countedRuns, newest.totalRuns, newest.categories[0]?.findings]).toEqual([3, 4, 1]);
  await expect(countFindings(store, { where: 'bogus' })).rejects.toMatchObject({ code: 'filter-invalid' });
});
