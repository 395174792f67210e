import type { JsonObject } from '@tracewright/core';
import { expect, it } from 'vitest';
import type { RecordGroup } from './partition-records.ts';
import { splitByVoice } from './split-by-voice.ts';

const LOG: readonly JsonObject[] = [
  { at: 1, task: 'Is the lamp on?' },
  { at: 2, thought: 'I look.', tool: 'look', args: { at: 'lamp' }, seen: 'It is on.' },
  { at: 3, answer: 'Yes, it is on.' },
];

const split = (records: readonly JsonObject[]): unknown[] =>
  splitByVoice({ when: [], records, meaning: undefined, label: '' } satisfies RecordGroup).map(
    ({ when, meaning, records: own }) => [when[0]?.path, meaning?.role, own.length],
  );

it('takes records that only ask or answer from steps', () => {
  expect(split(LOG)).toEqual([
    ['task', 'user', 1],
    ['answer', 'agent', 1],
    [undefined, undefined, 1],
  ]);
});

it('leaves a question and its answer in one record together, and what calls beside its words', () => {
  const both = { at: 4, task: 'Is the bell on?', answer: 'No, it is off.' };
  expect(split([both, { at: 5, seen: 'nothing here' }, { at: 6, seen: 'nothing there' }])).toHaveLength(1);
  const calls = { at: 4, answer: 'I look again.', tool: 'look', args: { at: 'lamp' } };
  expect(split([LOG[1] ?? {}, LOG[1] ?? {}, calls])).toHaveLength(1);
});
