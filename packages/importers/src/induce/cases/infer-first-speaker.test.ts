import type { JsonObject } from '@tracewright/core';
import { expect, it } from 'vitest';
import { inferFirstSpeaker } from './infer-first-speaker.ts';
import type { RecordGroup } from './partition-records.ts';

const say = (kind: string, text: string): JsonObject => ({ kind, text });
const LOG = [say('came', 'Is the lamp on?'), say('went', 'I look.'), say('went', 'Yes, it is on.')];

const group = (kind: string, records: readonly JsonObject[]): RecordGroup => ({
  when: [{ path: 'kind', in: [kind] }],
  records: records.filter((record) => record['kind'] === kind),
  meaning: undefined,
  label: kind,
});
const roles = (records: readonly JsonObject[], kinds: readonly string[]): unknown[] =>
  inferFirstSpeaker(
    kinds.map((kind) => group(kind, records)),
    records,
  ).map(({ meaning }) => meaning?.role);

it('takes whoever speaks first of two for the user', () => {
  expect(roles(LOG, ['went', 'came'])).toEqual(['agent', 'user']);
});

it('takes nobody where the first speaks more, or there are three', () => {
  expect(roles(LOG.toReversed(), ['went', 'came'])).toEqual([undefined, undefined]);
  expect(roles([...LOG, say('was', 'It was on.')], ['went', 'came', 'was'])).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
