import { describe, expect, it } from 'vitest';
import {
  listMessages,
  readAgentRxMagentic,
  readAgentRxRetail,
  readWhoAndWhen,
  toMessageIndex,
} from '../../bench/onset/cases.ts';
import { planFolds } from '../../bench/onset/nested-cv.ts';
import { hasData } from './data-folder.ts';

it('counts messages from 0 where AgentRx counts from 1 with the system message', () => {
  expect(toMessageIndex(1)).toBe(0);
  expect(listMessages(['/0/traj/4/tool_calls/0', '/0/traj/5'])).toEqual([4, 5]);
  expect(listMessages(['/12', undefined])).toEqual([12]);
  expect(listMessages(['/history/3'])).toEqual([3]);
});

describe.skipIf(!hasData('steps/agentrx', 'steps/who-and-when'))('labelled runs', () => {
  it('find each label at a step of the agent that the label names', async () => {
    const [retail, magentic, who] = [
      await readAgentRxRetail(),
      await readAgentRxMagentic(),
      await readWhoAndWhen(),
    ];
    expect([retail.length, magentic.length, who.length]).toEqual([20, 26, 89]);
    expect([...retail, ...magentic, ...who].filter(({ onset }) => onset === -1)).toEqual([]);
    // One label of each set names another participant than the message at its number.
    const agrees = retail.filter(
      ({ context, onset, agent }) => (context.steps[onset]?.step.role === 'user') === (agent === 'User'),
    );
    expect(agrees.length).toBe(19);
    const named = magentic.filter(
      ({ context, onset, agent }) => context.steps[onset]?.step.agent?.toLowerCase() === agent?.toLowerCase(),
    );
    expect(named.length).toBeGreaterThanOrEqual(25);
  }, 60_000);

  it('never stand on both sides of a split when they share a question', async () => {
    const cases = [...(await readWhoAndWhen()), ...(await readAgentRxMagentic())];
    const folds = planFolds(cases);
    const held = folds.flatMap((fold) => fold.held);
    expect(held.length).toBe(cases.length);
    for (const { held: judged, training } of folds)
      for (const { train, held: left } of [{ train: training.cases, held: judged }, ...training.inner]) {
        const questions = new Set(train.map(({ question }) => question));
        expect(left.filter(({ question }) => questions.has(question))).toEqual([]);
      }
  }, 60_000);
});
