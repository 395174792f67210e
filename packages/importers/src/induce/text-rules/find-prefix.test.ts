import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { readAdapter } from '../adapter/read-adapter.ts';
import { takeOffPrefix } from '../containers/take-off-prefix.ts';
import { findPrefix } from './find-prefix.ts';

const MESSAGES = [
  { role: 'user', content: 'Is the blue lamp here?' },
  { role: 'assistant', tool_calls: [{ id: 'c1', name: 'stock', arguments: { lamp: 'blue' } }] },
  { role: 'tool', tool_call_id: 'c1', content: '2 left' },
  { role: 'assistant', content: 'Yes, two of them.' },
];
const printed = (prefix: (index: number) => string): string =>
  MESSAGES.flatMap((message, index) =>
    JSON.stringify(message, null, 2)
      .split('\n')
      .map((line) => `${prefix(index)}${line}`),
  ).join('\n');
const DRAWN = MESSAGES.map(
  ({ role, content = '' }) => `INFO     ===== ${role} =====\nINFO     ${content}\n         and no more`,
).join('\n');

it.each([
  ['a runner', (index: number) => `2026-01-05T09:00:0${index}.1000000Z `],
  ['containers', () => 'web-1     | '],
])('reads values over several lines that %s writes something before', (_who, prefix) => {
  const text = printed(prefix);
  const { adapter, documents } = induceAdapter([{ path: 'a', text }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body).toMatchObject({ container: 'json-values', prefix: expect.any(Array) });
  expect(readAdapter({ ...adapter }, 'a').body.prefix).toEqual(adapter.body.prefix);
  const [document] = documents;
  expect(document?.place('/1').line).toBe(5);
  const pieces = [...readPieces(adapter.body, document!)].filter((piece) => piece !== undefined);
  expect(pieces.flatMap(({ calls }) => calls.map(({ tool }) => tool))).toEqual(['stock']);
});

it('gives each record the time that stands before its first line', () => {
  const text = printed((index) => `2026-01-05T09:00:0${index}Z `);
  const { documents } = induceAdapter([{ path: 'a', text }], 'a', '2026-01-01T00:00:00Z');
  expect(documents[0]?.root).toMatchObject([
    { time: '2026-01-05T09:00:00Z' },
    {},
    {},
    { time: '2026-01-05T09:00:03Z' },
  ]);
});

it('takes a level off, and the room for it from the lines below', () => {
  const { prefix = '' } = findPrefix(DRAWN) ?? {};
  expect(
    takeOffPrefix(DRAWN, prefix)
      .map(({ line }) => line)
      .slice(0, 3),
  ).toEqual(['===== user =====', 'Is the blue lamp here?', 'and no more']);
});

it('leaves lines that are a record each, and text that only some lines have a time in', () => {
  const line = (index: number): string => `2026-01-05T09:00:0${index}Z user: hi ${index}\n`;
  expect(findPrefix([0, 1, 2, 3, 4].map(line).join(''))).toBeUndefined();
  expect(findPrefix([0, 1, 2].map((index) => `${line(index)}  {\n  }\n`).join(''))).toBeUndefined();
});
