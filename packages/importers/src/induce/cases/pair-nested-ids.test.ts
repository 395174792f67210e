import { expect, it } from 'vitest';
import { induceCases } from './induce-cases.ts';

it('finds the ids that calls in a list share with what came back, whatever they are called', () => {
  const records = [1, 2, 3].flatMap((turn) => [
    { role: 'user', text: `How much do ${turn} cups weigh?` },
    {
      role: 'assistant',
      text: '',
      tool_uses: [{ errand_ref: `e${turn}`, tool: 'weigh', arguments: { cups: turn } }],
    },
    { role: 'tool', errand_ref: `e${turn}`, text: `${turn} pounds in all` },
  ]);
  const { cases } = induceCases(records);
  expect(cases.find(({ as }) => as === 'result')?.fields.callId).toEqual(['errand_ref']);
  expect(cases.find(({ role }) => role === 'agent')?.inside?.[0]?.cases[0]?.fields.callId).toEqual([
    'errand_ref',
  ]);
});
