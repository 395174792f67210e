/**
 * News of changed runs as server-sent events: `runs` with their ids, `all` where they are too many to name, and a comment
 * now and then so that proxies keep the line. What a slow reader has not taken is gathered, not queued.
 */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { createChangedRuns } from '../live/changed-runs.ts';
import type { ChangeFeed } from '../live/change-feed.ts';

const KEEP_ALIVE_MS = 20_000;

/** @param mayGoOn asked before anything is told */
export function streamChanges(c: Context, changes: ChangeFeed, mayGoOn: () => boolean): Response {
  const response = streamSSE(c, async (stream) => {
    const changed = createChangedRuns();
    let isEnded = false;
    let wake: () => void = () => undefined;
    const end = (): void => {
      isEnded = true;
      wake();
    };
    const unsubscribe = changes.subscribe({
      onChanged(news) {
        changed.add(news);
        wake();
      },
      onEnded: end,
    });
    stream.onAbort(end);
    await stream.writeSSE({ event: 'open', data: '' });
    while (!isEnded && mayGoOn()) {
      const news = changed.take();
      if (news === 'all') await stream.writeSSE({ event: 'all', data: '' });
      else if (news !== undefined) await stream.writeSSE({ event: 'runs', data: JSON.stringify(news) });
      else if (!(await woken())) await stream.write(': \n\n');
    }
    unsubscribe();

    /** @returns false when it was quiet for so long that the line must be kept */
    function woken(): Promise<boolean> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), KEEP_ALIVE_MS);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    }
  });
  response.headers.set('cache-control', 'no-store');
  // Nothing follows on this line: a server that closes does not wait for more.
  response.headers.set('connection', 'close');
  return response;
}
