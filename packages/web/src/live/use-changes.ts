import { useEffect, useRef } from 'react';
import { CURRENT_PROJECT } from '../project/current-project.ts';

/** Whoever looks sees what is new at most this often. */
const LEAST_MS = 1000;
/** After an answer that is no stream, such as a proxy's for a server that starts again. */
const RETRY_MS = 5000;

/**
 * Calls back when runs changed on the server: soon after the first change, then at most once a second.
 *
 * @param onChange told which, or undefined when any may have: they are too many, or the page was hidden or the connection lost for a while
 */
export function useChanges(onChange: (runIds: ReadonlySet<string> | undefined) => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const query = CURRENT_PROJECT === undefined ? '' : `?project=${encodeURIComponent(CURRENT_PROJECT)}`;
    let source: EventSource | undefined;
    // Whoever connects late missed what was told before.
    let wasLost = document.hidden;
    let mayBeAny = false;
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let toldMs = 0;
    const tell = (): void => {
      timer = undefined;
      toldMs = performance.now();
      const runIds = mayBeAny ? undefined : new Set(waiting);
      mayBeAny = false;
      waiting.clear();
      latest.current(runIds);
    };
    const tellSoon = (): void => {
      timer ??= setTimeout(tell, Math.max(0, toldMs + LEAST_MS - performance.now()));
    };
    const connect = (): void => {
      source = new EventSource(`/api/changes${query}`);
      source.addEventListener('runs', (event: MessageEvent<string>) => {
        for (const runId of JSON.parse(event.data) as string[]) waiting.add(runId);
        tellSoon();
      });
      source.addEventListener('all', () => {
        mayBeAny = true;
        tellSoon();
      });
      source.addEventListener('error', () => {
        wasLost = true;
        // The browser connects again by itself, but not after an answer that is no stream.
        if (source?.readyState !== EventSource.CLOSED) return;
        source = undefined;
        retry = setTimeout(follow, RETRY_MS);
      });
      source.addEventListener('open', () => {
        if (wasLost) latest.current(undefined);
        wasLost = false;
      });
    };
    // Browsers allow a host six connections, those of all its tabs together: one that nobody looks at gives its own back.
    const follow = (): void => {
      clearTimeout(retry);
      if (document.hidden) {
        source?.close();
        source = undefined;
        wasLost = true;
      } else if (source === undefined) connect();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
      clearTimeout(timer);
      clearTimeout(retry);
    };
  }, []);
}
