import { expect, it } from 'vitest';
import { findElementLists, readElementMembers } from './read-element-members.ts';

const chat = (...messages: readonly string[]): string =>
  `<?xml version="1.0"?><chat id="7"><title>Tea &amp; milk</title>${messages
    .map((text) => `<messages><role>user</role><content>${text}</content></messages>`)
    .join('')}<note/></chat>`;

it('reads elements as the members of objects, and those that recur as a list', () => {
  const texts = [chat('hello', 'and 2 cups'), chat('42')];
  const lists = new Set(findElementLists(texts));
  expect([...lists]).toEqual(['chat/messages']);
  expect(texts.map((text) => readElementMembers(text, lists))).toEqual([
    {
      chat: {
        id: '7',
        title: 'Tea & milk',
        messages: [
          { role: 'user', content: 'hello' },
          { role: 'user', content: 'and 2 cups' },
        ],
        note: '',
      },
    },
    { chat: { id: '7', title: 'Tea & milk', messages: [{ role: 'user', content: '42' }], note: '' } },
  ]);
});

it('reads objects between comments, and texts in sections', () => {
  const text = `<log><!-- by us --><m>a</m><m><![CDATA[<b>b</b>]]></m></log>`;
  const lists = findElementLists([text]);
  expect(lists).toEqual(['log/m']);
  expect(readElementMembers(text, new Set(lists))).toEqual({ log: { m: ['a', '<b>b</b>'] } });
});

it('takes elements for no objects where their order or the words between them say something', () => {
  expect(findElementLists(['<log><ask>a</ask><say>b</say><ask>c</ask></log>'])).toBeUndefined();
  expect(findElementLists(['<log><m>a <b>b</b></m><m>c</m></log>'])).toBeUndefined();
  expect(findElementLists(['<log><m>a</m></log>'])).toBeUndefined();
  expect(findElementLists(['<log><m><arg name="x">a</arg></m><m/></log>'])).toBeUndefined();
});
