import { expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { orWhole } from './or-whole.ts';

const output: RecordCase = { when: [], as: 'result', fields: { result: ['output'] } };

it('reads what has not the member of the others as a whole', () => {
  expect(orWhole(output, [{ output: 'on' }, { lamps: 2 }]).fields.result).toEqual(['output', '']);
});

it('leaves what all have, be it empty, and what carries more than what came back', () => {
  expect(orWhole(output, [{ output: 'on' }, { output: '' }])).toBe(output);
  const carried: RecordCase = { ...output, fields: { ...output.fields, callId: ['id'] } };
  expect(orWhole(carried, [{ id: 'c1', output: 'on' }, { id: 'c2' }])).toBe(carried);
});
