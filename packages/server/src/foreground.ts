/**
 * Requests that somebody waits for. Work behind them gives way: it starts its next piece when nobody has asked for a moment, so
 * that a request meets one piece of it at most.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Foreground {
  /** Counts as a request until the work is done. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nobody asks or has just asked, after `maxMs` at the latest, or when aborted. */
  quiet(maxMs: number, signal: AbortSignal): Promise<void>;
}

/** A page asks one thing after the other: what follows within so long is expected. */
const QUIET_MS = 100;
const POLL_MS = 10;

export function createForeground(): Foreground {
  let underWay = 0;
  let lastMs = -Infinity;
  const isQuiet = (): boolean => underWay === 0 && performance.now() - lastMs >= QUIET_MS;
  return {
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        lastMs = performance.now();
      }
    },
    async quiet(maxMs, signal) {
      const endMs = performance.now() + maxMs;
      while (!isQuiet() && !signal.aborted && performance.now() < endMs)
        await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    },
  };
}
