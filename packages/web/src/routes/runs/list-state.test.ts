import { describe, expect, it } from 'vitest';
import { cycleSort, readListState, toWhere, writeListState } from './list-state.ts';

describe('the address of the list', () => {
  it('keeps filter, outcome and order', () => {
    const state = { filter: 'agent ~ "a&b" and steps > 20', outcome: 'failure', sort: '-cost' } as const;
    expect(readListState(writeListState(state).slice(1))).toEqual(state);
  });

  it('is bare without them, and drops outcomes that do not exist', () => {
    expect(writeListState({ filter: '  ' })).toBe('/');
    expect(readListState('?outcome=great&sort=')).toEqual({
      filter: '',
      outcome: undefined,
      sort: undefined,
    });
  });
});

describe('toWhere', () => {
  it('joins the filter and the outcome so that an "or" in the filter keeps its meaning', () => {
    expect(toWhere({ filter: 'steps > 2 or cost > 1', outcome: 'success' })).toBe(
      '(steps > 2 or cost > 1) and outcome = success',
    );
    expect(toWhere({ filter: 'steps > 2', outcome: undefined })).toBe('steps > 2');
    expect(toWhere({ filter: ' ', outcome: 'unknown' })).toBe('outcome = unknown');
    expect(toWhere({ filter: '', outcome: undefined })).toBe('');
  });
});

describe('cycleSort', () => {
  it('goes from the natural direction to the other one and back to none', () => {
    expect(cycleSort(undefined, 'cost', true)).toBe('-cost');
    expect(cycleSort('-cost', 'cost', true)).toBe('cost');
    expect(cycleSort('cost', 'cost', true)).toBeUndefined();
    expect(cycleSort('-cost', 'agent', false)).toBe('agent');
  });
});
