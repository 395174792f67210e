import { expect, it } from 'vitest';
import { doubtsOf } from './doubts.ts';
import { induceAdapter, type Induced } from './induce.ts';

function induce(records: readonly object[]): Induced {
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  return induceAdapter([{ path: 'log.jsonl', text }], 'log', '2026-01-01T00:00:00Z');
}

function doubts(records: readonly object[]): string[] {
  return doubtsOf(induce(records).measure);
}

const ASKED = { role: 'user', content: 'what does the church square look like today?' };
const CALL = {
  role: 'assistant',
  content: '',
  tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{"at":"square"}' } }],
};
const RESULT = { role: 'tool', tool_call_id: 'c1', content: 'empty but for two pigeons' };
const SAID = { role: 'assistant', content: 'It is empty today, apart from two pigeons on the well.' };

it('nothing speaks against a conversation whose calls are answered', () => {
  expect(doubts([ASKED, CALL, RESULT, SAID])).toEqual([]);
});

it('a log without calls, or without what came back, is doubtful', () => {
  expect(doubts([ASKED, SAID])).toEqual(['no tool call was found']);
  expect(doubts([ASKED, CALL, SAID])).toEqual(['calls were found, and nothing that came back']);
  expect(doubts([ASKED, RESULT, SAID])).toEqual(['results were found, and no call that they answer']);
});

it('so is one in which nobody asks', () => {
  expect(doubts([CALL, RESULT, SAID])).toEqual(['nobody asks: no message of a user was found']);
});

it('and a reading that repeats itself, or leaves most of the text out', () => {
  expect(doubts([ASKED, CALL, RESULT, SAID, SAID, SAID, SAID])).toEqual([
    '60 % of the longer texts that are read repeat others',
  ]);
  const { measure } = induce([ASKED, CALL, RESULT, SAID]);
  expect(doubtsOf({ ...measure, textShare: 0.1 })).toEqual(['90 % of the text is not read']);
});

it('and one in which most results answer no call', () => {
  const stray = ['c2', 'c3', 'c4'].map((id) => ({ ...RESULT, tool_call_id: id, content: `seen by ${id}` }));
  expect(doubts([ASKED, CALL, RESULT, ...stray, SAID])).toEqual([
    '60 % of calls and results found no other half',
  ]);
});
