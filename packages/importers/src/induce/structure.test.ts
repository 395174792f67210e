import { describe, expect, it } from 'vitest';
import { groupByStructure, structureOf } from './structure.ts';

const event = (kind: string, more: object): object => ({ kind, at: 1, ...more });
const log = (...records: object[]): ReturnType<typeof structureOf> =>
  structureOf({ kind: 'jsonl', records: JSON.parse(JSON.stringify(records)) as never[], head: '' });

describe('groupByStructure', () => {
  const steps = log(event('call', { tool: 'a', args: {} }), event('result', { output: 'x' }));
  const stepsAgain = log(event('call', { tool: 'b', args: {} }), event('result', { output: 'y' }));
  const spans = log({ traceId: '1', spanId: '2', attributes: { model: 'm' } });

  it('keeps files together that differ in what they say, not in how', () => {
    expect(groupByStructure([steps, spans, stepsAgain], (item) => item)).toEqual([
      [steps, stepsAgain],
      [spans],
    ]);
  });

  it('tells kinds of records apart, not who speaks or what is called', () => {
    expect(structureOf({ kind: 'json', value: { type: 'call', name: 'ls' }, isHead: false })).toEqual(
      new Set(['.type', '.type=call', '.name']),
    );
  });

  it('joins groups that a file between them is like', () => {
    const a = new Set(['1', '2', '3', '4']);
    const between = new Set(['1', '2', '3', '4', '5', '6']);
    const b = new Set(['3', '4', '5', '6']);
    expect(groupByStructure([a, b], (item) => item)).toEqual([[a], [b]]);
    expect(groupByStructure([a, b, between], (item) => item)).toEqual([[a, b, between]]);
  });
});
