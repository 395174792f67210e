import { expect, it } from 'vitest';
import { makeSpan, say } from '../testing/spans.ts';
import { countStats } from './count-stats.ts';

it('counts tokens and cost of the innermost spans, once', () => {
  const spans = [
    makeSpan('g', 'agent', { inputTokens: 30, outputTokens: 3 }),
    makeSpan('outer', 'model', { parent: 'g', inputTokens: 10, outputTokens: 1, costUsd: 0.5 }),
    makeSpan('inner', 'model', {
      parent: 'outer',
      inputTokens: 10,
      outputTokens: 1,
      output: [say('assistant', 'x')],
    }),
    makeSpan('t', 'tool', { parent: 'outer', tool: { name: 'task' } }),
    makeSpan('sub', 'model', {
      parent: 't',
      inputTokens: 20,
      outputTokens: 2,
      output: [say('assistant', 'y')],
    }),
  ];
  expect(countStats(spans)).toEqual({
    steps: 3,
    spans: 5,
    inputTokens: 30,
    outputTokens: 3,
    costUsd: 0.5,
  });
});

it('leaves out a cost nobody knows', () => {
  expect(countStats([])).toEqual({ steps: 0, spans: 0, inputTokens: 0, outputTokens: 0 });
});
