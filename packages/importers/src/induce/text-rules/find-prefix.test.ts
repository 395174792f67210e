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
  expect(documents.map((document) => document.place('/1').line)).toEqual([5]);
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls.map(({ tool }) => tool) ?? [])).toEqual(['stock']);
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

it('leaves text that only some lines have a time in', () => {
  const text = [0, 1, 2].map((index) => `2026-01-05T09:00:0${index}Z user: hi\n  {\n  }\n`).join('');
  expect(findPrefix(text)).toBeUndefined();
});

it('tells what is surely no part of a text from what may begin each record', () => {
  const lines = ['User: Is it dry?', 'Agent: Yes.', 'User: And cold?', 'Agent: No.'];
  const found = (prefix: string) => findPrefix(lines.map((line) => `${prefix}${line}`).join('\n'));
  expect(found('   ')).toMatchObject({ prefix: '\\s{3}', isSilent: true });
  expect(found('desk-2 | ')).toMatchObject({ isSilent: true });
  expect(found('09:00:01 ')).toMatchObject({ isSilent: false, isWithin: false });
  expect(found('09:00:01 [2026-01-05 09:00:00] ')).toMatchObject({ isSilent: true });
  expect(found('2026-01-05 09:00:00,120 - desk - INFO - ')).toBeUndefined();
  expect(findPrefix('ann | Is it dry?\nbot | Yes.\nann | And cold?\nbot | No.')).toBeUndefined();
});
