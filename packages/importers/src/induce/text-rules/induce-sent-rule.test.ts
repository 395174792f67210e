import { describe, expect, test } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { induceSentRule } from './induce-sent-rule.ts';

const MESSAGES = [
  `{'role': 'user', 'content': "Is it dry, and isn't it [cold]?"}`,
  `{'role': 'assistant', 'content': None, 'tool_calls': [{'id': 'c1', 'type': 'function', 'function': {'name': 'soil', 'arguments': '{"bed": 2}'}}]}`,
  `{'role': 'tool', 'tool_call_id': 'c1', 'content': 'dry'}`,
  `{'role': 'assistant', 'content': 'It is.'}`,
  `{'role': 'user', 'content': 'Thanks'}`,
];
const log = (counts: readonly number[]): string =>
  counts
    .map(
      (count, index) =>
        `2026-03-01 09:00:0${index} DEBUG llm - step ${index}\n2026-03-01 09:00:0${index} DEBUG llm - options: {'tags': [{'a': 1}], 'messages': [${MESSAGES.slice(0, count).join(', ')}], 'n': 1}\n`,
    )
    .join('');

describe('induceSentRule', () => {
  test('lists that a line prints, beside other lists', () => {
    const { records, places } = readTextRecords(log([1]), { headers: [], skipFences: false, sent: true });
    expect(records).toEqual([
      {
        time: '2026-03-01 09:00:00',
        messages: [{ role: 'user', content: "Is it dry, and isn't it [cold]?" }],
      },
    ]);
    expect(places).toEqual([{ line: 2, endLine: 2 }]);
  });

  test('nothing where they are few, or do not grow', () => {
    expect(induceSentRule(log([1, 3, 5]))).toMatchObject({ sent: true });
    expect(induceSentRule(log([1, 3]))).toBeUndefined();
    expect(induceSentRule(log([2, 2, 2]))).toBeUndefined();
    expect(induceSentRule(`${log([1, 3, 5])}${'and much more\n'.repeat(200)}`)).toBeUndefined();
  });

  test('what was sent again and again is one conversation', () => {
    const { adapter, documents } = induceAdapter(
      [{ path: 'a', text: log([1, 3, 5]) }],
      'a',
      '2026-01-01T00:00:00Z',
    );
    expect(adapter.body.runs.growing).toBeDefined();
    const calls = documents.flatMap((document) =>
      [...readPieces(adapter.body, document)].flatMap((piece) => piece?.calls ?? []),
    );
    expect(calls[0]).toMatchObject({ tool: 'soil', arguments: { bed: 2 }, callId: 'c1' });
  });
});
