import { expect, it } from 'vitest';
import { buildContext } from '../detect/context.ts';
import { detectAll } from '../detect/detect-all.ts';
import { makeRun, toolTurn, turn } from '../testing/spans.ts';
import { describeSteps } from './describe-steps.ts';
import { FEATURES } from './features/registry.ts';
import { ONSET_RANKING } from './onset-ranking.ts';
import { rankSteps } from './ranking.ts';
import { scoreRun } from './score-run.ts';

const spans = [
  ...toolTurn('a', [['bash', { command: 'ls' }, 'one.txt']]),
  ...toolTurn('b', [['bash', { command: 'cat two.txt' }, 'cat: two.txt: No such file or directory']]),
  ...toolTurn('c', [['write', { path: 'one.txt', content: '7' }, 'ok']]),
  turn('d', 'assistant', 'The answer is 7.'),
];

it('ranks, step by step, as the table of all features does', () => {
  const context = buildContext(makeRun(), spans);
  const findings = detectAll(context);
  const table = describeSteps(context, findings);
  const scored = scoreRun(context, findings, ONSET_RANKING.body, 3);
  expect(scored.ranked).toEqual(rankSteps(table, ONSET_RANKING.body));
  const rowOf = (stepIndex: number): Float32Array => {
    const row = table.candidates.indexOf(stepIndex);
    return table.values.slice(row * FEATURES.length, (row + 1) * FEATURES.length);
  };
  const first = scored.ranked[0]?.stepIndex ?? -1;
  expect(first).not.toBe(3);
  expect([...scored.featuresOf].toSorted(([a], [b]) => a - b)).toEqual([
    [first, rowOf(first)],
    [3, rowOf(3)],
  ]);
  for (const [column, mean] of scored.means.entries()) {
    const values = table.candidates.map((_, row) => table.values[row * FEATURES.length + column] ?? 0);
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
  }
});

it('has nothing to rank in a run without a step of an agent', () => {
  const context = buildContext(makeRun(), [turn('a', 'user', 'Hello?')]);
  expect(scoreRun(context, [], ONSET_RANKING.body)).toMatchObject({ ranked: [], featuresOf: new Map() });
});
