import { describe, expect, it } from 'vitest';
import { inferLinked } from './infer-linked.ts';
import type { RecordGroup } from './partition-records.ts';

const group = (label: string, records: RecordGroup['records']): RecordGroup => ({
  when: [{ path: 'name', in: [label] }],
  records,
  meaning: { as: 'thought', role: 'agent', confidence: 0.5 },
  label,
});
const bound = (id: string) => ({
  name: 'PlanStepBound',
  step_id: id,
  of: 'shop.find',
  arguments: { item: id },
});
const done = (id: string) => ({
  name: 'PlanStepDone',
  step_id: id,
  of: 'shop.find',
  observation: `lamp ${id}`,
});

describe('inferLinked', () => {
  it('takes what is given an object and what tells an observation under one id for a call and its result', () => {
    const groups = [group('bound', [bound('a1'), bound('a2')]), group('done', [done('a1'), done('a2')])];
    expect(inferLinked(groups).map(({ meaning }) => meaning?.as)).toEqual(['call', 'result']);
  });

  it('leaves what has other ids', () => {
    const groups = [group('bound', [bound('a1'), bound('a2')]), group('done', [done('b1'), done('b2')])];
    expect(inferLinked(groups)).toEqual(groups);
  });
});
