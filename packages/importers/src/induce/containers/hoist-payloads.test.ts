import { describe, expect, it } from 'vitest';
import { findPayloads, hoistPayload } from './hoist-payloads.ts';

const wrap = (type: string, kind: string = 'object'): object => ({
  version: 1,
  kind,
  path: ['messages', type],
  kwargs: { type, content: 'Hi' },
});

describe('what records hold under one name', () => {
  it('is found where nothing is told beside it', () => {
    const records = [wrap('human'), wrap('ai'), wrap('tool')] as never;
    expect(findPayloads(records)).toEqual(['kwargs']);
  });

  it('is left where the records differ beside it', () => {
    const records = [wrap('human', 'a'), wrap('ai', 'b'), wrap('tool', 'c')] as never;
    expect(findPayloads(records)).toEqual([]);
  });

  it('is read as the members of the record', () => {
    expect(hoistPayload(wrap('ai') as never, ['kwargs'])).toEqual({
      version: 1,
      kind: 'object',
      path: ['messages', 'ai'],
      type: 'ai',
      content: 'Hi',
    });
  });
});
