import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import type { LabelMeaning } from '../words/vocabulary.ts';
import { inferSilent } from './infer-silent.ts';
import type { RecordGroup } from './partition-records.ts';

const CALL: LabelMeaning = { as: 'call', role: 'agent', confidence: 1 };
const TURN: LabelMeaning = { as: 'turn', confidence: 1 };
const USER: LabelMeaning = { as: 'turn', role: 'user', confidence: 1 };
const group = (label: string, meaning: LabelMeaning, ...records: readonly JsonObject[]): RecordGroup => ({
  when: [{ path: 'kind', in: [label] }],
  records: records.map((record, index) => ({ at: 1_750_000_000 + index, kind: label, ...record })),
  meaning,
  label,
});
const kinds = (...groups: readonly RecordGroup[]): unknown[] =>
  inferSilent(groups).map(({ meaning }) => meaning?.as);

it('takes kinds of which there is but a time, a flag or an id for notes', () => {
  const asked = group('call', CALL, { tool: 'light', on: true }, { tool: 'bell', on: false });
  const begun = group('call_started', CALL, { text: '', isShown: true }, { text: '', isShown: false });
  const hash = 'a7f5db4794d7e3704ba0c06e6889292895851861';
  const saved = group('saved', TURN, { text: hash, of: { from: hash } }, { text: hash, of: {} });
  expect(kinds(asked, begun, saved)).toEqual(['call', 'note', 'note']);
});

it('leaves the only calls, calls with an id, what counts and what the user says', () => {
  const begun = group('call_started', CALL, { text: '' }, { text: '' });
  expect(kinds(begun)).toEqual(['call']);
  const asked = group('call', CALL, { tool: 'light' }, { tool: 'bell' });
  const id = '8236cc97-9661-4c75-a670-ffc6149dd79b';
  expect(kinds(asked, group('call_started', CALL, { call: id }, { call: id }))).toEqual(['call', 'call']);
  expect(kinds(group('answer', TURN, { tokens: 7 }, { tokens: 9 }))).toEqual(['turn']);
  expect(kinds(group('feedback', USER, { text: '' }, { text: '' }))).toEqual(['turn']);
});
