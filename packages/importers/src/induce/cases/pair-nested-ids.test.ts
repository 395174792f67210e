import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
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

it('finds them in a list of what came back, too, and takes words beside a list of calls for words', () => {
  const turn = (speaker: string, others: object): JsonObject =>
    JSON.parse(JSON.stringify({ speaker, said: null, tool_calls: [], tool_results: [], ...others }));
  const records = [1, 2, 3].flatMap((cups) => [
    turn('user', { said: `How much do ${cups} cups weigh?` }),
    turn('agent', {
      ...(cups === 2 ? { said: 'I put them on the scales.' } : {}),
      tool_calls: [{ request_id: `r${cups}x7`, tool_name: 'weigh', params: { cups } }],
    }),
    turn('agent', {
      tool_results: [{ request_id: `r${cups}x7`, tool_name: 'weigh', result: `${cups} pounds in all` }],
    }),
    turn('agent', { said: `They weigh ${cups} pounds.` }),
  ]);
  const { cases } = induceCases(records);
  const inside = cases.flatMap((one) => one.inside ?? []).flatMap((list) => list.cases);
  expect(inside.map(({ as, fields }) => [as, fields.callId])).toEqual([
    ['call', ['request_id']],
    ['result', ['request_id']],
  ]);
  expect(cases.flatMap(({ fields }) => fields.result ?? [])).toEqual([]);
});
