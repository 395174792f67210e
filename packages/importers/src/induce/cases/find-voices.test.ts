import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import type { RecordCase } from '../adapter/adapter.ts';
import { findVoices } from './find-voices.ts';

const MAIN: RecordCase = { when: [], as: 'turn', fields: { text: ['words'], tool: ['done.what'] } };

const LOG: JsonObject[] = [
  { by: 7, words: 'Is there any milk left?' },
  { by: 3, done: { what: 'open_fridge' } },
  { by: 3, words: 'Yes, a litre of it.' },
  { by: 7, words: 'Thank you.' },
  { by: 3, done: { what: 'close_fridge' } },
];

describe('findVoices', () => {
  it('takes the number of whoever speaks first and never calls for the user', () => {
    expect(findVoices(LOG, MAIN)).toEqual([{ ...MAIN, when: [{ path: 'by', in: [7] }], role: 'user' }]);
  });

  it('takes no number that both of them have', () => {
    expect(findVoices([{ by: 3, words: 'I begin.' }, ...LOG.slice(1)], MAIN)).toEqual([]);
    expect(findVoices([...LOG, { by: 7, done: { what: 'drink' } }], MAIN)).toEqual([]);
  });
});
