import { expect, it } from 'vitest';
import { textPartsOf } from './text-parts.ts';

it('gives the texts of a list that holds nothing else', () => {
  expect(
    textPartsOf([
      { type: 'text', text: 'a' },
      { type: 'output_text', text: 'b' },
    ]),
  ).toEqual(['a', 'b']);
});

it('passes over ids of the parts and what is empty', () => {
  expect(textPartsOf([{ type: 'text', text: 'a', uuid: 'p-1', notes: [], flags: null }])).toEqual(['a']);
});

it('gives nothing where a part says more, or is none', () => {
  expect(textPartsOf([{ type: 'text', text: 'a', by: 'me' }])).toBeUndefined();
  expect(
    textPartsOf([
      { type: 'text', text: 'a' },
      { type: 'image', url: 'b' },
    ]),
  ).toBeUndefined();
  expect(textPartsOf([])).toBeUndefined();
  expect(textPartsOf('a')).toBeUndefined();
});
