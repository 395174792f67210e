import { expect, it } from 'vitest';
import { ALL_TAGS, readTagTree } from './read-tag-tree.ts';

it('reads what a row refers to as it is shown, and its id beside it', () => {
  const text = '<row>\n<tool display_value="switch">7f0a</tool>\n<at place="hall">9:00</at>\n</row>';
  expect(readTagTree(text, new Set([ALL_TAGS]))['children']).toEqual([
    { tool: 'switch', tool_id: '7f0a', tag: 'row', children: [{ place: 'hall', tag: 'at', text: '9:00' }] },
  ]);
});
