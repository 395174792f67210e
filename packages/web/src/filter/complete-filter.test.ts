import { formatFilterValue, parseFilter, RUN_FIELDS } from '@tracewright/core';
import { expect, it } from 'vitest';
import { completeFilter } from './complete-filter.ts';

const VOCABULARY = { fields: RUN_FIELDS, values: { outcome: ['failure', 'success'], agent: ['two words'] } };

function offered(filter: string, caret = filter.length): readonly string[] {
  return completeFilter(filter, caret, VOCABULARY)?.options.map(({ text }) => text) ?? [];
}

it.each([
  ['', ['run', 'agent', 'model']],
  ['ag', ['agent']],
  ['agent ', ['=', '~', '!=', '!~']],
  ['steps ', ['>', '>=', '<']],
  ['outcome = ', ['failure', 'success']],
  ['outcome = f', ['failure']],
  ['outcome=f', ['failure']],
  ['agent = ', ['"two words"']],
  ['agent = "t', ['"two words"']],
  ['outcome = failure ', ['and', 'or']],
  ['outcome = failure a', ['and']],
  ['outcome = failure and mo', ['model']],
  ['has co', ['cost']],
  ['has cost ', ['and', 'or']],
  ['(ag', ['agent']],
  ['steps > ', []],
  ['outcome = failure', []],
])('offers for %j first %j', (filter, options) => {
  expect(offered(filter).slice(0, Math.max(options.length, 1))).toEqual(options);
});

it('replaces the word that the caret stands in', () => {
  const filter = 'age = x and steps > 2';
  const completion = completeFilter(filter, 2, VOCABULARY);
  expect(completion).toMatchObject({ start: 0, end: 3, options: [{ text: 'agent' }] });
});

it('writes values so that the filter reads them back', () => {
  for (const value of ['plain', 'two words', 'and', 'say "hi"', 'a\\b', "it's", 'a=b', '(x)']) {
    expect(parseFilter(`agent = ${formatFilterValue(value)}`, RUN_FIELDS)).toMatchObject({ value });
  }
});
