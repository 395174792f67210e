import { expect, test } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { findBetween } from './find-between.ts';

const RULE = { headers: ['(?<label>User|Agent|Result): '], skipFences: false };

test('a line that ends records of several labels is part of none, whatever rule stands below it', () => {
  const turns = ['User: how far?', 'Agent: I look.', 'Result: 12 km', 'Agent: 12 km.'];
  const text = turns.map((turn, index) => `${turn}\n(took ${index + 3} s)\n-----\n`).join('');
  const between = findBetween(text, RULE);
  const { records } = readTextRecords(text, { ...RULE, between });
  expect(records.map(({ text: said }) => said)).toEqual(['how far?', 'I look.', '12 km', '12 km.']);
});

test('what ends the results alone, such as an exit status, is theirs', () => {
  const turn = (status: number): string => `Agent: I look.\nResult: a line\nexit status ${status}\n`;
  expect(findBetween([0, 1, 0, 1, 0].map(turn).join(''), RULE)).toEqual([]);
});

test('what stands elsewhere too is said', () => {
  const text =
    'User: a\n(took 1 s)\nb\nAgent: c\n(took 2 s)\nd\nUser: e\n(took 3 s)\nAgent: f\n(took 4 s)\ng\n';
  expect(findBetween(text, RULE)).toEqual([]);
});
