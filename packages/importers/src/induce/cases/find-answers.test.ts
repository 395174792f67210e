import { describe, expect, it } from 'vitest';
import { answers, elementsOf } from './find-answers.ts';

const CALLS = [
  { id: 'c1', name: 'ls', arguments: { path: '.' } },
  { id: 'c2', name: 'cat', arguments: { path: 'a' } },
];
const RESULTS = [
  { call_id: 'c1', content: 'a b' },
  { call_id: 'c2', content: 'x' },
];

describe('answers', () => {
  it('finds what names the calls of others by their ids', () => {
    expect(answers(RESULTS, CALLS)).toBe(true);
    expect(answers(RESULTS, CALLS, /call/)).toBe(true);
    expect(answers([{ run_id: 'c1' }, { run_id: 'c2' }], CALLS, /call/)).toBe(false);
  });

  it('takes no calls, no strangers and no parents for answers', () => {
    expect(answers(CALLS, CALLS)).toBe(false);
    expect(answers([{ call_id: 'c8', content: 'a' }], CALLS)).toBe(false);
    expect(answers([{ parent_id: 'c1' }, { parent_id: 'c2' }], CALLS)).toBe(false);
  });

  it('looks into the lists of records that only hold them', () => {
    expect(elementsOf([{ kind: 'request', content: CALLS }])).toEqual(CALLS);
    expect(elementsOf(CALLS)).toEqual(CALLS);
  });
});
