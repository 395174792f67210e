import { expect, it } from 'vitest';
import { toBlocks } from './note-text.tsx';

it('reads headings, lists and paragraphs, and takes all else for words', () => {
  expect(toBlocks('# One\n\nTwo lines\nof words.\n- a\n- b\n\n* c\n<b>not a tag</b>')).toEqual([
    { kind: 'heading', text: 'One' },
    { kind: 'paragraph', text: 'Two lines of words.' },
    { kind: 'list', items: ['a', 'b'] },
    { kind: 'list', items: ['c'] },
    { kind: 'paragraph', text: '<b>not a tag</b>' },
  ]);
  expect(toBlocks('\n \n')).toEqual([]);
});
