import { expect, it } from 'vitest';
import { readPairLines } from './read-pairs.ts';
import { splitEntries } from './split-entries.ts';

it('begins an entry at a time, or at a level and a time', () => {
  const text = '[2026-01-05 09:00:00] a\n  b\nI, [2026-01-05T09:00:01 #3] c\n\n09:00:02 d';
  expect(splitEntries(text).map(({ line, lines }) => [line, lines.length])).toEqual([
    [1, 2],
    [3, 2],
    [5, 1],
  ]);
});

it('reads what was logged over several lines as one record', () => {
  const text =
    '[2026-01-05 09:00:00] shop.INFO: Answered {"result":"1. lamp\n2. hook"} \n[2026-01-05 09:00:01] shop.INFO: Said {"text":"Two."}\ntool=ls path=.\ntool=cat path=a\n';
  expect(readPairLines(text).map(({ line, value }) => [line, value])).toEqual([
    [1, { time: '2026-01-05 09:00:00', event: 'shop.INFO: Answered', result: '1. lamp\n2. hook' }],
    [3, { time: '2026-01-05 09:00:01', event: 'shop.INFO: Said', text: 'Two.' }],
    [4, { tool: 'ls', path: '.' }],
    [5, { tool: 'cat', path: 'a' }],
  ]);
});

it('leaves the lines of what is no record alone', () => {
  const lines = readPairLines('09:00:00 begin\na=1 b=2\nmore');
  expect(lines.map(({ line, value }) => [line, value?.['a']])).toEqual([
    [1, undefined],
    [2, 1],
    [3, undefined],
  ]);
});
