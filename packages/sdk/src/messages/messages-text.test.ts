import { expect, it } from 'vitest';
import { toMessagesText } from './messages-text.ts';

const message = (role: string, content: string) => ({ role, parts: [{ type: 'text' as const, content }] });

it('leaves the oldest messages out of a history that is too long, and says how many', () => {
  const history = [
    message('system', 'Be brief.'),
    ...Array.from({ length: 100 }, (_item, index) => message('user', `${index}`.padEnd(100))),
  ];
  const { text, isTruncated } = toMessagesText(history, { maxText: 1000, maxTotal: 1000 });
  expect(isTruncated).toBe(true);
  const kept = JSON.parse(text) as typeof history;
  const contents = kept.map(({ parts }) => parts[0]?.content.trim());
  expect(contents.slice(0, 2)).toEqual(['Be brief.', '…[94 earlier messages cut]']);
  expect(contents.at(-1)).toBe('99');
  expect(kept.length).toBe(8);
});

it('keeps the newest message whatever the limit, and a short history whole', () => {
  const { text } = toMessagesText([message('user', 'a'), message('user', 'b')], {
    maxText: 10,
    maxTotal: 60,
  });
  expect(text).toContain('"role":"user"');
  expect(toMessagesText([message('user', 'a')], { maxText: 10, maxTotal: 1000 })).toEqual({
    text: '[{"role":"user","parts":[{"type":"text","content":"a"}]}]',
    isTruncated: false,
  });
  expect(toMessagesText([], { maxText: 10, maxTotal: 10 }).text).toBe('[]');
});
