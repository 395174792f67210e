import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { induceCases } from './induce-cases.ts';

const asksOf = (records: readonly object[]): readonly RecordCase[] =>
  induceCases(JSON.parse(JSON.stringify(records)) as JsonObject[]).cases.filter(
    ({ role }) => role === 'user',
  );
const round = (cups: number): object[] => [
  { kind: 'call', tool: 'weigh', given: { cups } },
  { kind: 'call_result', tool: 'weigh', output: `${cups} pounds in all` },
  { kind: 'agent_message', text: `They weigh ${cups} pounds.` },
];

it('hears in what a pipeline starts with who asks, where nobody else does', () => {
  const records = [1, 2, 3].flatMap((cups) => [
    { kind: 'pipeline_start', at: 1_750_000_000 + cups, engine_input: `How much do ${cups} cups weigh?` },
    ...round(cups),
  ]);
  expect(asksOf(records)).toEqual([
    {
      when: [{ path: 'kind', in: ['pipeline_start'] }, { path: 'engine_input' }],
      as: 'turn',
      role: 'user',
      fields: { text: ['engine_input'], time: ['at'] },
    },
  ]);
});

it('hears nobody in what stands between a call and its result, in what the system is told, or behind what is said', () => {
  const between = [1, 2, 3].flatMap((cups) => {
    const [call = {}, ...others] = round(cups);
    return [call, { kind: 'status', query: `is it ${cups} cups now` }, ...others];
  });
  expect(asksOf(between)).toEqual([]);
  const told = (name: string): object[] =>
    [1, 2, 3].flatMap((cups) => [
      { kind: 'pipeline_start', [name]: `You weigh ${cups} cups for us.` },
      ...round(cups),
    ]);
  expect(asksOf(told('system_prompt'))).toEqual([]);
  expect(asksOf(told('note'))).toEqual([]);
  expect(asksOf([...round(1), ...told('engine_input')])).toEqual([]);
});
