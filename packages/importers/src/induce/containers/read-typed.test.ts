import { expect, it } from 'vitest';
import { readTyped } from './read-typed.ts';

it('reads JSON that names its kind, and what Python printed of a message', () => {
  expect(readTyped('{"type": "tool_use", "name": "ls"}')).toEqual({ type: 'tool_use', name: 'ls' });
  expect(readTyped("Said(role='user', content='Hi', parts=[Part(text='Hi')])")).toEqual({
    role: 'user',
    content: 'Hi',
    parts: [{ text: 'Hi' }],
  });
});

it('leaves other texts as they are, and objects of which nobody says who speaks', () => {
  expect(readTyped('{"type": "lamp"}')).toBeUndefined();
  expect(readTyped("Lamp(id='L-1')")).toBeUndefined();
  expect(readTyped("Lamp(role='corner light')")).toBeUndefined();
  expect(readTyped('It is on (role=user).')).toBeUndefined();
});
