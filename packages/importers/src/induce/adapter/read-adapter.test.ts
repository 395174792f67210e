import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readAdapter } from './read-adapter.ts';

const TEXT = JSON.stringify([
  { role: 'user', content: 'Is it dry?' },
  { role: 'assistant', content: 'Yes.' },
]);
const { adapter } = induceAdapter([{ path: 'a', text: TEXT }], 'a', '2026-01-01T00:00:00Z');

it.each([
  [{ list: 'parts', key: 'id' }, /joined\/0 has neither `names` nor `of`/],
  [{ list: 'parts', key: 'id', name: 'parts' }, /joined\/0\/name is not known/],
  [{ list: 'parts', key: 'id', of: { list: 'messages' } }, /joined\/0\/of\/id is no text/],
])('refuses tables that nothing joins: %j', (join, message) => {
  const edited = {
    ...adapter,
    body: { ...adapter.body, expand: { attributes: false, decode: [], joined: [join] } },
  };
  expect(() => readAdapter(edited, 'a.json')).toThrow(message);
});
