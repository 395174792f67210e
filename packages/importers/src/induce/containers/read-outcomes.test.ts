import { expect, it } from 'vitest';
import type { JsonValue } from '@tracewright/core';
import { expandValue, findExpansion } from './expand-values.ts';

const read = (steps: readonly JsonValue[]): JsonValue => {
  const root = { question: 'What is here?', steps };
  const expansion = findExpansion([root]);
  const { steps: read = null } = (expansion === undefined ? root : expandValue(root, expansion)) as {
    readonly steps?: JsonValue;
  };
  return read;
};

it('reads pairs of a call and what came of it as records', () => {
  expect(
    read([
      [['ls', '{"at":"."}', 'I look first'], 'a.txt'],
      [['wc', { file: 'a.txt' }], { words: 3 }],
    ]),
  ).toEqual([
    { tool: 'ls', input: '{"at":"."}', thought: 'I look first', result: 'a.txt' },
    { tool: 'wc', input: { file: 'a.txt' }, result: { words: 3 } },
  ]);
  const call = { tool: 'ls', tool_input: '.', log: 'I look first' };
  expect(
    read([
      [call, 'a.txt'],
      [call, 'b.txt'],
    ]),
  ).toEqual([
    { ...call, result: 'a.txt' },
    { ...call, result: 'b.txt' },
  ]);
});

it('leaves rows of data, pairs that call nothing, pairs of records and a pair alone', () => {
  for (const steps of [
    [
      ['north', '2'],
      ['south', '3'],
    ],
    [
      [['two words', '2'], 'a'],
      [['ls', '2'], 'b'],
    ],
    [
      [{ name: 'Ada' }, 'a'],
      [{ name: 'Bob' }, 'b'],
    ],
    [[['ls', '{}'], 'a.txt']],
    [
      [{ action: 'ls', args: {} }, { content: 'a.txt' }],
      [{ action: 'wc', args: {} }, { content: '3' }],
    ],
  ])
    expect(read(steps)).toEqual(steps);
});
