/** Runs for tests of the list: ten tasks tried again and again, some flaky, findings, hostile names, the last ones without a time. */
import { DIAGNOSIS_VERSION } from '@tracewright/analysis';
import type { Diagnosis, OutcomeStatus, Run, RunId, RunStats } from '@tracewright/core';
import { makeDiagnosis, makeFinding, makeRun, runId } from '@tracewright/store/testing';
import { PAYLOADS } from './payloads.ts';

export const RUNS = 120;
const TASKS = 10;
const DAY = 86_400_000_000_000n;
const FIRST = 1_767_225_600_000_000_000n;

export interface ListedRun {
  readonly run: Run;
  readonly stats: RunStats;
  readonly diagnosis: Diagnosis;
}

/** Task 0 passes always, task 1 never, the others every second time, or are not graded. */
function outcomeOf(index: number): OutcomeStatus {
  const task = index % TASKS;
  if (task <= 1) return task === 0 ? 'success' : 'failure';
  return index % 7 === 0 ? 'unknown' : Math.floor(index / TASKS) % 2 === 0 ? 'success' : 'failure';
}

export function buildRuns(): readonly ListedRun[] {
  return Array.from({ length: RUNS }, (_, index) => {
    const task = index % TASKS;
    const payload = PAYLOADS[index % PAYLOADS.length] ?? '';
    const startTime = FIRST + BigInt(index % 20) * DAY + BigInt(index) * 60_000_000_000n;
    const id: RunId = runId(index + 1);
    const categories = index % 5 === 0 ? ['loop', 'tool-error'] : index % 3 === 0 ? [payload] : [];
    return {
      ...makeRun(
        index + 1,
        {
          agent: index < 80 ? `clerk-${index % 4}` : payload,
          model: 'model-one',
          task: task === 9 ? payload : `task-${task}`,
          taskText: 'Move the booking to Friday, but only if that costs nothing.',
          outcome: { status: outcomeOf(index) },
          ...(index < RUNS - 4 ? { startTime, endTime: startTime + BigInt(index + 1) * 1_000_000_000n } : {}),
        },
        { steps: index % 13, spans: 1, inputTokens: 10 * index, outputTokens: 5, costUsd: index / 100 },
      ),
      diagnosis: makeDiagnosis(
        id,
        categories.map((category, place) => makeFinding(id, `${index}-${place}`, { category })),
        { version: DIAGNOSIS_VERSION, spans: 1 },
      ),
    };
  });
}
