import { expect, it } from 'vitest';
import { ALL_TAGS, readTagTree } from './read-tag-tree.ts';

const read = (text: string): unknown => readTagTree(text, new Set([ALL_TAGS]))['children'];

it('reads what only holds a text, or nothing, as a member of what it stands in', () => {
  expect(read('<call name="ls"><input>{}</input><output></output></call>')).toEqual([
    { tag: 'call', name: 'ls', input: '{}', output: '' },
  ]);
  expect(read('<log><line>a</line><line>b</line><end/></log>')).toEqual([
    {
      tag: 'log',
      end: '',
      children: [
        { tag: 'line', text: 'a' },
        { tag: 'line', text: 'b' },
      ],
    },
  ]);
});
