import type { RunId } from '@tracewright/core';
import { expect, it } from 'vitest';
import { createChangeFeeds } from './change-feed.ts';
import type { RunNews } from './changed-runs.ts';

// Ids are text with a brand.
const runs = (count: number): RunId[] => Array.from({ length: count }, (_, index) => `r${index}` as RunId);

it('names the runs that changed, and says "all" of more than it can name', async () => {
  const feed = createChangeFeeds().of('shop');
  const heard: RunNews[] = [];
  const unsubscribe = feed.subscribe({ onChanged: (news) => heard.push(news), onEnded: () => undefined });
  feed.notify(runs(1));
  feed.notify(runs(2));
  await expect.poll(() => heard).toEqual([['r0', 'r1']]);
  feed.notify(runs(201));
  await expect.poll(() => heard.slice(1)).toEqual(['all']);
  feed.notify(runs(1));
  await expect.poll(() => heard.slice(2)).toEqual([['r0']]);
  unsubscribe();
});

it('ends those who listen, and who come later', () => {
  const feeds = createChangeFeeds();
  let ended = 0;
  const listener = { onChanged: () => undefined, onEnded: () => void (ended += 1) };
  feeds.of('shop').subscribe(listener);
  feeds.close();
  expect(ended).toBe(1);
  feeds.of('other').subscribe(listener);
  expect(ended).toBe(2);
});
