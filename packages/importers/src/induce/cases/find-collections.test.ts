import type { JsonValue } from '@tracewright/core';
import { expect, it } from 'vitest';
import { findCollections } from './find-collections.ts';

it('takes lists that are counted for one that is told in parts', () => {
  const round = (part: string): JsonValue => [
    { role: 'assistant', content: `I try the ${part} door now` },
    { role: 'tool', content: `the ${part} door is locked` },
  ];
  const turn = (asked: string): JsonValue => ({
    asked: [{ role: 'user', content: asked }],
    round_0: round('left'),
    round_1: round('right'),
  });
  const [first] = findCollections([{ turns: [turn('Is a door open?'), turn('And is it now?')] }]);
  expect(first?.path).toBe('turns[*][*][*]');
  expect(first?.records).toHaveLength(10);
});

it('takes a list of examples or of tools for turns only where there is no other', () => {
  const messages: JsonValue = [
    { role: 'user', content: 'Is the door open?' },
    { role: 'assistant', content: 'It is locked.' },
  ];
  const paths = (root: JsonValue): string[] => findCollections([root]).map(({ path }) => path);
  expect(paths({ examples: [{ messages }] })).toContain('examples[*].messages[*]');
  expect(paths({ examples: [{ messages }], messages })).toEqual(['messages[*]']);
});

it('takes an object with an id for each name for a list, though it has but one', () => {
  const chat = {
    messages: [
      { role: 'user', content: 'Is it open?' },
      { role: 'assistant', content: 'No.' },
    ],
  };
  const paths = (root: JsonValue): string[] => findCollections([root]).map(({ path }) => path);
  expect(paths({ '6a5816c8-e589-4f1b-ad1f-5eaafa21e90d': chat })[0]).toBe('[*].messages[*]');
  expect(paths({ first: chat })[0]).toBe('first.messages[*]');
  const turns = { x: chat.messages[0] ?? {}, y: chat.messages[1] ?? {} };
  expect(paths({ byId: turns, order: ['x', 'y'] })).toEqual(['byId[*]']);
  expect(paths({ byId: turns, order: ['x'] })).toEqual([]);
  const own = {
    a: { id: 'a', role: 'user', text: 'Is it open?' },
    b: { id: 'b', role: 'agent', text: 'No.' },
  };
  expect(paths({ turns: own })).toEqual(['turns[*]']);
});
