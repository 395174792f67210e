import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';

const said = (role: string, content: string): object => ({ role, content });
const TALK = [
  said('user', 'Is it raining in the valley this morning?'),
  said('assistant', 'It is not, and the sun is out.'),
  said('user', 'And what will it be like tomorrow?'),
  said('assistant', 'Tomorrow there will be showers.'),
  said('user', 'Then I will stay at home.'),
  said('assistant', 'That is a good idea, I think.'),
];
const tag = (key: string, value: string): object => ({ key, type: 'string', value });
/** A model's span with all that was said so far, and what it said to it. */
const span = (id: string, index: number): object => ({
  spanId: id,
  startTime: 1_760_000_000 + index,
  tags: [
    tag('operation', 'chat'),
    tag('sent', JSON.stringify(TALK.slice(0, 2 * index + 1))),
    tag('answered', JSON.stringify(TALK.slice(2 * index + 1, 2 * index + 2))),
  ],
});

it('reads a conversation that spans repeat by their times, where they stand in the order of their ids', () => {
  const text = JSON.stringify({ spans: [span('a1', 1), span('b2', 2), span('c3', 0)] });
  const { body } = induceAdapter([{ path: 'a.json', text }], 'a', '2026-01-01T00:00:00Z').adapter;
  expect(body.runs).toMatchObject({
    at: 'spans[*]',
    growing: { byTime: 'startTime', answer: 'tags.answered[*]' },
  });
  expect(body.records).toBe('tags.sent[*]');
});
