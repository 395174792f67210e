import type { OutcomeStatus } from '@tracewright/core';
import { expect, it } from 'vitest';
import { choosePair } from './attempt-pair.ts';

it('compares the newest passing attempt with the newest failing one', () => {
  const attempts = (outcomes: readonly OutcomeStatus[]) => ({
    attempts: outcomes.map((outcome, index) => ({ runId: String(index), outcome, startTime: null })),
  });
  expect(choosePair(attempts(['success', 'failure', 'success', 'failure', 'unknown']))).toEqual(['2', '3']);
  expect(choosePair(attempts(['failure', 'unknown']))).toBeUndefined();
});
