/** News of changed runs as server-sent events: `run` with the ids, a comment now and then so that proxies keep the line. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ChangeFeed } from '../live/change-feed.ts';

const KEEP_ALIVE_MS = 20_000;

/** Resolves when the listener has gone. */
export function streamChanges(c: Context, changes: ChangeFeed): { response: Response; ended: Promise<void> } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  c.header('cache-control', 'no-store');
  const response = streamSSE(c, async (stream) => {
    const unsubscribe = changes.subscribe((runIds) => {
      void stream.writeSSE({ event: 'runs', data: JSON.stringify(runIds) });
    });
    stream.onAbort(() => {
      unsubscribe();
      end();
    });
    await stream.writeSSE({ event: 'open', data: '' });
    while (!stream.aborted && !stream.closed) {
      await Promise.race([stream.sleep(KEEP_ALIVE_MS), ended]);
      if (!stream.aborted) await stream.write(': \n\n');
    }
  });
  return { response, ended };
}
