import { expect, it } from 'vitest';
import { parseToString } from './parse-to-string.ts';

it('reads objects in any bracket, lists, and texts with or without quotes', () => {
  expect(
    parseToString(
      "Chat[said=[Said{text='It's on, isn't it?', at=12, by=USER}, Said [text=Yes, both (1) and [2]., calls=[]]], open=true, note=null]",
    ),
  ).toEqual({
    '#class': 'Chat',
    said: [
      { '#class': 'Said', text: "It's on, isn't it?", at: 12, by: 'USER' },
      { '#class': 'Said', text: 'Yes, both (1) and [2].', calls: [] },
    ],
    open: true,
    note: null,
  });
});

it('keeps JSON in it as a text, and lines', () => {
  expect(parseToString('Call(id=c1, given={"a": "x, y=1"}, words=[tea, milk], text=one\ntwo)')).toEqual({
    '#class': 'Call',
    id: 'c1',
    given: '{"a": "x, y=1"}',
    words: ['tea', 'milk'],
    text: 'one\ntwo',
  });
});

it('reads a text whose bracket never closes, and names no class beside a kind', () => {
  expect(parseToString('Said{text=nice :(, messageType=USER, meta={lang=en}}')).toEqual({
    text: 'nice :(',
    messageType: 'USER',
    meta: { lang: 'en' },
  });
});

it('reads members with space around them', () => {
  expect(
    parseToString(
      'Said { Name = null, Parts = [Part { Text = "Hi, all" }], Given = "{"a": "b"}", Note = a b, Meta = {} }',
    ),
  ).toEqual({
    '#class': 'Said',
    Name: null,
    Parts: [{ '#class': 'Part', Text: 'Hi, all' }],
    Given: '{"a": "b"}',
    Note: 'a b',
    Meta: '{}',
  });
});

it('takes nothing that is not an object from its start to its end', () => {
  expect(parseToString('Said{text=Hi')).toBeUndefined();
  expect(parseToString('Said{text=Hi} and more')).toBeUndefined();
  expect(parseToString('Said{Hi}')).toBeUndefined();
});

it('gives up what never ends in time', () => {
  expect(parseToString(`A{a=${"'x ".repeat(60_000)}`)).toBeUndefined();
  expect(parseToString(`A{${'a=[b(, '.repeat(60_000)}`)).toBeUndefined();
  expect(parseToString('A{a='.repeat(60_000))).toBeUndefined();
});
