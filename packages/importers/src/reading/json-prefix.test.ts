import { expect, test } from 'vitest';
import { parseJsonPrefix } from './json-prefix.ts';

test('a number that JSON does not have breaks the value off where it does', () => {
  expect(parseJsonPrefix('[09-Nov-25 10:14] x')).toEqual({
    value: [0],
    brokenAt: 2,
    message: 'expected "," or "]"',
  });
  expect(parseJsonPrefix('[-0.5e1, 10]').value).toEqual([-5, 10]);
});
