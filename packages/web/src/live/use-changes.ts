import { useEffect, useRef } from 'react';
import { CURRENT_PROJECT } from '../project/current-project.ts';

/** Whoever looks sees what is new at most this often. */
const LEAST_MS = 1000;

/**
 * Calls back when runs changed on the server: soon after the first change, then at most once a second.
 *
 * @param onChange told which, or undefined when the connection was lost for a while and any may have
 */
export function useChanges(onChange: (runIds: ReadonlySet<string> | undefined) => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const query = CURRENT_PROJECT === undefined ? '' : `?project=${encodeURIComponent(CURRENT_PROJECT)}`;
    // The browser connects again by itself.
    const source = new EventSource(`/api/changes${query}`);
    let wasLost = false;
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldMs = 0;
    const tell = (): void => {
      timer = undefined;
      toldMs = performance.now();
      const runIds = new Set(waiting);
      waiting.clear();
      latest.current(runIds);
    };
    source.addEventListener('runs', (event: MessageEvent<string>) => {
      for (const runId of JSON.parse(event.data) as string[]) waiting.add(runId);
      timer ??= setTimeout(tell, Math.max(0, toldMs + LEAST_MS - performance.now()));
    });
    source.addEventListener('error', () => {
      wasLost = true;
    });
    source.addEventListener('open', () => {
      if (wasLost) latest.current(undefined);
      wasLost = false;
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, []);
}
