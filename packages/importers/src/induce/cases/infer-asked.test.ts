import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import type { LabelMeaning } from '../words/vocabulary.ts';
import { inferAsked } from './infer-asked.ts';
import type { RecordGroup } from './partition-records.ts';

const CALL: LabelMeaning = { as: 'call', role: 'agent', confidence: 1 };
const group = (label: string, meaning: LabelMeaning, records: readonly JsonObject[]): RecordGroup => ({
  when: [{ path: 'kind', in: [label] }],
  records,
  meaning,
  label,
});
const begun = { kind: 'node_execution_started', input: 'Is the gate shut?' };
const call = { kind: 'tool_call', tool: 'gate', arguments: { side: 'north' } };
const roles = (records: readonly JsonObject[], ...others: readonly RecordGroup[]): unknown[] =>
  inferAsked(
    [group('node_execution_started', CALL, [begun]), group('tool_call', CALL, [call]), ...others],
    records,
  ).map(({ meaning }) => meaning?.role);

it('takes what is put in before all calls for what was asked', () => {
  expect(roles([begun, call])).toEqual(['user', 'agent']);
});

it('leaves it where somebody asks, and where it stands behind a call', () => {
  expect(roles([call, begun])).toEqual(['agent', 'agent']);
  const user = group('said', { as: 'turn', role: 'user', confidence: 1 }, [{ kind: 'said', text: 'Hi' }]);
  expect(roles([begun, call], user)).toEqual(['agent', 'agent', 'user']);
});
