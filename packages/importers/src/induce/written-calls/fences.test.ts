import { expect, it } from 'vitest';
import { unfence } from './call-syntax.ts';
import { closesFence, fenceOf, followFence } from './fences.ts';

it('knows fences of backticks and of tildes from what is drawn', () => {
  expect(
    ['```js', '  ````', '~~~md', '~~~', '~~~~~~~~', '~~ a ~~', '~~~ and so on', 'a```'].map(fenceOf),
  ).toEqual(['```', '````', '~~~', '~~~', undefined, undefined, undefined, undefined]);
  expect(['```ls -la```', '````a``` b', '``` sh -x'].map(fenceOf)).toEqual([undefined, undefined, '```']);
});

it('closes a block with the signs that opened it', () => {
  const open = (text: string): (string | undefined)[] => {
    let fence: string | undefined;
    return text.split('\n').map((line) => (fence = followFence(fence, line)));
  };
  expect(open('~~~md\n```js\n```\n~~~\nsaid')).toEqual(['~~~', '~~~', '~~~', undefined, undefined]);
  expect(open('````\n```\na\n````\n```')).toEqual(['````', '````', '````', undefined, '```']);
  expect([closesFence('~~~', '```'), closesFence('```', '```js'), closesFence('```', '````')]).toEqual([
    false,
    false,
    true,
  ]);
});

it('takes the block around a text from it', () => {
  expect(unfence('~~~md\n```js\na()\n```\n~~~')).toBe('```js\na()\n```');
  expect(unfence('```\na\n~~~')).toBe('```\na\n~~~');
});
