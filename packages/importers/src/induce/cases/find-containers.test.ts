import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { findContainers } from './find-containers.ts';
import { partitionRecords } from './partition-records.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';

const span = (id: string, parent: string | null, type: string, more: JsonObject = {}): JsonObject => ({
  id,
  parentId: parent,
  type,
  startTime: '2025-01-01T00:00:00Z',
  endTime: '2025-01-01T00:00:09Z',
  ...more,
});

const SPANS = [
  span('a', null, 'chain', { input: 'How far is Oslo?' }),
  span('b', 'a', 'generation', { output: 'I look.' }),
  span('c', 'a', 'tool', { name: 'distance', input: { to: 'Oslo' }, output: '520 km' }),
  span('d', 'a', 'generation', { output: '520 km.' }),
];

const find = (records: readonly JsonObject[]): ReturnType<typeof findContainers> & { labels: string[] } => {
  const found = findContainers(records, partitionRecords(records));
  return { ...found, labels: [...found.kinds].map(({ label }) => label) };
};

describe('findContainers', () => {
  it('finds the kind of span that encloses the others, and what the outermost was asked', () => {
    const { labels, spans, asked } = find(SPANS);
    expect(labels).toEqual(['chain']);
    expect(spans).toEqual({ start: 'startTime', end: 'endTime' });
    expect(asked).toEqual([
      {
        when: [{ path: 'parentId', in: [null, ''] }, { path: 'input' }],
        as: 'turn',
        role: 'user',
        fields: { text: ['input'] },
      },
    ]);
  });

  it('tells what the outermost came to at its end, unless a span in it tells that', () => {
    const [root, ...others] = SPANS;
    const replied = (output: string): unknown => find([{ ...root, output }, ...others]).asked[0]?.when;
    expect(replied('It is 520 km to Oslo.')).toEqual([
      { path: '["#end"]', in: [true] },
      { path: 'parentId', in: [null, ''] },
      { path: 'output' },
    ]);
    expect(replied('520 km.')).toEqual([{ path: 'parentId', in: [null, ''] }, { path: 'input' }]);
  });

  it('takes no tool for a container, though it started others', () => {
    const nested = [...SPANS, span('e', 'c', 'generation', { output: 'nested' })];
    expect(find(nested).labels).toEqual(['chain']);
  });

  it('leaves messages alone that only name the one before them', () => {
    const messages = SPANS.map(({ endTime: _end, ...rest }) => rest);
    expect(find(messages)).toMatchObject({ labels: [], asked: [], spans: undefined });
  });

  it('reads a tree by what hangs below each of its nodes', () => {
    const tree = {
      kind: 'chain',
      input: 'How far?',
      runs: [
        { kind: 'tool', name: 'distance', input: { to: 'Oslo' }, output: '520 km', runs: [] },
        {
          kind: 'chain',
          input: 'again',
          runs: [{ kind: 'tool', name: 'check', input: {}, output: 'ok', runs: [] }],
        },
      ],
    };
    const records = [...findPlaces(tree, pathOf('..runs'))].map(({ value }) => value as JsonObject);
    expect(records.map((record) => [record['#depth'], record['#children']])).toEqual([
      [0, 2],
      [1, 0],
      [1, 1],
      [2, 0],
    ]);
    const { labels, asked } = find(records);
    expect(labels).toEqual(['chain']);
    expect(asked[0]?.when).toEqual([{ path: '["#depth"]', in: [0] }, { path: 'input' }]);
  });
});
