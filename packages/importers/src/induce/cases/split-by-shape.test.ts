import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import type { RecordGroup } from './partition-records.ts';
import { splitByShape } from './split-by-shape.ts';

const first = { say: 'text', text: 'Is the lamp on?', images: [] };
const told = { say: 'text', text: 'I look.', partial: false };
const feedback = { say: 'feedback', text: 'And the bell?', images: [] };
const groupsOf = (texts: readonly JsonObject[]): readonly RecordGroup[] => [
  {
    when: [{ path: 'say', in: ['text'] }],
    records: texts,
    meaning: { as: 'turn', confidence: 1 },
    label: 'text',
  },
  {
    when: [{ path: 'say', in: ['feedback'] }],
    records: [feedback],
    meaning: { as: 'turn', role: 'user', confidence: 1 },
    label: 'feedback',
  },
];

it('knows the words of the user by the members that what the user says has', () => {
  const groups = splitByShape(groupsOf([first, told]), [first, told, feedback]);
  expect(groups.map(({ meaning, records }) => [meaning?.role, records])).toEqual([
    ['agent', [told]],
    ['user', [first]],
    ['user', [feedback]],
  ]);
  // The members of the others tell them apart, as a list may be empty.
  expect(groups[0]?.when).toEqual([
    { path: 'say', in: ['text'] },
    { path: 'partial', in: [false] },
  ]);
});

it('leaves a kind that the log does not begin with, and one that nothing tells apart', () => {
  const groups = groupsOf([told, first]);
  expect(splitByShape(groups, [told, first, feedback])).toEqual(groups);
  const bare = { say: 'text', text: 'I look.' };
  const alike = groupsOf([first, bare]);
  expect(splitByShape(alike, [first, bare, feedback])).toEqual(alike);
});
