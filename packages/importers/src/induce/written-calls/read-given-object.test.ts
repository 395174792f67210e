import { expect, test } from 'vitest';
import { readGiven } from './read-given-object.ts';

test.each([
  ['({"q": 1}) in 5 ms', { given: { q: 1 }, lines: 0, rest: 'in 5 ms' }],
  ["Args: {'q': None}\n\nfound", { given: { q: null }, lines: 0, rest: 'found' }],
  ['\n```json\n{\n"q": "}"\n}\n```\nbelow', { given: { q: '}' }, lines: 4, rest: 'below' }],
  [
    '{"q": 1}\n\n```\nfound\n```\nIt is so.',
    { given: { q: 1 }, lines: 0, rest: '```\nfound\n```\nIt is so.' },
  ],
])('%j', (text, expected) => {
  expect(readGiven(text)).toEqual(expected);
});

test('nothing where no object stands, or it is never closed', () => {
  expect(readGiven('found {"q": 1}')).toBeUndefined();
  expect(readGiven('{"q": 1')).toBeUndefined();
});
