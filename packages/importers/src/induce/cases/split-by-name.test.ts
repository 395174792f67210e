import { expect, it } from 'vitest';
import type { JsonObject } from '@tracewright/core';
import { splitByName } from './split-by-name.ts';

const step = (inner: JsonObject): JsonObject => ({ trace: { at: 7, step: inner } });
const records: readonly JsonObject[] = [
  { request: { said: 'Is the lamp on?' } },
  step({ rationale: { text: 'I look.' } }),
  step({ toolInput: { call: { function: 'light', parameters: {} }, of: 't1' } }),
  step({ observation: { toolOutput: { text: 'on' }, of: 't1' } }),
  step({ observation: { finalResponse: { text: 'It is on.' }, of: 't2' } }),
  { chunk: { bytes: 'SXQgaXMgb24u' } },
];

it('finds the kinds wherever the names that tell them stand, down to the one object that is told', () => {
  expect(splitByName(records).map(({ when, label, meaning }) => [when[0]?.path, label, meaning?.as])).toEqual(
    [
      ['request', 'request', 'turn'],
      ['trace.step.rationale', 'rationale', 'thought'],
      ['trace.step.toolInput.call', 'toolInput', 'arguments'],
      ['trace.step.observation.toolOutput', 'toolOutput', 'result'],
      ['trace.step.observation.finalResponse', 'finalResponse', 'turn'],
      ['chunk', 'chunk', undefined],
    ],
  );
});

it('finds none where a record has several members of its own, or the names are of one kind', () => {
  expect(splitByName([...records, { request: {}, chunk: {} }])).toEqual([]);
  expect(splitByName([{ content: 'on' }, { content: 'off' }, { error: 'no lamp' }])).toEqual([]);
  expect(splitByName([{ lamp: { on: true } }, { bell: { on: false } }])).toEqual([]);
});
