import { describe, expect, it } from 'vitest';
import { readPairs } from './read-pairs.ts';

describe('readPairs', () => {
  it('reads pairs, and a line of time, level, event and JSON', () => {
    expect(readPairs('event=tool_call args={"a": 1} n=2')).toEqual({
      event: 'tool_call',
      args: { a: 1 },
      n: 2,
    });
    expect(readPairs('2025-08-01T07:00:01.900Z\tINFO\ttool/call\t{"tool": "ls", "args": {}}')).toEqual({
      time: '2025-08-01T07:00:01.900Z',
      level: 'INFO',
      event: 'tool/call',
      tool: 'ls',
      args: {},
    });
  });

  it('leaves sentences and broken JSON alone', () => {
    expect(readPairs('2025-08-01T07:00:01Z INFO calling {"tool": }')).toBeUndefined();
    expect(readPairs('2025-08-01T07:00:01Z INFO ready')).toBeUndefined();
    expect(readPairs(`2025-08-01T07:00:01Z INFO ${'a '.repeat(50_000)}{"a":1}`)).toBeUndefined();
  });
});

it('reads a time, some words and an object as a record', () => {
  expect(
    readPairs('[2025-09-01T10:00:05.000Z] [notes] Message from client: {"id":1,"method":"tools/call"}'),
  ).toEqual({
    time: '2025-09-01T10:00:05.000Z',
    event: '[notes] Message from client',
    id: 1,
    method: 'tools/call',
  });
  expect(readPairs('[2025-09-01T10:00:05.000Z] [notes] starting {soon}')).toBeUndefined();
});

it('leaves out what a logger prints of its own behind an object', () => {
  const line =
    '2025-09-01T10:00:05.000Z [notes] [info] Message from server: {"id":1,"result":{"a":"}"}} { metadata: none }';
  expect(readPairs(line)).toMatchObject({
    event: '[notes] [info] Message from server',
    id: 1,
    result: { a: '}' },
  });
});

it('reads a text as Python writes it, and leaves several with commas as they are', () => {
  expect(readPairs(String.raw`a='it\'s' b=1`)).toEqual({ a: "it's", b: 1 });
  expect(readPairs(`a='x','y' b=1`)).toEqual({ a: `'x','y'`, b: 1 });
});

it('reads an object behind a time alone, the name of who wrote the line, or its level', () => {
  const record = { id: 1, text: 'a | b', args: { n: 2 } };
  const text = JSON.stringify(record);
  expect(readPairs(`2025-09-01T10:00:05.000000001Z ${text}`)).toEqual({
    time: '2025-09-01T10:00:05.000000001Z',
    ...record,
  });
  for (const writer of ['agent-1  |', 'INFO', '[warn]:'])
    expect(readPairs(`${writer} ${text}`)).toEqual(record);
  expect(readPairs(`search ${text}`)).toBeUndefined();
});
