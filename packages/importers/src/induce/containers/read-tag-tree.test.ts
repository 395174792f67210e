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

it('reads sections of XML as texts, and no elements in them or in comments', () => {
  const text = 'a <b>bold</b> word &amp; more';
  expect(read(`<log><!-- <line>none</line> --><line>x &lt; <![CDATA[${text}]]></line><end/></log>`)).toEqual([
    { tag: 'log', text: '<!-- <line>none</line> -->', line: `x <\n${text}`, end: '' },
  ]);
  expect(
    readTagTree(`<ask><![CDATA[${text}]]></ask> <!-- <ask>so</ask> -->`, new Set(['ask'])),
  ).toMatchObject({
    text: '<!--\n-->',
    children: [
      { tag: 'ask', text: 'a <b>bold</b> word & more' },
      { tag: 'ask', text: 'so' },
    ],
  });
});

it('is linear in comments and sections that never end', () => {
  for (const opening of ['<!--', '<![CDATA['])
    expect(read(`<log>${opening.repeat(200_000)}<end/></log>`)).toMatchObject([{ tag: 'log', end: '' }]);
});
