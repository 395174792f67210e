import type { ReplayCall, ReplayPlan } from '@tracewright/core';
import { expect, it } from 'vitest';
import { resumeFrom } from './resume-from.ts';

const recorded = (tool: string, kind: ReplayCall['kind'], value: string): ReplayCall => ({
  stepIndex: 0,
  spanId: 's',
  callId: 'c',
  tool,
  arguments: { id: 7, note: 'x' },
  kind,
  result: { value, status: 'ok' },
});

function makePlan(calls: readonly ReplayCall[]): ReplayPlan {
  return {
    kind: 'replay-plan',
    schemaVersion: 1,
    name: 'replay-1',
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    seed: null,
    metrics: {},
    sources: { description: 'a test' },
    body: {
      runId: 'r',
      agent: null,
      task: null,
      taskText: null,
      onset: { stepIndex: 3, source: 'given', confidence: null },
      checkpoint: { stepIndex: 2, spanId: 's' },
      messages: [
        { role: 'user', parts: [{ type: 'text', content: 'Go' }] },
        { role: 'assistant', parts: [{ type: 'tool_call', id: 'c', name: 'look', arguments: { id: 7 } }] },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'seen' }] },
      ],
      calls,
      files: [],
      openTasks: [],
      note: { text: 'It went wrong.', findings: [] },
      limits: { maxSteps: 30 },
      warnings: [],
    },
  };
}

it('gives the conversation and the note, as chat completions have them, too', () => {
  const { messages, chatMessages, maxSteps } = resumeFrom(makePlan([]));
  expect(messages.at(-1)).toEqual({ role: 'user', parts: [{ type: 'text', content: 'It went wrong.' }] });
  expect(chatMessages).toEqual([
    { role: 'user', content: 'Go' },
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'look', arguments: '{"id":7}' } }],
    },
    { role: 'tool', content: 'seen', tool_call_id: 'c' },
    { role: 'user', content: 'It went wrong.' },
  ]);
  expect(maxSteps).toBe(30);
});

it('answers recorded calls from the trace, makes those that change state, and is live from the first other call on', async () => {
  const made: string[] = [];
  const live = {
    look: async (value: { id: number; note: string }) => `live ${made.push(`look ${value.id}`)}`,
    change: {
      execute: async (value: { note: string; id: number }) => `live ${made.push(`change ${value.id}`)}`,
    },
  };
  const tools = resumeFrom(
    makePlan([
      recorded('look', 'replay', 'seen'),
      recorded('change', 'execute', 'done'),
      recorded('look', 'replay', 'x'),
    ]),
  ).tools(live);
  expect(await tools.look({ note: 'x', id: 7 })).toBe('seen');
  expect(await tools.change.execute({ id: 7, note: 'x' })).toBe('live 1');
  expect(await tools.look({ id: 8, note: 'x' })).toBe('live 2');
  expect(await tools.look({ id: 7, note: 'x' })).toBe('live 3');
  expect(made).toEqual(['change 7', 'look 8', 'look 7']);
});

it('fails where the recorded call failed', async () => {
  const failed: ReplayCall = {
    ...recorded('look', 'replay', ''),
    result: { value: 'no such id', status: 'error' },
  };
  const look = async (value: object): Promise<string> => JSON.stringify(value);
  const tools = resumeFrom(makePlan([failed])).tools({ look });
  await expect(tools.look({ id: 7, note: 'x' })).rejects.toThrow('no such id');
});

it('makes the state again, and says where it came out otherwise', async () => {
  const calls = [recorded('look', 'replay', 'seen'), recorded('change', 'execute', '{"b":1,"a":2}')];
  const restored = await resumeFrom(makePlan(calls)).restore({ change: async () => ({ a: 2, b: 1 }) });
  expect(restored).toEqual([{ call: calls[1], value: { a: 2, b: 1 }, isSame: true }]);
  const [other] = await resumeFrom(makePlan(calls)).restore([{ name: 'change', invoke: () => 'no' }]);
  expect(other?.isSame).toBe(false);
  await expect(resumeFrom(makePlan(calls)).restore({})).rejects.toThrow(
    '"change", which is not among the tools',
  );
});

it('refuses what is no plan', () => {
  expect(() => resumeFrom({ ...makePlan([]), schemaVersion: 2 })).toThrow(
    'expected a replay plan of version 1',
  );
});
