import { expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { findNumberedSpeakers } from './find-numbered-speakers.ts';

const said = (role: number, text: string) => ({ type: 'message', from: { role }, text });
const called = (role: number) => ({ type: 'call', from: { role }, tool: 'ls', arguments: {} });
const MESSAGE: RecordCase = {
  when: [{ path: 'type', in: ['message'] }],
  as: 'turn',
  fields: { text: ['text'] },
};
const CALL: RecordCase = { when: [{ path: 'type', in: ['call'] }], as: 'call', fields: { tool: ['tool'] } };

function find(messages: readonly object[], calls: readonly object[]): readonly RecordCase[] {
  const groups = [messages, calls].map((records, index) => ({
    when: [MESSAGE, CALL][index]?.when ?? [],
    records: JSON.parse(JSON.stringify(records)),
    meaning: undefined,
    label: '',
  }));
  return findNumberedSpeakers([MESSAGE, CALL], groups);
}

it('knows the user by another number than all calls have', () => {
  const messages = [said(1, 'What is there?'), said(0, 'Two files.')];
  expect(find(messages, [called(0)])).toEqual([
    { ...MESSAGE, when: [...MESSAGE.when, { path: 'from.role', in: [1] }], role: 'user' },
  ]);
  expect(find(messages, [called(0), called(1)])).toEqual([]);
  expect(find([...messages, said(2, 'Hello')], [called(0)])).toEqual([]);
});

it('takes the depth of a node in a tree for no number of a speaker', () => {
  const node = (depth: number, record: object): object => ({ '#depth': depth, ...record });
  const message = { type: 'message', text: 'Two files.' };
  const messages = [node(2, { ...message, text: 'What is there?' }), node(1, message)];
  expect(find(messages, [node(1, { type: 'call', tool: 'ls', arguments: {} })])).toEqual([]);
});
