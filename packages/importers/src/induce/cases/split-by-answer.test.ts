import { describe, expect, it } from 'vitest';
import type { RecordGroup } from './partition-records.ts';
import { splitByAnswer } from './split-by-answer.ts';

const CALLS = [
  { call_id: 'c1', name: 'ls', args: { path: '.' }, result: null },
  { call_id: 'c2', name: 'now', args: {}, result: null },
];
const RESULTS = [
  { call_id: 'c1', name: 'ls', args: null, result: ['a', 'b'] },
  { call_id: 'c2', name: 'now', args: null, result: '10:04' },
];

function group(records: RecordGroup['records']): RecordGroup {
  return { when: [], records, meaning: { as: 'call', role: 'agent', confidence: 1 }, label: 'FunctionCall' };
}

describe('splitByAnswer', () => {
  it('tells calls and results of one kind apart by what is null', () => {
    const [first, second, ...others] = splitByAnswer(group([...CALLS, ...RESULTS]));
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      when: [{ path: 'result', in: [null] }],
      records: CALLS,
      meaning: { as: 'call' },
    });
    expect(second).toMatchObject({
      when: [{ path: 'args', in: [null] }],
      records: RESULTS,
      meaning: { as: 'result' },
    });
  });

  it('leaves calls that tell their results themselves, and what has other ids', () => {
    const whole = group([{ ...CALLS[0], result: 'a b' }, ...CALLS.slice(1), ...RESULTS]);
    expect(splitByAnswer(whole)).toEqual([whole]);
    const strangers = group([
      ...CALLS,
      ...RESULTS.map((record, index) => ({ ...record, call_id: `x${index}` })),
    ]);
    expect(splitByAnswer(strangers)).toEqual([strangers]);
  });
});
