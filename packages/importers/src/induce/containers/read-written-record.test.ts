import { expect, it } from 'vitest';
import { readWrittenRecord } from './read-written-record.ts';

it('reads JSON that names its kind, and what Python printed of a message', () => {
  expect(readWrittenRecord('{"type": "tool_use", "name": "ls"}')).toEqual({ type: 'tool_use', name: 'ls' });
  expect(readWrittenRecord("Said(role='user', content='Hi', parts=[Part(text='Hi')])")).toEqual({
    role: 'user',
    content: 'Hi',
    parts: [{ text: 'Hi' }],
  });
});

it('leaves other texts as they are, and objects of which nobody says who speaks', () => {
  expect(readWrittenRecord('{"type": "lamp"}')).toBeUndefined();
  expect(readWrittenRecord("Lamp(id='L-1')")).toBeUndefined();
  expect(readWrittenRecord("Lamp(role='corner light')")).toBeUndefined();
  expect(readWrittenRecord('It is on (role=user).')).toBeUndefined();
});
