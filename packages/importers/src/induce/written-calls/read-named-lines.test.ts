import { expect, it } from 'vitest';
import { readNamedLines } from './read-named-lines.ts';

it('reads arguments a line each, some with values of several lines', () => {
  expect(readNamedLines('House: 4\nTerms: [\n  "kettle"\n]\nOld:   a: b\n\nNew: c')).toEqual({
    House: 4,
    Terms: ['kettle'],
    Old: '  a: b\n',
    New: 'c',
  });
});

it('leaves other texts alone', () => {
  expect(readNamedLines('find . -name x\nPath: a')).toBeUndefined();
  expect(readNamedLines('select a: b')).toBeUndefined();
});
