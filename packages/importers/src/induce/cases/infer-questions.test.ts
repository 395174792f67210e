import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { inferQuestions } from './infer-questions.ts';
import type { RecordGroup } from './partition-records.ts';

const asked = ['Which lamp is it?', 'Is it on now?'].map((words) => ({ kind: 'followup', words }));
const answers = ['The green one.', 'Yes.'].map((words) => ({ kind: 'feedback', words }));
const group = (records: readonly JsonObject[], meaning?: RecordGroup['meaning']): RecordGroup => ({
  when: [{ path: 'kind' }],
  records,
  meaning,
  label: '',
});
const user = group(answers, { as: 'turn', role: 'user', confidence: 1 });
const before = (records: readonly JsonObject[]): ReadonlyMap<JsonObject, JsonObject | undefined> =>
  new Map(records.map((record, index) => [record, records[index - 1]]));

it('takes what the user answers each time for questions of the agent', () => {
  const log = asked.flatMap((question, index) => [question, answers[index] ?? {}]);
  expect(inferQuestions([group(asked), user], before(log))[0]?.meaning).toMatchObject({
    as: 'turn',
    role: 'agent',
  });
});

it('leaves what is not always answered, what says nothing, and what a word speaks of', () => {
  const meaningOf = (
    records: readonly JsonObject[],
    log: readonly JsonObject[],
    known?: RecordGroup['meaning'],
  ) => inferQuestions([group(records, known), user], before(log))[0]?.meaning;
  expect(meaningOf(asked, [...asked, ...answers])).toBeUndefined();
  const waits = asked.map(() => ({ kind: 'wait', words: 'now' }));
  const log = waits.flatMap((wait, index) => [wait, answers[index] ?? {}]);
  expect(meaningOf(waits, log)).toBeUndefined();
  const questions = asked.flatMap((question, index) => [question, answers[index] ?? {}]);
  const note = { as: 'note', confidence: 1 } as const;
  expect(meaningOf(asked, questions, note)).toEqual(note);
});
