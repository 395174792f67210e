import { expect, it } from 'vitest';
import { findRefusedFilter, readPatternState, writePatternState } from './pattern-state.ts';

it('the address keeps both filters, and is bare without them', () => {
  const state = { where: 'agent ~ "a&b"', against: 'start < 2026-05-01' };
  expect(readPatternState(writePatternState(state).slice('/patterns'.length))).toEqual(state);
  expect(writePatternState({ where: ' ', against: '' })).toBe('/patterns');
});

it.each([
  ['column 4', 'where'],
  ['against, column 4', 'against'],
  ['http://127.0.0.1:4318/api/patterns', undefined],
  [undefined, undefined],
])('an error at %s is about %s', (where, filter) => {
  expect(findRefusedFilter({ message: 'x', where, fix: undefined })).toBe(filter);
});
