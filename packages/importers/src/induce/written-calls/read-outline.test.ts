import { expect, it } from 'vitest';
import { readOutline } from './read-outline.ts';

it('reads the tool, and what it was given below', () => {
  const text =
    'search (call_1)\n Call ID: call_1\n  Args:\n    query: red kettle\n    most: 3\n  open (call_2)\n Call ID: call_2\n  Args:\n    text: two\nlines';
  expect(readOutline(text)?.calls).toEqual([
    { tool: 'search', arguments: { query: 'red kettle', most: 3 } },
    { tool: 'open', arguments: { text: 'two\nlines' } },
  ]);
});

it('takes no lists and no prose for calls', () => {
  expect(readOutline('fruit:\n  apples\n  pears')).toBeUndefined();
  expect(readOutline('I call search with these args:\n  query: a')).toBeUndefined();
});

it('leaves what is said after an outline as text', () => {
  const text =
    'search (call_1)\n  Args:\n    query: kettle\n      red\n\n      big\n\nNow I wait.\nLong: yes';
  expect(readOutline(text)).toEqual({
    text: 'Now I wait.\nLong: yes',
    thought: '',
    calls: [{ tool: 'search', arguments: { query: 'kettle\n      red\n      big' } }],
  });
});
