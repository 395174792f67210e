import { describe, expect, it } from 'vitest';
import { DEFAULT_COLUMNS } from './column-names.ts';
import { cycleSort, type ListState, readListState, sortDirection, writeListState } from './list-state.ts';

describe('the address of the list', () => {
  it('keeps filter, order, columns in their order, and grouping', () => {
    const state: ListState = {
      filter: 'agent ~ "a&b" and steps > 20',
      sort: '-cost',
      columns: ['task', 'outcome', 'path'],
      group: 'task',
    };
    expect(readListState(writeListState(state).slice(1))).toEqual(state);
  });

  it('is bare without them, and drops what does not exist', () => {
    const bare: ListState = { filter: '', sort: undefined, columns: DEFAULT_COLUMNS, group: undefined };
    expect(writeListState({ ...bare, filter: '  ' })).toBe('/');
    expect(readListState('?outcome=great&sort=&columns=,colour&group=agent')).toEqual(bare);
    expect(readListState('?columns=cost,cost,colour,task').columns).toEqual(['cost', 'task']);
  });

  it('takes the outcome of older links into the filter, so that an "or" in it keeps its meaning', () => {
    expect(readListState('?outcome=failure').filter).toBe('outcome = failure');
    expect(readListState('?filter=steps > 2 or cost > 1&outcome=success').filter).toBe(
      '(steps > 2 or cost > 1) and outcome = success',
    );
  });
});

describe('the order', () => {
  it('goes from the natural direction to the other one and back to none', () => {
    expect(cycleSort(undefined, 'cost', true)).toBe('-cost');
    expect(cycleSort('-cost', 'cost', true)).toBe('cost');
    expect(cycleSort('cost', 'cost', true)).toBeUndefined();
    expect(cycleSort('-cost', 'agent', false)).toBe('agent');
  });

  it('is told of the one column it goes by', () => {
    expect(sortDirection('-cost', 'cost')).toBe('descending');
    expect(sortDirection('cost', 'cost')).toBe('ascending');
    expect(sortDirection('-cost', 'task')).toBeUndefined();
    expect(sortDirection('cost', undefined)).toBeUndefined();
  });
});
