import { describe, expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import type { RecordGroup } from './partition-records.ts';
import { settleNames } from './settle-names.ts';

const call = (name: string) => ({ event: 'did', name });
const result = (name: string) => ({ event: 'got', name, value: 1 });
const CASES: readonly RecordCase[] = [
  { when: [{ path: 'event', in: ['did'] }], as: 'call', fields: { tool: ['name'] } },
  {
    when: [{ path: 'event', in: ['got'] }],
    as: 'result',
    fields: { resultName: ['name'], result: ['value'] },
  },
];

function groupsOf(records: readonly { readonly event: string }[]): RecordGroup[] {
  return CASES.map(({ when }) => ({
    when,
    records: records.filter(({ event }) => when[0]?.in?.includes(event) === true),
    meaning: undefined,
    label: '',
  }));
}

describe('settleNames', () => {
  const records = [
    call('listen'),
    call('find'),
    result('found'),
    call('listen'),
    call('weigh'),
    result('weight'),
  ];

  it('leaves names of results that are those of no call, and takes what never brings anything for no call', () => {
    const [idle, did, got] = settleNames(CASES, groupsOf(records), records);
    expect(idle).toEqual({
      when: [
        { path: 'event', in: ['did'] },
        { path: 'name', in: ['listen'] },
      ],
      as: 'note',
      fields: {},
    });
    expect(did).toBe(CASES[0]);
    expect(got?.fields).toEqual({ result: ['value'] });
  });

  it('keeps names that results share with calls, and calls in a log where others go unanswered as well', () => {
    const named = records.map((record) => (record.name === 'found' ? result('find') : record));
    expect(settleNames(CASES, groupsOf(named), named).at(-1)).toBe(CASES[1]);
    const unanswered = [...records, call('find'), call('weigh')];
    expect(settleNames(CASES, groupsOf(unanswered), unanswered)).toHaveLength(2);
  });
});
