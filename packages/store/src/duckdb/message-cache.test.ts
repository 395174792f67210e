import { expect, it } from 'vitest';
import { makeMessage } from '../conformance/builders.ts';
import { MessageCache } from './message-cache.ts';

const MIB = 2 ** 20;

it('gives back what was added, and forgets what was used longest ago when it is full', () => {
  const cache = new MessageCache();
  const messages = Array.from({ length: 40 }, (_, key) => makeMessage(`${key}`));
  for (const [key, message] of messages.slice(0, 32).entries()) cache.add(key, message, MIB / 4);
  expect(cache.get(0)).toBe(messages[0]);
  for (const [key, message] of messages.entries()) cache.add(key, message, MIB / 4);
  expect(messages.flatMap((_, key) => (cache.get(key) === undefined ? [key] : []))).toStrictEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
});

it('leaves out what would push out many', () => {
  const cache = new MessageCache();
  cache.add(1, makeMessage('long'), MIB);
  expect(cache.get(1)).toBeUndefined();
});
