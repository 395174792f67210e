import { expect, it } from 'vitest';
import { splitCalls } from './read-given.ts';

it('tells calls apart that are told in one, each with what it brought', () => {
  const given = { weigh: { item: 'pear' }, label: '{"text": "ripe"}' };
  expect(splitCalls('weigh;label', given, '{"weigh": "90 g", "label": "printed"}')).toEqual([
    { tool: 'weigh', arguments: { item: 'pear' }, content: '90 g' },
    { tool: 'label', arguments: { text: 'ripe' }, content: 'printed' },
  ]);
  expect(splitCalls('weigh; label', given, 'done')?.map(({ content }) => content)).toEqual([
    undefined,
    'done',
  ]);
});

it('leaves one call as it is', () => {
  expect(splitCalls('weigh', { weigh: {} }, '')).toBeUndefined();
  expect(splitCalls('weigh;label', { item: 'pear' }, '')).toBeUndefined();
});
