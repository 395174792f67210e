import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createForeground } from './foreground.ts';

const LONG_MS = 60_000;

/** Which comes first: that nobody asks, or half of the long time. */
async function firstOf(quiet: Promise<void>): Promise<string> {
  const stopping = new AbortController();
  const late = sleep(LONG_MS / 2, 'late', { signal: stopping.signal }).catch(() => 'stopped');
  try {
    return await Promise.race([quiet.then(() => 'quiet'), late]);
  } finally {
    stopping.abort();
  }
}

it('is quiet at once where nobody asks', async () => {
  expect(await firstOf(createForeground().quiet(LONG_MS, new AbortController().signal))).toBe('quiet');
});

it('waits for requests under way and for what follows them, and counts those that fail', async () => {
  const foreground = createForeground();
  const asking = [
    foreground.during(() => sleep(50)),
    foreground.during(() => Promise.reject(new Error('no'))),
  ];
  let isAnswered = false;
  const answered = Promise.allSettled(asking).then(() => (isAnswered = true));
  await foreground.quiet(LONG_MS, new AbortController().signal);
  expect(isAnswered).toBe(true);
  await answered;
});

it('waits no longer than asked, and not at all once aborted', async () => {
  const foreground = createForeground();
  let end = (): void => undefined;
  const asking = foreground.during(() => new Promise<void>((resolve) => (end = resolve)));
  expect(await firstOf(foreground.quiet(30, new AbortController().signal))).toBe('quiet');
  const aborting = new AbortController();
  const waiting = foreground.quiet(LONG_MS, aborting.signal);
  aborting.abort();
  expect(await firstOf(waiting)).toBe('quiet');
  end();
  await asking;
});
