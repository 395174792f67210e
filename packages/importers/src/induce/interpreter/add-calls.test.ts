import { expect, it } from 'vitest';
import { addCalls } from './add-calls.ts';
import type { ReadCall } from './read-record.ts';

const call = (tool: string, isBare: boolean): ReadCall => ({
  tool,
  arguments: isBare ? {} : { lamp: 3 },
  callId: undefined,
  pointer: '',
  result: undefined,
  isBare,
});

it('tells a call that was announced once', () => {
  const calls: ReadCall[] = [];
  addCalls(calls, [call('light', true), call('dim', true), call('light', false), call('dim', false)]);
  expect(calls).toEqual([call('light', false), call('dim', false)]);
});

it('keeps calls that nothing else tells, and those of a kind', () => {
  const calls = [call('light', true)];
  addCalls(calls, [call('light', true), call('dim', false)]);
  expect(calls).toHaveLength(3);
});
