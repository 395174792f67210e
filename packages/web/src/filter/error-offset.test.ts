import { expect, it } from 'vitest';
import { findErrorOffset } from './error-offset.ts';

it('counts in the filter as typed, with and without a bracket before it', () => {
  expect(findErrorOffset('column 7', 'steps >> 2', 0)).toBe(6);
  expect(findErrorOffset('column 8', 'steps >> 2', 1)).toBe(6);
});

it('stays within the filter, and knows when there is no column', () => {
  expect(findErrorOffset('column 99', 'steps', 0)).toBe(5);
  expect(findErrorOffset('column 1', 'steps', 1)).toBe(0);
  expect(findErrorOffset('http://127.0.0.1', 'steps', 0)).toBeUndefined();
});
